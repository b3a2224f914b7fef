# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Behaviour that the vendor does not document: one field per question, with the most likely behaviour as default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args, get_type_hints


def _unknown(default: Any, *probes: str) -> Any:
    """Return a field that stands for an unknown, with the probes of the contract suite that would settle it."""
    return field(default=default, metadata={"probes": probes})


@dataclass(frozen=True)
class Switches:
    """The emulator's behaviour where the vendor's documentation is silent.

    What has probes is an unknown: see ``tests/contract``. The others are situations.
    """

    # A released package disappears, or is still listed as Released.
    released: Literal["gone", "listed"] = _unknown("gone", "released-listed")
    # The number of DescribeNetworkPackages responses that omit a new package.
    create_absent_polls: int = _unknown(0, "buy-listed")
    # What listings show of a package that is being created: all, or neither bandwidth nor types nor dates nor tags.
    creating_fields: Literal["all", "few"] = _unknown("all", "creating-fields")
    # An unpaid purchase: returns an ID that is not listed; that is listed as Creating until paid; returns no ID.
    unpaid_create: Literal["not_listed", "listed", "no_id"] = _unknown("not_listed", "unpaid-listed", "unpaid-response")
    # The account cannot pay any order.
    short_of_money: bool = False
    # The result of an order in that case: an error, or status 200 and an unpaid order.
    balance_short: Literal["error", "unpaid_order"] = _unknown("error", "balance-short")
    # A second package for the same office network.
    second_package: Literal["error", "accepted"] = _unknown("error", "second-package")
    # Deleting a subscription that has not expired.
    delete_prepaid: Literal["error", "accepted"] = _unknown("error", "release-subscription")
    # Setting the bandwidth that a package already has: a new order without effect, or an error.
    modify_same: Literal["order", "error"] = _unknown("order", "same-bandwidth")
    # Less bandwidth for a subscription: reserved for the end of the term, or applied at once.
    prepaid_downgrade: Literal["reserved", "at_once"] = _unknown("reserved", "downgrade")
    # The format of OrderId in a response of ECD.
    order_id: Literal["string", "number", "absent"] = _unknown("string", "buy-response")
    # Buying, changing, or renewing while an order for the same object is unpaid: 403 Order.Unpaid, or allowed.
    unpaid_order: Literal["error", "ignored"] = _unknown("error", "unpaid-blocks")
    # GetOrderDetail names the package of a purchase before it is paid.
    unpaid_order_names_package: bool = _unknown(False, "unpaid-instance-ids")
    # The text InstanceIDs of GetOrderDetail: a JSON list, IDs with commas between them, or left out.
    instance_ids: Literal["json", "plain", "absent"] = _unknown("json", "unpaid-instance-ids")
    # The number of seconds for which reads show the state before a write.
    stale_seconds: float = _unknown(0.0, "lag")
    # The reads that do so: all, only listings of a whole region (a read by ID is up to date), only those of billing, or
    # every second read, beginning with the next one.
    stale_reads: Literal["all", "listings", "billing", "every_second"] = _unknown("all", "lag")
    # NextToken on the last page.
    last_token: Literal["absent", "empty"] = _unknown("absent", "last-token")
    # A change after the first page of a listing: none; a listed package vanishes, so that the next page omits one;
    # a new package appears at the top, so that the next page repeats one; the next page repeats one anyway.
    pages: Literal["stable", "vanish", "appear", "duplicate"] = "stable"
    # Every write returns status 500 and takes effect, or does not.
    unclear_writes: Literal["off", "committed", "not_committed"] = "off"
    # The site of the account. The billing host of the other site returns NotApplicable.
    bss_site: Literal["china", "international", "any"] = "china"
    # A billing error: status 400, or status 200 with Success false.
    bss_failure: Literal["http_400", "http_200"] = _unknown("http_400", "billing-failure")
    # What the caller may do at billing: everything, only read, or nothing (NotAuthorized).
    billing_access: Literal["all", "read", "none"] = "all"
    # The network packages that QueryAvailableInstances knows by their ID.
    billing_knows: Literal["all", "none"] = _unknown("all", "billing-instance-id")
    # The most instances on a page of QueryAvailableInstances, whatever the call asks for; 0: as the call asks.
    billing_page_size: int = _unknown(0, "billing-page-size")
    # Prices: plausible; null amounts; negative amounts, as for a refund (less bandwidth for a subscription: the rest of
    # the term); Price without TradePrice; no PriceInfo.
    prices: Literal["plausible", "null", "negative", "missing", "no_info"] = _unknown("plausible", "price-shape")
    # The secrets that DescribeOfficeSites returns: those of the vendor's documentation, or one in every field that is
    # nobody's business.
    site_secrets: Literal["some", "all"] = "some"
    # DescribeOfficeSites returns EnableInternetAccess.
    enabled_shown: bool = _unknown(True, "office-internet")

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self)).items():
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


def _check(name: str, value: object, hint: Any) -> None:
    allowed = get_args(hint)
    if allowed and value not in allowed:
        raise ValueError(f"switch {name}: {value!r} is not one of {', '.join(allowed)}")
    expected = (int, float) if hint is float else hint
    # bool is a subclass of int.
    if not allowed and (not isinstance(value, expected) or isinstance(value, bool) is not (hint is bool)):
        raise ValueError(f"switch {name}: {value!r} is not of type {hint.__name__}")
