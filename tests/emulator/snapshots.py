# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contents of the account as JSON, for tests that check the result of a run."""

from __future__ import annotations

from typing import Any

from .listings import package_data, site_data
from .model import Order, write_time
from .state import State


def snapshot(state: State) -> dict[str, Any]:
    """Return packages, office networks without their secrets, and orders."""
    packages = {package.office_site_id: package for package in state.packages.values()}
    return {
        "now": write_time(state.now()),
        "packages": [
            {**package_data(state, package), "RegionId": package.region_id} for package in state.packages.values()
        ],
        "sites": [
            {
                **site_data(state, site, packages.get(site.office_site_id), with_secrets=False),
                "RegionId": site.region_id,
            }
            for site in state.sites.values()
        ],
        "orders": [_order(order) for order in state.orders.values()],
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "OrderId": order.order_id,
        "Kind": order.kind,
        "OrderType": order.order_type,
        "RegionId": order.region_id,
        "PaymentStatus": order.payment_status,
        "Amount": str(order.amount),
        "CreateTime": write_time(order.create_time),
        "PaymentTime": write_time(order.payment_time) if order.payment_time else None,
        "NetworkPackageIds": list(order.package_ids),
    }
