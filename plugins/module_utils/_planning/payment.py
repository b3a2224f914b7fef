# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an order of an earlier run means for the order that is needed now."""

from __future__ import annotations

from dataclasses import replace

from .. import _errors as errors
from .._model.desired import Desired
from .._model.order import CANCELLED, UNPAID, OrderRecord
from . import orders, steps, wait_steps
from .observed import Observed

# An order that was paid longer ago has had its effect, or will have none.
RECENT = 3600.0


def gated(
    order: orders.Create | orders.Renew | orders.SetBandwidth, desired: Desired, observed: Observed
) -> steps.Step:
    """Return ``order``, or what the order of an earlier run has to be waited for instead.

    Raises FactNeeded for an order that was not read yet, and PlanningError for an unpaid order of another package.
    """
    if not desired.pending_order_id:
        return order
    order = replace(order, desired=replace(order.desired, pending_order_id=None))
    record = observed.order(desired.pending_order_id)
    if record.payment_status == UNPAID:
        _refuse_another_package(order, record, observed)
        return wait_steps.AwaitPayment(record.order_id)
    if record.payment_status != CANCELLED and is_effect_due(order, record, observed):
        return wait_steps.WaitEffect(order, record, observed.ids)
    return order


def is_effect_due(order: orders.Order, record: OrderRecord, observed: Observed) -> bool:
    """Tell whether a paid order is the one that ``order`` would place again: same kind, same package, paid lately."""
    if record.order_type is not None and record.order_type not in order.order_types:
        return False
    if record.paid_at is not None and observed.began - record.paid_at > RECENT:
        return False
    return _is_about(order, record, observed)


def _is_about(order: orders.Order, record: OrderRecord, observed: Observed) -> bool:
    if isinstance(order, orders.Create):
        # One that is being created may not show yet that it is the one.
        return not (observed.ids - observed.unplaced) & set(record.instance_ids)
    key = getattr(order, "network_package_id", None)
    return not record.instance_ids or key in record.instance_ids


def _refuse_another_package(order: orders.Order, record: OrderRecord, observed: Observed) -> None:
    if _is_about(order, record, observed):
        return
    raise errors.PlanningError(
        f"pending_order_id: the unpaid order {record.order_id} is for {', '.join(record.instance_ids)}, which is not "
        "the package of this task. Give the order of this package, or leave the option out"
    )


def order_note(record: OrderRecord, waited_for: bool) -> str:
    """Return what a reader should know about the order of an earlier run."""
    if record.payment_status == UNPAID:
        return f"order {record.order_id} waits for payment: pay it, or cancel it to have the next run order anew"
    if record.payment_status == CANCELLED:
        return f"order {record.order_id} was cancelled; ordered anew"
    if waited_for:
        return f"order {record.order_id} is paid; waiting for its effect"
    return (
        f"order {record.order_id} was paid at {record.payment_time or 'an unknown time'} for something else or long "
        f"ago ({record.order_type or 'unknown kind'}, {', '.join(record.instance_ids) or 'no package named'}); what is "
        "needed now is ordered"
    )
