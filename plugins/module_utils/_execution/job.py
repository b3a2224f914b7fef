# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One plan under way in the scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any

from .. import _errors as errors
from .._model.package import Package
from .._planning import conditions, orders
from . import requests, results
from .account import Mapper
from .reader import RegionReader

Response = Callable[[], Any]


@dataclass(eq=False)
class Job:
    """One plan under way: its generator, and what it waits for until when."""

    outcome: results.Outcome
    reader: RegionReader
    work: requests.Work
    request: Any = None
    deadline: float = 0.0
    error: errors.EcdError | None = None


def ask_billing(jobs: Iterable[Job], mapper: Mapper) -> None:
    """Ask billing, once for all regions, for what jobs poll for, and for what they look at and was not asked lately."""
    for account in {job.reader.account for job in jobs}:
        account.ask({key for job in jobs for key in _asked(job)}, mapper)


def _asked(job: Job) -> Iterable[str]:
    request = job.request
    if isinstance(request, requests.Poll):
        return request.condition.renewals
    return job.reader.account.stale(request.need.renewals, request.need.since)


def settles(job: Job) -> bool:
    return isinstance(job.request, requests.Poll) and job.request.settles


def stop_now() -> None:
    raise errors.Interrupted("the task was asked to stop before its next step")


def stop_waiting() -> None:
    raise errors.Interrupted("the task was asked to stop while it waited")


def unread(job: Job) -> Response:
    """Return the response to a poll whose time is over, and whose last read failed."""
    return lambda: requests.Polled(conditions.Snapshot(), False, job.error)


def end_sent(job: Job, response: Response, error: errors.EcdError) -> None:
    """End a job whose write was sent: report what it did, and the error that ends it."""
    try:
        receipt: orders.Receipt = response()
    except Exception as failure:  # noqa: BLE001 - reported, whatever it is
        job.outcome.error = failure if isinstance(failure, errors.EcdError) else errors.UnexpectedError(failure)
        return
    job.outcome.actions.append(job.request.step.action)
    job.outcome.order_ids += filter(None, [receipt.order_id])
    if receipt.network_package_id:
        job.outcome.package = Package(receipt.network_package_id, region_id=job.reader.ecd.region_id)
    job.outcome.error = error


def done(call: Callable[[], Any]) -> Response:
    """Carry out ``call`` now, and return the response with its value, or that raises its error."""
    try:
        value = call()
    except errors.EcdError as error:
        return fail(error)
    return lambda: value


def fail(error: errors.EcdError) -> Response:
    """Return the response that raises ``error``."""

    def response() -> None:
        raise error

    return response


def start_all(pool: Any, threads: int) -> bool:
    """Start all threads before anything is written; return False when the system allows no more of them.

    A write whose thread does not start would be sent by another one, and nobody would wait for it.
    """
    gate = Event()
    try:
        for _thread in range(threads):
            pool.submit(gate.wait)
    except RuntimeError:
        return False
    finally:
        gate.set()
    return True
