# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Behaviour that the vendor does not document: one field per question, with the most likely behaviour as default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal, get_args, get_type_hints


def _unknown(*probes: str) -> dict[str, Any]:
    """Return what a field that stands for an unknown bears: the probes of the contract suite that would settle it."""
    return {"probes": probes}


@dataclass(frozen=True)
class Switches:
    """The emulator's behaviour where the vendor's documentation is silent.

    What has probes is an unknown: see ``tests/contract``. The others are situations.
    """

    # A released package disappears, or is still listed as Released.
    released: Literal["gone", "listed"] = field(default="gone", metadata=_unknown("released-listed"))
    # The number of DescribeNetworkPackages responses that omit a new package.
    create_absent_polls: int = field(default=0, metadata=_unknown("buy-listed"))
    # What listings show of a package that is being created: all, or neither bandwidth nor types nor dates nor tags.
    creating_fields: Literal["all", "few"] = field(default="all", metadata=_unknown("creating-fields"))
    # An unpaid purchase: returns an ID that is not listed; that is listed as Creating until paid; returns no ID.
    unpaid_create: Literal["not_listed", "listed", "no_id"] = field(
        default="not_listed", metadata=_unknown("unpaid-listed", "unpaid-response")
    )
    # The account cannot pay any order.
    short_of_money: bool = False
    # The result of an order in that case: an error, or status 200 and an unpaid order.
    balance_short: Literal["error", "unpaid_order"] = field(default="error", metadata=_unknown("balance-short"))
    # A second package for the same office network.
    second_package: Literal["error", "accepted"] = field(default="error", metadata=_unknown("second-package"))
    # Deleting a subscription that has not expired.
    delete_prepaid: Literal["error", "accepted"] = field(default="error", metadata=_unknown("release-subscription"))
    # Setting the bandwidth that a package already has: a new order without effect, or an error.
    modify_same: Literal["order", "error"] = field(default="order", metadata=_unknown("same-bandwidth"))
    # Less bandwidth for a subscription: reserved for the end of the term, or applied at once.
    prepaid_downgrade: Literal["reserved", "at_once"] = field(default="reserved", metadata=_unknown("downgrade"))
    # The format of OrderId in a response of ECD.
    order_id: Literal["string", "number", "absent"] = field(default="string", metadata=_unknown("buy-response"))
    # Buying, changing, or renewing while an order for the same object is unpaid: 403 Order.Unpaid, or allowed.
    unpaid_order: Literal["error", "ignored"] = field(default="error", metadata=_unknown("unpaid-blocks"))
    # GetOrderDetail names the package of a purchase before it is paid.
    unpaid_order_names_package: bool = field(default=False, metadata=_unknown("unpaid-instance-ids"))
    # The text InstanceIDs of GetOrderDetail: a JSON list, IDs with commas between them, or left out.
    instance_ids: Literal["json", "plain", "absent"] = field(default="json", metadata=_unknown("unpaid-instance-ids"))
    # The number of seconds for which reads show the state before a write.
    stale_seconds: float = field(default=0.0, metadata=_unknown("lag"))
    # The reads that do so: all, only listings of a whole region (a read by ID is up to date), only those of billing, or
    # every second read, beginning with the next one.
    stale_reads: Literal["all", "listings", "billing", "every_second"] = field(default="all", metadata=_unknown("lag"))
    # NextToken on the last page.
    last_token: Literal["absent", "empty"] = field(default="absent", metadata=_unknown("last-token"))
    # A change after the first page of a listing: none; a listed package vanishes, so that the next page omits one;
    # a new package appears at the top, so that the next page repeats one; the next page repeats one anyway.
    pages: Literal["stable", "vanish", "appear", "duplicate"] = "stable"
    # Every write returns status 500 and takes effect, or does not.
    unclear_writes: Literal["off", "committed", "not_committed"] = "off"
    # The site of the account. The billing host of the other site returns NotApplicable.
    bss_site: Literal["china", "international", "any"] = "china"
    # A billing error: status 400, or status 200 with Success false.
    bss_failure: Literal["http_400", "http_200"] = field(default="http_400", metadata=_unknown("billing-failure"))
    # What the caller may do at billing: everything, only read, or nothing (NotAuthorized).
    billing_access: Literal["all", "read", "none"] = "all"
    # The network packages that QueryAvailableInstances knows by their ID.
    billing_knows: Literal["all", "none"] = field(default="all", metadata=_unknown("billing-instance-id"))
    # The most instances on a page of QueryAvailableInstances, whatever the call asks for; 0: as the call asks.
    billing_page_size: int = field(default=0, metadata=_unknown("billing-page-size"))
    # Prices: plausible; null amounts; negative amounts, as for a refund (less bandwidth for a subscription: the rest of
    # the term); Price without TradePrice; no PriceInfo.
    prices: Literal["plausible", "null", "negative", "missing", "no_info"] = field(
        default="plausible", metadata=_unknown("price-shape")
    )
    # The secrets that DescribeOfficeSites returns: those of the vendor's documentation, or one in every field that is
    # nobody's business.
    site_secrets: Literal["some", "all"] = "some"
    # DescribeOfficeSites returns EnableInternetAccess.
    enabled_shown: bool = field(default=True, metadata=_unknown("office-internet"))

    def __post_init__(self) -> None:
        for name, hint in _hints().items():
            _check(name, getattr(self, name), hint)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Switches:
        """Create switches with these values and defaults for the rest."""
        return cls().changed(values)

    def changed(self, values: Mapping[str, Any]) -> Switches:
        """Return a copy with these values changed."""
        names = [item.name for item in fields(self)]
        unknown = sorted(set(values) - set(names))
        if unknown:
            raise ValueError(f"unknown switch {', '.join(unknown)}; available: {', '.join(names)}")
        return replace(self, **values)


@cache
def _hints() -> dict[str, Any]:
    # Evaluating them takes longer than most calls, and every emulator has switches.
    return get_type_hints(Switches)


def _check(name: str, value: object, hint: Any) -> None:
    allowed = get_args(hint)
    if allowed and value not in allowed:
        raise ValueError(f"switch {name}: {value!r} is not one of {', '.join(allowed)}")
    expected = (int, float) if hint is float else hint
    # bool is a subclass of int.
    if not allowed and (not isinstance(value, expected) or isinstance(value, bool) is not (hint is bool)):
        raise ValueError(f"switch {name}: {value!r} is not of type {hint.__name__}")
