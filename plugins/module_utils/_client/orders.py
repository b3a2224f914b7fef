# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What billing tells of an order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from .. import _errors as errors
from .._model import dates
from .._model.order import CANCELLED, PAID, UNPAID, OrderRecord
from . import responses
from .billing import Billing
from .transport import READ

ACTION = "GetOrderDetail"


def order_record(billing: Billing, order_id: str) -> OrderRecord:
    """Return an order.

    Raises CallError: no such order, no permission (``bssapi:GetOrderDetail``), or a response that describes no order.
    """
    return billing.call(ACTION, READ, {"OrderId": order_id}, partial(_record, order_id))


def _record(order_id: str, document: Mapping[str, Any]) -> OrderRecord:
    items = [order for order in _orders(document) if responses.named_order(order) == order_id]
    if not items:
        request_id = str(document.get("RequestId") or "") or None
        message = f"{ACTION} failed: pending_order_id: there is no order {order_id} (request id {request_id})"
        raise responses.Failure(errors.RefusedError(message, action=ACTION, request_id=request_id), retries=0)
    states = {str(item.get("PaymentStatus")) for item in items}
    if len(states) > 1 or not states <= {UNPAID, PAID, CANCELLED}:
        raise ValueError(f"PaymentStatus of order {order_id} is {', '.join(sorted(states))}")
    payment_time = _text(items, "PaymentTime")
    return OrderRecord(
        order_id=order_id,
        payment_status=states.pop(),
        order_type=_text(items, "OrderType"),
        instance_ids=tuple(dict.fromkeys(key for item in items for key in _instance_ids(item))),
        payment_time=payment_time,
        paid_at=_epoch(payment_time),
    )


def _orders(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    data = document.get("Data")
    listed = data.get("OrderList") if isinstance(data, dict) else None
    orders = listed.get("Order") if isinstance(listed, dict) else None
    if not isinstance(orders, list) or not all(isinstance(order, dict) for order in orders):
        raise ValueError("no list Data.OrderList.Order")
    return orders


def _text(items: Sequence[Mapping[str, Any]], name: str) -> str | None:
    return next((str(item[name]) for item in items if item.get(name)), None)


def _instance_ids(item: Mapping[str, Any]) -> list[str]:
    """Return the ids in ``InstanceIDs``, a text whose form is documented nowhere: with commas, or a JSON list."""
    text = item.get("InstanceIDs")
    if isinstance(text, list):
        text = ",".join(entry for entry in text if isinstance(entry, str))
    return re.findall(r"[A-Za-z0-9][A-Za-z0-9_-]*", text) if isinstance(text, str) else []


def _epoch(text: str | None) -> float | None:
    try:
        return dates.epoch(text)
    except ValueError:
        return None
