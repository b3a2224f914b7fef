# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simple price list, and the three operations that query it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .errors import ApiError, invalid
from .model import Package, Result
from .params import Params
from .state import UNKNOWN_PACKAGE, State

CURRENCY = "CNY"
CHARGE_TYPES = ("PayByTraffic", "PayByBandwidth")
# Per Mbit/s and hour. With PayByTraffic, the traffic is charged on top.
HOURLY = {"PayByTraffic": Decimal("0.01"), "PayByBandwidth": Decimal("0.06")}
MONTHLY = Decimal("30")
# A year costs as much as ten months, so that there is a discount.
MONTHS = {"Week": Decimal("0.25"), "Month": Decimal(1), "Year": Decimal(12)}
PAID_MONTHS = {"Week": Decimal("0.25"), "Month": Decimal(1), "Year": Decimal(10)}
_CENT = Decimal("0.01")


def prepaid_price(bandwidth: int, period: int, unit: str) -> tuple[Decimal, Decimal]:
    """Return the original price and the trade price of a term."""
    base = MONTHLY * bandwidth * period
    return _round(base * MONTHS[unit]), _round(base * PAID_MONTHS[unit])


def hourly_price(bandwidth: int, charge_type: str) -> Decimal:
    """Return the price of an hour of a pay-as-you-go package, without its traffic."""
    return _round(HOURLY[charge_type] * bandwidth)


def change_price(package: Package, bandwidth: int, state: State) -> Decimal:
    """Return the new price of an hour, or the difference in price for the rest of the term."""
    if package.pay_type == "PostPaid":
        return hourly_price(bandwidth, package.internet_charge_type)
    days = max((package.expired_time - state.now()).days, 0)
    price = _round(MONTHLY * (bandwidth - package.bandwidth) * days / 30)
    return price if state.switches.prices == "negative" else max(price, Decimal(0))


def describe_price(state: State, params: Params) -> Result:
    """DescribePrice, for network packages."""
    state.region(params)
    _resource_type(params, "Bandwidth")
    bandwidth = params.integer("Bandwidth", 1, 5120)
    unit = params.optional("PeriodUnit", ("Hour", "Month", "Year")) or "Hour"
    charge_type = params.optional("InternetChargeType", CHARGE_TYPES)
    period = params.integer("Period", 1, 5000, default=1)
    amount = params.integer("Amount", 1, 1000, default=1)
    if unit == "Hour":
        original = trade = hourly_price(bandwidth, charge_type or "PayByTraffic") * period
    elif charge_type == "PayByTraffic":
        raise invalid("InternetChargeType")
    else:
        original, trade = prepaid_price(bandwidth, period, unit)
    return _result(state, original * amount, trade * amount)


def describe_modification_price(state: State, params: Params) -> Result:
    """DescribeModificationPrice, for network packages."""
    region_id = state.region(params)
    _resource_type(params, "NetworkPackage")
    bandwidth = params.integer("Bandwidth", 2, 3072)
    package = _priced_package(state, region_id, params.required("InstanceId"))
    price = change_price(package, bandwidth, state)
    return _result(state, price, price)


def describe_renewal_price(state: State, params: Params) -> Result:
    """DescribeRenewalPrice, for network packages."""
    region_id = state.region(params)
    _resource_type(params, "Bandwidth")
    unit = params.optional("PeriodUnit", ("Month", "Year")) or "Month"
    period = params.integer("Period", 1, 100, default=1)
    package_ids = params.values_of("InstanceIds") or [params.required("InstanceId")]
    original = trade = Decimal(0)
    for package_id in package_ids:
        package = _priced_package(state, region_id, package_id)
        if package.pay_type != "PrePaid":
            raise ApiError("InvalidChargeType.Unsupported", "Only subscriptions can be renewed.")
        full, reduced = prepaid_price(package.bandwidth, period, unit)
        original, trade = original + full, trade + reduced
    return _result(state, original, trade)


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _resource_type(params: Params, expected: str) -> None:
    if params.optional("ResourceType") != expected:
        raise invalid("ResourceType")


def _priced_package(state: State, region_id: str, package_id: str) -> Package:
    package = state.packages.get(package_id)
    if package is None or package.region_id != region_id:
        raise ApiError(UNKNOWN_PACKAGE, f"The specified InstanceId {package_id} does not exist.")
    return package


def _result(state: State, original: Decimal, trade: Decimal) -> Result:
    mode = state.switches.prices
    if mode == "no_info":
        return Result({})
    price: dict[str, Any] = {"Currency": CURRENCY, "Promotions": [], "OrderLines": {}}
    price.update(_amounts(original, trade, mode))
    return Result({"PriceInfo": {"Price": price, "Rules": []}})


def _amounts(original: Decimal, trade: Decimal, mode: str) -> Mapping[str, float | None]:
    if mode == "null":
        return {"OriginalPrice": None, "DiscountPrice": None, "TradePrice": None}
    if mode == "negative":
        original, trade = -abs(original), -abs(trade)
    amounts: dict[str, float | None] = {
        "OriginalPrice": float(original),
        "DiscountPrice": float(original - trade),
    }
    if mode != "missing":
        amounts["TradePrice"] = float(trade)
    return amounts
