# Copyright: (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the vendor leaves open, one field per question, with the behaviour to emulate as its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any


def _one_of(*allowed: str) -> Any:
    return field(default=allowed[0], metadata={"allowed": allowed})


@dataclass(frozen=True)
class Switches:
    """The emulator's behaviour where the API's documentation is silent."""

    # A released plan disappears, or stays listed as Released.
    released: str = _one_of("gone", "listed")
    # For how many DescribeNetworkPackages answers a new plan stays invisible.
    create_absent_polls: int = 0
    # An unpaid new plan: answered with an id but not listed; listed as Creating until paid; answered without an id.
    unpaid_create: str = _one_of("not_listed", "listed", "no_id")
    # Whether the account lacks the money for any order that is to be paid at once.
    short_of_money: bool = False
    # What an order meets then: an error, or an answer of 200 and an order that stays unpaid.
    balance_short: str = _one_of("error", "unpaid_order")
    balance_short_code: str = "PAY.INSUFFICIENT_BALANCE"
    # A second plan for one office network.
    second_plan: str = _one_of("error", "accepted")
    second_plan_code: str = "InvalidOfficeSiteId.NetworkPackageExists"
    # Deleting a subscription that has not expired.
    delete_prepaid: str = _one_of("error", "accepted")
    delete_prepaid_code: str = "InvalidChargeType.Unsupported"
    # A write to a plan that does not exist: an error, or 200 without any effect.
    unknown_id: str = _one_of("error", "ignored")
    unknown_id_code: str = "InvalidNetworkPackageId.NotFound"
    # Setting the bandwidth that a plan has: a new order that changes nothing, or an error.
    modify_same: str = _one_of("order", "error")
    modify_same_code: str = "NetworkPackageBandwidthNotChanged"
    # Less bandwidth for a subscription: booked for the end of the term, or at once.
    prepaid_downgrade: str = _one_of("booked", "at_once")
    # How OrderId is written in an answer of ECD.
    order_id: str = _one_of("string", "number", "absent")
    # Buying, changing or renewing while an order for the same thing is unpaid: 403 Order.Unpaid, or allowed.
    unpaid_order: str = _one_of("error", "ignored")
    # For how many seconds after a write the reads show what was there before.
    stale_seconds: float = 0.0
    # Deleting several plans of which one is refused: none is deleted, or the others are (and the answer is 200).
    batch_delete: str = _one_of("nothing", "rest")
    # The plan of an office network that is deleted stays without one, or is released.
    site_deleted: str = _one_of("unbound", "releasing")
    # NextToken on the last page.
    last_token: str = _one_of("absent", "empty")
    # Which spellings of booleans are accepted.
    booleans: str = _one_of("any_case", "lower_case")
    # What happens after the first page of a listing: nothing; a plan shown on it vanishes, so that the next page
    # leaves one out; a new plan comes in front, so that the next page repeats one; the next page just repeats one.
    pages: str = _one_of("stable", "vanish", "appear", "duplicate")
    # Every write answers 500, having taken effect or not.
    unclear_writes: str = _one_of("off", "committed", "not_committed")
    # The site of the account: the billing host of the other one answers NotApplicable.
    bss_site: str = _one_of("china", "international", "any")
    # How billing tells a failure: HTTP 400, or 200 with Success false.
    bss_failure: str = _one_of("http_400", "http_200")
    # Prices: plausible; null amounts; negative amounts; Price without TradePrice; no PriceInfo at all.
    prices: str = _one_of("plausible", "null", "negative", "missing", "no_info")
    # Whether DescribeOfficeSites carries EnableInternetAccess.
    enabled_shown: bool = True
    # HTTP status of IncorrectNetworkPackageStatus.*.
    wrong_state_status: int = 400

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            allowed = item.metadata.get("allowed")
            if allowed and value not in allowed:
                raise ValueError(f"switch {item.name}: {value!r} is none of {', '.join(allowed)}")
            if not allowed:
                self._check_type(item.name, value, item.default)

    @staticmethod
    def _check_type(name: str, value: object, default: object) -> None:
        wanted = (int, float) if isinstance(default, float) else type(default)
        if not isinstance(value, wanted) or (isinstance(value, bool) and not isinstance(default, bool)):
            raise ValueError(f"switch {name}: {value!r} is not of type {type(default).__name__}")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Switches:
        """Switches with these values, the rest at their defaults."""
        return cls().changed(values)

    def changed(self, values: Mapping[str, Any]) -> Switches:
        """A copy with these values changed."""
        names = [item.name for item in fields(self)]
        unknown = sorted(set(values) - set(names))
        if unknown:
            raise ValueError(f"unknown switch {', '.join(unknown)}; there are: {', '.join(names)}")
        return replace(self, **values)
