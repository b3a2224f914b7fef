# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the vendor leaves open, one field per question, with the behaviour to emulate as its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True)
class Switches:
    """The emulator's behaviour where the API's documentation is silent."""

    # A released plan disappears, or stays listed as Released.
    released: Literal["gone", "listed"] = "gone"
    # For how many DescribeNetworkPackages answers a new plan stays invisible.
    create_absent_polls: int = 0
    # An unpaid new plan: answered with an id but not listed; listed as Creating until paid; answered without an id.
    unpaid_create: Literal["not_listed", "listed", "no_id"] = "not_listed"
    # Whether the account lacks the money for any order that is to be paid at once.
    short_of_money: bool = False
    # What an order meets then: an error, or an answer of 200 and an order that stays unpaid.
    balance_short: Literal["error", "unpaid_order"] = "error"
    balance_short_code: str = "PAY.INSUFFICIENT_BALANCE"
    # A second plan for one office network.
    second_plan: Literal["error", "accepted"] = "error"
    second_plan_code: str = "InvalidOfficeSiteId.NetworkPackageExists"
    # Deleting a subscription that has not expired.
    delete_prepaid: Literal["error", "accepted"] = "error"
    delete_prepaid_code: str = "InvalidChargeType.Unsupported"
    # A write to a plan that does not exist: an error, or 200 without any effect.
    unknown_id: Literal["error", "ignored"] = "error"
    unknown_id_code: str = "InvalidNetworkPackageId.NotFound"
    # Setting the bandwidth that a plan has: a new order that changes nothing, or an error.
    modify_same: Literal["order", "error"] = "order"
    modify_same_code: str = "NetworkPackageBandwidthNotChanged"
    # Less bandwidth for a subscription: booked for the end of the term, or at once.
    prepaid_downgrade: Literal["booked", "at_once"] = "booked"
    # How OrderId is written in an answer of ECD.
    order_id: Literal["string", "number", "absent"] = "string"
    # Buying, changing or renewing while an order for the same thing is unpaid: 403 Order.Unpaid, or allowed.
    unpaid_order: Literal["error", "ignored"] = "error"
    # For how many seconds after a write the reads show what was there before.
    stale_seconds: float = 0.0
    # Deleting several plans of which one is refused: none is deleted, or the others are (and the answer is 200).
    batch_delete: Literal["nothing", "rest"] = "nothing"
    # The plan of an office network that is deleted stays without one, or is released.
    site_deleted: Literal["unbound", "releasing"] = "unbound"
    # NextToken on the last page.
    last_token: Literal["absent", "empty"] = "absent"
    # Which spellings of booleans are accepted.
    booleans: Literal["any_case", "lower_case"] = "any_case"
    # What happens after the first page of a listing: nothing; a plan shown on it vanishes, so that the next page
    # leaves one out; a new plan comes in front, so that the next page repeats one; the next page just repeats one.
    pages: Literal["stable", "vanish", "appear", "duplicate"] = "stable"
    # Every write answers 500, having taken effect or not.
    unclear_writes: Literal["off", "committed", "not_committed"] = "off"
    # The site of the account: the billing host of the other one answers NotApplicable.
    bss_site: Literal["china", "international", "any"] = "china"
    # How billing tells a failure: HTTP 400, or 200 with Success false.
    bss_failure: Literal["http_400", "http_200"] = "http_400"
    # Prices: plausible; null amounts; negative amounts; Price without TradePrice; no PriceInfo at all.
    prices: Literal["plausible", "null", "negative", "missing", "no_info"] = "plausible"
    # Whether DescribeOfficeSites carries EnableInternetAccess.
    enabled_shown: bool = True
    # HTTP status of IncorrectNetworkPackageStatus.*.
    wrong_state_status: int = 400

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self)).items():
            _check(name, getattr(self, name), hint)

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


def _check(name: str, value: object, hint: Any) -> None:
    allowed = get_args(hint)
    if allowed and value not in allowed:
        raise ValueError(f"switch {name}: {value!r} is none of {', '.join(allowed)}")
    wanted = (int, float) if hint is float else hint
    # True is an int to isinstance.
    if not allowed and (not isinstance(value, wanted) or isinstance(value, bool) is not (hint is bool)):
        raise ValueError(f"switch {name}: {value!r} is not of type {hint.__name__}")
