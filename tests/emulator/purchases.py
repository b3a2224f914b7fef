# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations that place orders: create, modify the bandwidth, renew."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import orders
from .errors import ApiError, invalid
from .model import END_OF_POSTPAID, Order, Package, Result
from .params import Params
from .prices import CHARGE_TYPES, change_price, hourly_price, prepaid_price
from .state import State
from .terms import read_term

PAY_TYPES = ("PostPaid", "PrePaid")
SCHEMA_BANDWIDTH = (2, 20000)


def create_network_package(state: State, params: Params) -> Result:
    """CreateNetworkPackage."""
    package = _requested_package(state, params)
    if package.office_site_id is not None:
        check_site_available(state, package.region_id, package.office_site_id)
    if package.pay_type == "PrePaid":
        amount = prepaid_price(package.bandwidth, package.period, package.period_unit)[1]
    else:
        amount = hourly_price(package.bandwidth, package.internet_charge_type)
    order = _new_order(state, "create", package.region_id, (package.network_package_id,), amount)
    order = orders.place(state, replace(order, package=package), _auto_pay(params))
    data = dict(orders.order_id_field(state, order))
    if order.payment_status == "Paid" or state.switches.unpaid_create != "no_id":
        data["NetworkPackageId"] = package.network_package_id
    return Result(data, effect=True)


def modify_network_package_bandwidth(state: State, params: Params) -> Result:
    """ModifyNetworkPackageBandwidth."""
    region_id = state.region(params)
    package_id = params.required("NetworkPackageId")
    bandwidth = params.integer("Bandwidth", *SCHEMA_BANDWIDTH)
    package = state.find_package(region_id, package_id)
    check_modifiable(package)
    _check_range(bandwidth, package.pay_type, package.internet_charge_type)
    if bandwidth == package.bandwidth and state.switches.modify_same == "error":
        raise ApiError("NetworkPackageBandwidthNotChanged", "The bandwidth of the network package does not change.")
    order = _new_order(state, "modify", region_id, (package_id,), change_price(package, bandwidth, state))
    order = replace(order, bandwidth=bandwidth, bandwidth_before=package.bandwidth)
    order = orders.place(state, order, _auto_pay(params))
    return Result(orders.order_id_field(state, order), effect=True)


def renew_network_packages(state: State, params: Params) -> Result:
    """RenewNetworkPackages."""
    region_id = state.region(params)
    package_ids = params.values_of("NetworkPackageId", required=True)
    period, unit = read_term(params, default_unit="Month")
    amount = Decimal(0)
    for package_id in package_ids:
        package = state.find_package(region_id, package_id)
        if package.pay_type != "PrePaid":
            raise ApiError("InvalidChargeType.Unsupported", "Only subscriptions can be renewed.")
        check_modifiable(package)
        amount += prepaid_price(package.bandwidth, period, unit)[1]
    order = _new_order(state, "renew", region_id, tuple(package_ids), amount)
    order = replace(order, period=period, period_unit=unit, auto_renew=params.boolean("AutoRenew"))
    order = orders.place(state, order, _auto_pay(params))
    return Result(orders.order_id_field(state, order), effect=True)


def check_site_available(state: State, region_id: str, office_site_id: str) -> None:
    """Reject an office network that does not exist or that has a network package."""
    site = state.sites.get(office_site_id)
    if site is None or site.region_id != region_id:
        raise ApiError("InvalidOfficeSiteId.NotFound", f"The specified OfficeSiteId {office_site_id} does not exist.")
    if state.package_of(office_site_id) is not None and state.switches.second_package == "error":
        raise ApiError("InvalidOfficeSiteId.NetworkPackageExists", "The office network already has a network package.")


def check_modifiable(package: Package) -> None:
    """Reject a change of a network package that is not in use."""
    if package.network_package_status != "InUse":
        raise ApiError(
            "IncorrectNetworkPackageStatus.ModificationNotSupport",
            "The current status of the network package does not support modification.",
        )


def _requested_package(state: State, params: Params) -> Package:
    region_id = state.region(params)
    bandwidth = params.integer("Bandwidth", *SCHEMA_BANDWIDTH)
    pay_type = params.optional("PayType", PAY_TYPES) or "PostPaid"
    prepaid = pay_type == "PrePaid"
    default = "PayByBandwidth" if prepaid else "PayByTraffic"
    charge_type = params.optional("InternetChargeType", CHARGE_TYPES) or default
    if prepaid and charge_type == "PayByTraffic":
        raise invalid("InternetChargeType")
    _check_range(bandwidth, pay_type, charge_type)
    period, unit = read_term(params, default_unit=None) if prepaid else (1, "Month")
    return Package(
        network_package_id=state.ids.package_id(),
        region_id=region_id,
        sequence=state.next_sequence(),
        create_time=state.now(),
        expired_time=END_OF_POSTPAID,
        office_site_id=params.optional("OfficeSiteId"),
        bandwidth=bandwidth,
        pay_type=pay_type,
        internet_charge_type=charge_type,
        tags={key: value or "" for key, value in params.tags().items()},
        auto_renew=bool(params.boolean("AutoRenew", default=False)),
        period=period,
        period_unit=unit,
        absent_polls=state.switches.create_absent_polls,
    )


def _check_range(bandwidth: int, pay_type: str, charge_type: str) -> None:
    maximum = 200 if (pay_type, charge_type) == ("PostPaid", "PayByTraffic") else 1000
    if not 2 <= bandwidth <= maximum:
        raise invalid("Bandwidth")


def _auto_pay(params: Params) -> bool:
    return params.boolean("AutoPay", default=True) is not False


def _new_order(state: State, kind: str, region_id: str, package_ids: tuple[str, ...], amount: Decimal) -> Order:
    return Order(state.ids.order_id(), kind, region_id, state.now(), package_ids, amount=amount)
