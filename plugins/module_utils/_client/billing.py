# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The billing API (BSS OpenAPI 2017-12-14): whether an order is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._errors import RefusedError
from .._model.package import CANCELLED, PAID, UNPAID
from .responses import Failure, api_failure
from .transport import READ, Client, Service

BSS_VERSION = "2017-12-14"
# An account belongs to one site, and the other site's host responds NotApplicable.
SITE_HOSTS = ("https://business.aliyuncs.com", "https://business.ap-southeast-1.aliyuncs.com")
ACTION = "GetOrderDetail"


def payment_status(client: Client, urls: Sequence[str], order_id: str) -> str:
    """Return ``Unpaid``, ``Paid`` or ``Cancelled``.

    Raises CallError: no such order, no permission (``bssapi:GetOrderDetail``), or a response that describes no order.
    """
    for url in urls[:-1]:
        try:
            return _ask(client, url, order_id)
        except RefusedError as error:
            if error.code != "NotApplicable":
                raise
    return _ask(client, urls[-1], order_id)


def _ask(client: Client, url: str, order_id: str) -> str:
    return client.call(
        ACTION,
        {"OrderId": order_id},
        kind=READ,
        parse=lambda document: _status(document, order_id),
        service=Service(url, BSS_VERSION),
    )


def _status(document: Mapping[str, Any], order_id: str) -> str:
    request_id = str(document.get("RequestId") or "") or None
    if document.get("Success") is False and isinstance(document.get("Code"), str) and document["Code"]:
        # Billing may report a failure with HTTP 200.
        raise api_failure(ACTION, 400, {}, document)
    if document.get("Success") is not True:
        raise ValueError("no Success")
    data = document.get("Data")
    listed = data.get("OrderList") if isinstance(data, dict) else None
    orders = listed.get("Order") if isinstance(listed, dict) else None
    if not isinstance(orders, list) or not all(isinstance(order, dict) for order in orders):
        raise ValueError("no list Data.OrderList.Order")
    states = {str(order.get("PaymentStatus")) for order in orders if str(order.get("OrderId")) == order_id}
    if not states:
        message = f"{ACTION} failed: pending_order_id: there is no order {order_id} (request id {request_id})"
        raise Failure(RefusedError(message, action=ACTION, request_id=request_id), retries=0)
    if len(states) > 1 or not states <= {UNPAID, PAID, CANCELLED}:
        raise ValueError(f"PaymentStatus of order {order_id} is {', '.join(sorted(states))}")
    return states.pop()
