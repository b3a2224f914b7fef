# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find out what became of a write whose response was lost or unclear, by polling and never by a retry."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from .. import _errors as errors
from .._planning import orders, steps
from . import requests
from .run import Run


def settle(
    run: Run, step: steps.Write, cause: errors.UnclearError, known: frozenset[str]
) -> Generator[requests.Request, Any, orders.Receipt]:
    """Find out by polling, never by a retry, whether an unclear write took effect."""
    named = orders.Receipt(cause.network_package_id, cause.order_id, known)
    if named.network_package_id in known:
        named = replace(named, network_package_id=None)
    if named.order_id and named.order_id not in run.outcome.order_ids:
        run.outcome.order_ids.append(named.order_id)
    if isinstance(step, orders.Order) and not step.pays:
        run.outcome.warnings.append(f"{step.action}: an unpaid order may exist; look for it on the Orders page")
        raise errors.OutcomeUnknown(_unknown_order(step, cause), cause)
    condition = step.took_effect(named)
    try:
        polled: requests.Polled = yield requests.Poll(condition, run.limits.settle_timeout, settles=True)
    except errors.CallError as error:
        raise errors.OutcomeUnknown(_unknown(step, cause, f"polling for its effect failed: {error}"), cause) from None
    if polled.met and isinstance(step, (steps.Delete, steps.Dissociate)):
        # What one read misses, or shows without an office network, may be there all the same.
        polled = yield requests.Poll(condition, run.limits.settle_timeout, settles=True)
    if not polled.met:
        looked = (
            f"{run.limits.settle_timeout:g} seconds of polling (settle_timeout) did not show {condition.description}"
        )
        raise errors.OutcomeUnknown(_unknown(step, cause, looked), cause)
    found = steps.subject(step, named, polled.snapshot)
    receipt = replace(named, network_package_id=found.network_package_id if found else None)
    run.note_done(step, receipt)
    if found:
        run.outcome.package = found
    run.outcome.notes.append(f"the response to {step.action} was lost; its effect was found by polling")
    run.outcome.warnings.append(f"the response to {step.action} was lost; its effect was found by polling")
    return receipt


def _unknown(step: steps.Write, cause: errors.UnclearError, looked: str) -> str:
    return (
        f"the outcome of {step.action} is unknown: {cause}; {looked}. It was not retried. Check the package and the "
        "Orders page of the console first; running this task again looks for the package before it buys or changes "
        "anything"
    )


def _unknown_order(step: orders.Order, cause: errors.UnclearError) -> str:
    return (
        f"the outcome of {step.action} is unknown: {cause}. It was not retried. The order waits for payment and does "
        "not show in the API, so that running this task again would order once more: look for it on the Orders page of "
        "the console first, and give its number as pending_order_id"
    )
