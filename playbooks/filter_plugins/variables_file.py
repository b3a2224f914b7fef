# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbooks of this folder use, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ecd.plugins.plugin_utils._variables_file import variables_file


class FilterModule:
    """The filters of the playbooks."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"alicloud_ecd_variables_file": lambda results, regions: wrap_var(variables_file(results, regions))}
