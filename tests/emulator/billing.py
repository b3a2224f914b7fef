# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GetOrderDetail of the billing API, which has its own response format and its own hosts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .errors import ApiError
from .model import Order, Request, Result, write_time
from .params import Params
from .prices import CURRENCY
from .products import PRODUCT_CODE, PRODUCT_TYPE
from .state import State

HOSTS = {"business.aliyuncs.com": "china", "business.ap-southeast-1.aliyuncs.com": "international"}


def get_order_detail(state: State, params: Params) -> Result:
    """GetOrderDetail."""
    order = state.orders.get(params.required("OrderId"))
    if order is None:
        raise ApiError("InvalidParameter", "The specified order does not exist.")
    rows = [_order_data(state, order, package_id) for package_id in order.package_ids]
    data = {"HostName": "", "PageNum": 1, "PageSize": 20, "TotalCount": len(rows), "OrderList": {"Order": rows}}
    return Result({"Code": "Success", "Message": "Successful!", "Success": True, "Data": data})


def check_site(request: Request, account_site: str) -> None:
    """Reject a call to the billing host of the other site."""
    site = request.site or HOSTS.get(request.host.split(":")[0])
    if "any" not in (account_site, site or "any") and site != account_site:
        raise ApiError("NotApplicable", "This API is not applicable for the caller.")


def check_access(state: State, is_write: bool) -> None:
    """Reject a call that the caller has no permission for."""
    access = state.switches.billing_access
    if access == "none" or (access == "read" and is_write):
        raise ApiError("NotAuthorized", "This API is not authorized for caller.")


def failure(error: ApiError) -> Mapping[str, Any]:
    """Return an error in the format of the billing API."""
    return {"Code": error.code, "Message": error.message, "Success": False}


def _order_data(state: State, order: Order, package_id: str) -> dict[str, Any]:
    data = {
        "OrderId": order.order_id,
        "PaymentStatus": order.payment_status,
        "OrderType": order.order_type,
        "CreateTime": write_time(order.create_time),
        "Currency": CURRENCY,
        "PretaxAmount": str(order.amount),
        "Region": order.region_id,
        "Quantity": "1",
        "ProductCode": PRODUCT_CODE,
        "ProductType": PRODUCT_TYPE,
        **_instance_ids(state, order, package_id),
    }
    if order.payment_time is not None:
        data["PaymentTime"] = write_time(order.payment_time)
    return data


def _instance_ids(state: State, order: Order, package_id: str) -> Mapping[str, str]:
    """Return the field InstanceIDs: the package that the order made or changes."""
    form = state.switches.instance_ids
    if form == "absent":
        return {}
    # An unpaid purchase has made no package yet.
    is_named = order.kind != "create" or order.payment_status == "Paid" or state.switches.unpaid_order_names_package
    if form == "plain":
        return {"InstanceIDs": package_id if is_named else ""}
    return {"InstanceIDs": json.dumps([package_id] if is_named else [])}
