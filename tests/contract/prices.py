# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Probes that ask for prices. Reads only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._execution.prices import price_of
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.costs import Cost, PriceQuestion

from .api import Api, Document, UnexpectedShape, code_of, json_type, refusal
from .probe import READS, Finding, NotProbed, Probes, contradicted, holds, judged

PROBES = Probes(READS)
PURCHASE, CHANGE, RENEWAL = "Price of a purchase", "Price of a change", "Price of a renewal"
TERMS = (("Month", 1), ("Month", 6), ("Year", 1), ("Year", 3))


def purchase_price(api: Api, bandwidth: int, charge_type: str, unit: str, period: int = 1) -> Cost:
    """Return the price of a purchase as the collection reads it; ``problem`` is set when there is none."""
    params = {
        "ResourceType": "Bandwidth",
        "Bandwidth": bandwidth,
        "InternetChargeType": charge_type,
        "Period": period,
        "PeriodUnit": unit,
    }
    return price_of(api.ecd, PriceQuestion("create", "DescribePrice", tuple(params.items()), period, unit))


@PROBES.probe("price-shape", PURCHASE, "DescribePrice returns a currency and a TradePrice that is 0 or more.")
def price_shape(api: Api) -> Finding:
    """Look at the price of an hour as it is sent."""
    document = api.read("DescribePrice", ResourceType="Bandwidth", Bandwidth=2, Period=1, PeriodUnit="Hour")
    info = document.get("PriceInfo")
    price = info.get("Price") if isinstance(info, dict) else None
    if not isinstance(price, dict):
        return contradicted("no PriceInfo.Price", prices="no_info")
    if "TradePrice" not in price:
        return contradicted("no TradePrice", prices="missing")
    amount = price["TradePrice"]
    if amount is None:
        return contradicted("TradePrice is null", prices="null")
    if isinstance(amount, bool) or not isinstance(amount, (int, float)):
        return contradicted(f"TradePrice is {json_type(amount)}")
    if amount < 0:
        return contradicted("TradePrice is negative", prices="negative")
    return judged(price.get("Currency"), f"a number, {'with' if price.get('Currency') else 'without'} a currency")


@PROBES.probe("price-hour", PURCHASE, "An hour is priced for both charge types, higher by bandwidth than by traffic.")
def price_hour(api: Api) -> Finding:
    """Compare the prices of an hour of 10 Mbit/s."""
    costs = [purchase_price(api, 10, charge_type, "Hour") for charge_type in ("PayByTraffic", "PayByBandwidth")]
    traffic, bandwidth = (cost.trade_price for cost in costs)
    if traffic is None or bandwidth is None:
        return _unpriced(*costs)
    if traffic == bandwidth:
        return contradicted("both have the same price, so the charge type may be ignored")
    return judged(traffic < bandwidth, f"by traffic {_compared(traffic, bandwidth)} by bandwidth")


@PROBES.probe("price-terms", PURCHASE, "Months and years are priced, and longer terms cost more.")
def price_terms(api: Api) -> Finding:
    """Ask for the terms that are offered."""
    costs = [purchase_price(api, 10, "PayByBandwidth", unit, period) for unit, period in TERMS]
    amounts = [cost.trade_price for cost in costs]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return _unpriced(*costs)
    return judged(known == sorted(set(known)), f"{len(known)} terms are priced, {len(set(known))} of them differently")


@PROBES.probe("price-week", PURCHASE, "DescribePrice does not price one week.")
def price_week(api: Api) -> Finding:
    """Ask for a unit that the documentation of DescribePrice does not list."""
    cost = purchase_price(api, 10, "PayByBandwidth", "Week")
    if cost.trade_price is None:
        return holds(_refusal(cost))
    month = purchase_price(api, 10, "PayByBandwidth", "Month").trade_price
    return contradicted(f"priced, {_compared(cost.trade_price, month)} a month" if month else "priced")


@PROBES.probe("price-change", CHANGE, "A pay-as-you-go package is priced for one hour of the new bandwidth.")
def price_change(api: Api) -> Finding:
    """Compare the price of a change with that of a purchase."""
    row = _package(api, "PostPaid")
    bandwidth = min(int(row["Bandwidth"]) + 5, 200)
    params = {"ResourceType": "NetworkPackage", "InstanceId": row["NetworkPackageId"], "Bandwidth": bandwidth}
    question = PriceQuestion("set_bandwidth", "DescribeModificationPrice", tuple(params.items()), 1, "Hour")
    cost = price_of(api.ecd, question)
    hour = purchase_price(api, bandwidth, str(row.get("InternetChargeType")), "Hour")
    if cost.trade_price is None or hour.trade_price is None:
        return _unpriced(cost, hour)
    seen = f"{_compared(cost.trade_price, hour.trade_price)} an hour of the new bandwidth"
    return judged(cost.trade_price == hour.trade_price, seen)


@PROBES.probe("price-renewal", RENEWAL, "A renewal for a month is priced like a purchase for a month.")
def price_renewal(api: Api) -> Finding:
    """Compare both for a subscription of the region."""
    row = _package(api, "PrePaid")
    cost = _renewal_price(api, row, "Month")
    month = purchase_price(api, int(row["Bandwidth"]), "PayByBandwidth", "Month")
    if cost.trade_price is None or month.trade_price is None:
        return _unpriced(cost, month)
    return judged(cost.trade_price == month.trade_price, f"{_compared(cost.trade_price, month.trade_price)} a purchase")


@PROBES.probe("price-renewal-week", RENEWAL, "DescribeRenewalPrice does not price one week.")
def price_renewal_week(api: Api) -> Finding:
    """Ask for a unit that the documentation does not list."""
    cost = _renewal_price(api, _package(api, "PrePaid"), "Week")
    return holds(_refusal(cost)) if cost.trade_price is None else contradicted("priced")


def _renewal_price(api: Api, row: Document, unit: str) -> Cost:
    params: dict[str, Any] = {
        "ResourceType": "Bandwidth",
        "InstanceId": row["NetworkPackageId"],
        "Period": 1,
        "PeriodUnit": unit,
    }
    return price_of(api.ecd, PriceQuestion("renew", "DescribeRenewalPrice", tuple(params.items()), 1, unit))


def _package(api: Api, pay_type: str) -> Document:
    """Return a package in use whose bandwidth is known."""
    for row in api.listing:
        whole = isinstance(row.get("Bandwidth"), int) and row["Bandwidth"] > 0
        if row.get("PayType") == pay_type and row.get("NetworkPackageStatus") == "InUse" and whole:
            return row
    raise NotProbed(f"no {pay_type} network package in use in the region")


def _unpriced(*costs: Cost) -> Finding:
    """Return the finding of prices of which at least one is refused. Raises a failure of another kind."""
    return contradicted("; ".join(sorted({_refusal(cost) for cost in costs if cost.trade_price is None})))


def _refusal(cost: Cost) -> str:
    """Return how a price is refused. Raises the failure that left it out if that is no refusal."""
    if cost.problem is None:
        raise UnexpectedShape("the response has no price")
    return f"refused: {code_of(refusal(cost.problem.cause))}"


def _compared(amount: Decimal, other: Decimal) -> str:
    if amount == other:
        return "the same as"
    return "more than" if amount > other else "less than"
