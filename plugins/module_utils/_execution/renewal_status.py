# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Add what billing shows of automatic renewal to the packages that a module returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .._client.region import Session
from .._model.package import PRE_PAID
from .._model.renewal import NOT_SHOWN
from .._text import MAX_SENTENCE, shown, some_of
from .renewals import ask_in_hundreds


def add_renewals(session: Session, packages: Iterable[dict[str, Any]], warn: Callable[[str], None]) -> None:
    """Give each package, in the shape of a result, its ``renewal``: None where billing does not know it.

    A question that billing refuses is a warning. The packages may be of any region.
    """
    packages = list(packages)
    ids = dict.fromkeys(package["network_package_id"] for package in packages if package["pay_type"] == PRE_PAID)
    found = ask_in_hundreds(session.renewals, list(ids))
    problems: dict[str, list[str]] = {}
    for key, renewal in found.items():
        if renewal.problem and renewal.problem != NOT_SHOWN:
            problems.setdefault(renewal.problem, []).append(key)
    for problem, affected in problems.items():
        warn(shown(f"renewal_status: not complete for {some_of(affected)}: {problem}", MAX_SENTENCE))
    for package in packages:
        known = found.get(package["network_package_id"])
        package["renewal"] = known.to_result() if known else None
