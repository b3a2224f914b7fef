# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Respond to the requests of many plans at once: writes on threads, one poll or listing for all that need it.

The loop is the same for one plan and for ten thousand. A write is decided at the moment when a thread is free to send
it, on the newest view of its region. Polls are shared, so they grow with the number of ids divided by a hundred.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from queue import SimpleQueue
from typing import Any

from .. import _errors as errors
from .._client.region import Session
from .._model.limits import WaitLimits
from .._planning import orders
from .._planning.plan import Plan
from . import requests, results
from .account import Mapper
from .apply import carry_out
from .job import Job, Response, ask_billing, done, end_sent, fail, settles, start_all, stop_now, stop_waiting, unread
from .reader import RegionReader, merged
from .writes import write


def apply(
    session: Session,
    readers: Mapping[str, RegionReader],
    plans: Iterable[Plan],
    limits: WaitLimits,
    concurrency: int = 1,
    anew: bool = False,
) -> list[results.Outcome]:
    """Carry out ``plans``, writing on ``concurrency`` threads, and return what became of each, in order.

    ``anew``: nothing that was read before counts. Errors are in the outcomes, not raised.
    """
    outcomes = [results.begun(plan) for plan in plans]
    jobs = [
        Job(outcome, readers[outcome.plan.desired.region_id], carry_out(outcome, limits, anew))
        for outcome in outcomes
        if outcome.plan.steps
    ]
    threads = min(concurrency, len(jobs))
    if threads > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            if start_all(pool, threads):
                _Loop(session, limits, pool, threads).run(jobs)
                return outcomes
    _Loop(session, limits, None, 1).run(jobs)
    return outcomes


class _Loop:
    def __init__(self, session: Session, limits: WaitLimits, pool: Any, threads: int) -> None:
        self._limits = limits
        self._billing = session.billing
        self._timing = session.timing
        self._pool = pool
        self._threads = threads
        self._ready: deque[tuple[Job, Response]] = deque()
        self._looking: dict[Job, None] = {}
        self._writing: dict[Any, Job] = {}
        self._waiting: dict[Job, None] = {}
        # While others still write, the first to wait waits for them, so that one poll serves all.
        self._next_poll = 0.0 if pool is None else self._timing.monotonic() + limits.pause
        # Whether a job waits for which nobody has polled yet.
        self._unpolled = False
        self._written: SimpleQueue[Any] = SimpleQueue()

    def run(self, jobs: Sequence[Job]) -> None:
        """Run all jobs to their end. A defect in the loop itself ends the jobs, and loses no report."""
        self._ready.extend((job, lambda: None) for job in jobs)
        try:
            while self._ready or self._looking or self._writing or self._waiting:
                self._turn()
        except Exception as error:  # noqa: BLE001 - what was done must be reported whatever happens
            self._abandon(errors.UnexpectedError(error))

    def _turn(self) -> None:
        while self._ready:
            self._resume(*self._ready.popleft())
        if self._looking and len(self._writing) < self._threads:
            self._look()
            return
        if self._writing:
            self._collect()
        elif self._waiting:
            if self._unpolled:
                self._next_poll = 0.0
            self._sleep_until_due()
        if self._waiting:
            self._poll()

    def _abandon(self, error: errors.EcdError) -> None:
        """End all jobs. A write that is done or under way is waited for: what it did belongs into the report."""
        sent = [(job, future.result) for future, job in self._writing.items()]
        sent += [(job, response) for job, response in self._ready if isinstance(job.request, requests.Send)]
        for job, response in sent:
            end_sent(job, response, error)
        rest = (job for job, _response in self._ready if not isinstance(job.request, requests.Send))
        for job in (*self._looking, *self._waiting, *rest):
            job.outcome.error = error

    def _resume(self, job: Job, response: Response) -> None:
        """Give a job the response to its request and take its next request."""
        try:
            try:
                value = response()
            except errors.EcdError as error:
                job.request = job.work.throw(error)
            else:
                job.request = job.work.send(value)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - a defect in one item must not lose what the others did
            job.outcome.error = error if isinstance(error, errors.EcdError) else errors.UnexpectedError(error)
            return
        self._take(job)

    def _take(self, job: Job) -> None:
        request = job.request
        if isinstance(request, requests.Look):
            if request.anew:
                job.request = requests.Look(request.need._replace(since=job.reader.account.reads))
            self._looking[job] = None
        elif isinstance(request, requests.Send):
            self._send(job, request)
        else:
            seconds = request.seconds if isinstance(request, requests.Pause) else request.timeout
            job.deadline = self._timing.monotonic() + seconds
            job.error = None
            self._unpolled |= isinstance(request, requests.Poll)
            self._waiting[job] = None

    def _look(self) -> None:
        """Let the jobs decide that have a fresh view, as far as threads are free; read what the others need."""
        if self._timing.stopping():
            self._drop(self._looking, list(self._looking), lambda job: stop_now)
            return
        job = next((job for job in self._looking if job.reader.is_fresh(job.request.need)), None)
        if job is not None:
            need = job.request.need
            seen = requests.Seen(job.reader.view(need.confirmed), job.reader.not_after(need), need.since)
            del self._looking[job]
            self._resume(job, lambda: seen)
            return
        ask_billing(self._looking, self._mapper)
        for reader in {job.reader: None for job in self._looking}:
            self._read_for([job for job in self._looking if job.reader is reader], reader)

    def _read_for(self, jobs: Sequence[Job], reader: RegionReader) -> None:
        """Read once what all these jobs need."""
        try:
            reader.read(merged([job.request.need for job in jobs]), self._mapper)
        except errors.EcdError as error:
            failed = fail(error)
            self._drop(self._looking, jobs, lambda job: failed)

    @property
    def _mapper(self) -> Mapper:
        """How chunks of ids are read: side by side when the threads have nothing to write."""
        return map if self._pool is None or self._writing else self._pool.map

    def _send(self, job: Job, request: requests.Send) -> None:
        if self._pool is None:
            # Sent at once, so that what is ready is done: nothing is sent when a defect ends all jobs.
            self._ready.append((job, done(partial(self._write, job, request))))
            return
        future = self._pool.submit(self._write, job, request)
        self._writing[future] = job
        future.add_done_callback(self._written.put)

    def _write(self, job: Job, request: requests.Send) -> orders.Receipt:
        try:
            receipt = write(job.reader.ecd, self._billing, request.step, request.not_after)
            job.reader.own.add(receipt.network_package_id)
            return receipt
        except errors.EcdError:
            raise
        except Exception as error:
            # It may have been sent, so that its effect has to be looked for.
            action = request.step.action
            raise errors.UnclearError(
                f"{action} failed: unexpected {type(error).__name__}: {error}", action=action
            ) from error

    def _collect(self) -> None:
        """Wait for one of the writes under way."""
        future = self._written.get()
        self._ready.append((self._writing.pop(future), future.result))

    def _sleep_until_due(self) -> None:
        wakes = [job.deadline for job in self._waiting]
        if any(isinstance(job.request, requests.Poll) for job in self._waiting):
            wakes.append(self._next_poll)
        pause = min(wakes) - self._timing.monotonic()
        if pause > 0:
            self._timing.sleep(pause)

    def _poll(self) -> None:
        """Poll once for all that wait, and give those their response whose wait is over."""
        if self._timing.stopping():
            self._drop(self._waiting, [job for job in self._waiting if not settles(job)], lambda job: stop_waiting)
        now = self._timing.monotonic()
        polling = [job for job in self._waiting if isinstance(job.request, requests.Poll)]
        if now < self._next_poll and not any(now >= job.deadline for job in polling):
            polling = []
        ask_billing(polling, self._mapper)
        for reader in {job.reader: None for job in polling}:
            self._poll_region(reader, [job for job in polling if job.reader is reader])
        now = self._timing.monotonic()
        if polling:
            self._next_poll = now + self._limits.pause
            self._unpolled = False
        paused = [job for job in self._waiting if isinstance(job.request, requests.Pause) and now >= job.deadline]
        self._drop(self._waiting, paused, lambda job: lambda: None)

    def _poll_region(self, reader: RegionReader, polling: Sequence[Job]) -> None:
        try:
            reader.read_conditions([job.request.condition for job in polling], self._mapper)
        except errors.EcdError as error:
            # A failing read ends no wait before its time.
            for job in polling:
                job.error = error
            now = self._timing.monotonic()
            over = [job for job in polling if now >= job.deadline]
            self._drop(self._waiting, over, unread)
            return
        now = self._timing.monotonic()
        polled = [(job, reader.snapshot(job.request.condition)) for job in polling]
        for job, snapshot in polled:
            met = job.request.condition.met(snapshot)
            if met or now >= job.deadline:
                response = requests.Polled(snapshot, met)
                self._drop(self._waiting, [job], lambda job, response=response: lambda: response)  # type: ignore[misc]

    def _drop(self, queue: dict[Job, None], jobs: Iterable[Job], response: Callable[[Job], Response]) -> None:
        for job in list(jobs):
            del queue[job]
            self._ready.append((job, response(job)))
