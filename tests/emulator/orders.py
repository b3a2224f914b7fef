# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders: placing, paying, and cancelling them, and the effects of a paid order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .errors import ApiError
from .lifecycle import renewed, start_creating, with_bandwidth
from .model import Order
from .state import State


def place(state: State, order: Order, auto_pay: bool) -> Order:
    """Store an order, and pay it if it is to be paid immediately."""
    _check_no_unpaid(state, order)
    if auto_pay and state.switches.short_of_money:
        if state.switches.balance_short == "error":
            raise ApiError("PAY.INSUFFICIENT_BALANCE", "Your account does not have enough balance.")
        auto_pay = False
    state.orders[order.order_id] = order
    if auto_pay:
        return pay(state, order.order_id)
    if order.package is not None and state.switches.unpaid_create == "listed":
        state.save_package(replace(order.package, network_package_status="Creating", status_until=None))
    return order


def pay(state: State, order_id: str) -> Order:
    """Pay an unpaid order."""
    order = _unpaid(state, order_id)
    _check_deliverable(state, order)
    paid = replace(order, payment_status="Paid", payment_time=state.now())
    state.orders[order_id] = paid
    _fulfil(state, paid)
    return paid


def cancel(state: State, order_id: str) -> Order:
    """Cancel an unpaid order."""
    order = _unpaid(state, order_id)
    state.orders[order_id] = cancelled = replace(order, payment_status="Cancelled")
    if order.package is not None:
        state.packages.pop(order.package.network_package_id, None)
    return cancelled


def order_id_field(state: State, order: Order) -> Mapping[str, Any]:
    """Return the OrderId field of a response."""
    kind = state.switches.order_id
    if kind == "absent":
        return {}
    return {"OrderId": int(order.order_id) if kind == "number" else order.order_id}


def _unpaid(state: State, order_id: str) -> Order:
    order = state.orders.get(order_id)
    if order is None:
        raise ValueError(f"order {order_id} does not exist")
    if order.payment_status != "Unpaid":
        raise ValueError(f"order {order_id} is {order.payment_status}, not Unpaid")
    return order


def _check_deliverable(state: State, order: Order) -> None:
    """Refuse to pay for a second package of an office network."""
    site = order.package.office_site_id if order.package is not None else None
    other = state.package_of(site) if site is not None else None
    if other is None or other.network_package_id in order.package_ids or state.switches.second_package == "accepted":
        return
    raise ValueError(f"office network {site} has network package {other.network_package_id} already")


def _check_no_unpaid(state: State, order: Order) -> None:
    if state.switches.unpaid_order == "ignored":
        return
    for other in state.orders.values():
        if other.payment_status == "Unpaid" and _same_target(order, other):
            raise ApiError("Order.Unpaid", "There are unpaid orders. Pay or cancel them first.", 403)


def _same_target(one: Order, other: Order) -> bool:
    if set(one.package_ids) & set(other.package_ids):
        return True
    if one.package is None or other.package is None or one.package.office_site_id is None:
        return False
    return one.package.office_site_id == other.package.office_site_id


def _fulfil(state: State, order: Order) -> None:
    now = state.now()
    if order.kind == "create" and order.package is not None:
        state.save_package(start_creating(order.package, now, state.creating_seconds))
        site = state.sites.get(order.package.office_site_id or "")
        if site is not None:
            # A purchase enables Internet access for the whole office network.
            state.save_site(replace(site, enable_internet_access=True))
        return
    for package_id in order.package_ids:
        package = state.packages.get(package_id)
        if package is None:
            continue
        if order.kind == "modify":
            package = with_bandwidth(package, order.bandwidth, state.switches.prepaid_downgrade == "reserved")
        else:
            package = renewed(package, now, order.period, order.period_unit)
            if order.auto_renew is not None:
                package = replace(
                    package,
                    auto_renew=order.auto_renew,
                    renew_status="",
                    period=order.period,
                    period_unit=order.period_unit,
                )
        state.save_package(package)
