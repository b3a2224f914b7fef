# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What billing tells of the automatic renewal of subscriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import _errors as errors
from .._model.renewal import NOT_SHOWN, Renewal, unknown
from .billing import Billing
from .transport import READ

ACTION = "QueryAvailableInstances"
MAX_IDS = 100
# More pages than a hundred instances can fill.
MAX_PAGES = 100
RENEWS = {"AutoRenewal": True, "ManualRenewal": False, "NotRenewal": False}
UNITS = {"M": "Month", "Y": "Year"}


def renewals(billing: Billing, ids: Sequence[str]) -> dict[str, Renewal]:
    """Return what billing shows of network packages, at most MAX_IDS; each of ``ids`` has an entry.

    That the id of a package is billing's InstanceID is inferred. Raises CallError.
    """
    rows: list[Mapping[str, Any]] = []
    for number in range(1, MAX_PAGES + 1):
        params = {"InstanceIDs": ",".join(ids), "PageNum": str(number), "PageSize": str(MAX_IDS)}
        page, total, size = billing.call(ACTION, READ, params, _page)
        rows += page
        # Without a total, a page that is full may be followed by another one.
        if not page or (len(page) < size if total is None else len(rows) >= total):
            return {key: _renewal([row for row in rows if row["InstanceID"] == key]) for key in ids}
    raise errors.UnclearError(f"{ACTION} failed: the listing has more than {MAX_PAGES} pages", action=ACTION)


def _page(document: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], int | None, int]:
    """Return the rows of a page, how many there are in all (None: unknown), and how many fill a page."""
    data = document.get("Data")
    data = data if isinstance(data, dict) else {}
    rows = data.get("InstanceList")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("no list Data.InstanceList")
    if not all(isinstance(row.get("InstanceID"), str) for row in rows):
        raise ValueError("an instance without InstanceID")
    return rows, _count(data.get("TotalCount")), _count(data.get("PageSize")) or MAX_IDS


def _count(value: Any) -> int | None:
    """Return a number of things, which may come as text; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _renewal(rows: Sequence[Mapping[str, Any]]) -> Renewal:
    rows = [row for row in rows if row.get("SubscriptionType") in (None, "", "Subscription")]
    if not rows:
        return unknown(NOT_SHOWN)
    found = [_read(row) for row in rows]
    if any(other != found[0] for other in found[1:]):
        return Renewal(problem="billing shows the package more than once, and not alike")
    return found[0]


def _read(row: Mapping[str, Any]) -> Renewal:
    status = row.get("RenewStatus")
    renews = RENEWS.get(status) if isinstance(status, str) else None
    period = row.get("RenewalDuration")
    return Renewal(
        auto_renew=renews,
        problem="" if renews is not None else f"billing shows RenewStatus {status!r}",
        period=period if isinstance(period, int) and not isinstance(period, bool) else None,
        period_unit=UNITS.get(str(row.get("RenewalDurationUnit"))),
        end_time=_text(row, "EndTime"),
        expected_release_time=_text(row, "ExpectedReleaseTime"),
        product_code=_text(row, "ProductCode"),
        product_type=_text(row, "ProductType"),
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) and value else None
