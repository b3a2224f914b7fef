# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook report uses, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ecd.plugins.plugin_utils._report_declared import problem_of
from ansible_collections.alicloud.ecd.plugins.plugin_utils._report_page import missing_of, page, says_the_same

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def report(read: Mapping[str, Any]) -> Any:
    """Return the page, marked as text that Ansible never evaluates."""
    return wrap_var(page(TEMPLATES, read, datetime.now(timezone.utc)))


def differs(read: Mapping[str, Any], path: str) -> bool:
    """Tell whether the page says something else than the file does, the time of its writing aside."""
    file = Path(path)
    return not (file.is_file() and says_the_same(report(read), file.read_text(encoding="utf-8", errors="replace")))


def names(message: str) -> Any:
    """Return a message of the module with the names that the variables of the role have."""
    message = message.replace("network_packages[", "office_site_bandwidth_sites[")
    return wrap_var(re.sub(r"(^|; )defaults: ", r"\1office_site_bandwidth_defaults: ", message))


class FilterModule:
    """The filters of the playbook."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {
            "alicloud_ecd_report": report,
            "alicloud_ecd_report_differs": differs,
            "alicloud_ecd_report_names": names,
            "alicloud_ecd_report_problem": lambda sites, defaults: names(problem_of(sites, defaults)),
            "alicloud_ecd_report_missing": lambda read: wrap_var(missing_of(read)),
        }
