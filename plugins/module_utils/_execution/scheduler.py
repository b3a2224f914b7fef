# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Respond to the requests of many plans at once: writes on threads, one poll for all that wait.

The loop is the same for one plan and for ten thousand. Polls are shared, so they grow with the number of ids divided
by a hundred, not with the number of plans.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from .._client.ecd import MAX_IDS, Ecd
from .._client.region import Session
from .._errors import EcdError, Interrupted, UnexpectedError
from .._model.limits import WaitLimits
from .._model.package import Package
from .._planning.conditions import Condition, Snapshot
from .._planning.plan import Plan
from .._planning.steps import Receipt
from .apply import Pause, Poll, Polled, Send, carry_out
from .results import Outcome, begun
from .writes import write

Response = Callable[[], Any]


@dataclass(eq=False)
class _Job:
    """One plan under way: its generator, and what it waits for until when."""

    outcome: Outcome
    ecd: Ecd
    work: Generator[Any, Any, None]
    request: Any = None
    deadline: float = 0.0


def apply(session: Session, plans: Iterable[Plan], limits: WaitLimits, concurrency: int = 1) -> list[Outcome]:
    """Carry out ``plans``, writing on ``concurrency`` threads, and return what became of each, in order.

    Errors are in the outcomes, not raised.
    """
    outcomes = [begun(plan) for plan in plans]
    jobs = [
        _Job(outcome, session.regions[outcome.plan.desired.region_id], carry_out(outcome, limits))
        for outcome in outcomes
        if outcome.plan.steps
    ]
    if concurrency == 1 or len(jobs) < 2:
        _Loop(session, limits, None).run(jobs)
        return outcomes
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(concurrency, len(jobs))) as pool:
        _Loop(session, limits, pool).run(jobs)
    return outcomes


class _Loop:
    def __init__(self, session: Session, limits: WaitLimits, pool: Any) -> None:
        self._limits = limits
        self._timing = session.timing
        self._pool = pool
        self._ready: deque[tuple[_Job, Response]] = deque()
        self._writing: dict[Any, _Job] = {}
        self._waiting: dict[_Job, None] = {}
        # While others still write, the first to wait waits for them, so that one poll serves all.
        self._next_poll = 0.0 if pool is None else self._timing.monotonic() + limits.pause
        # Whether a job waits for which nobody has polled yet.
        self._unpolled = False
        self._written: SimpleQueue[Any] = SimpleQueue()

    def run(self, jobs: Iterable[_Job]) -> None:
        self._ready.extend((job, lambda: None) for job in jobs)
        while self._ready or self._writing or self._waiting:
            while self._ready:
                self._resume(*self._ready.popleft())
            if self._writing:
                self._collect()
            elif self._waiting:
                if self._unpolled:
                    self._next_poll = 0.0
                self._sleep_until_due()
            if self._waiting:
                self._poll()

    def _resume(self, job: _Job, response: Response) -> None:
        """Give a job the response to its request and take its next request."""
        try:
            try:
                value = response()
            except EcdError as error:
                job.request = job.work.throw(error)
            else:
                job.request = job.work.send(value)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - a defect in one item must not lose what the others did
            job.outcome.error = error if isinstance(error, EcdError) else UnexpectedError(error)
            return
        self._take(job)

    def _take(self, job: _Job) -> None:
        request = job.request
        if isinstance(request, Send):
            if self._pool is None:
                self._ready.append((job, lambda: self._write(job.ecd, request)))
            else:
                future = self._pool.submit(self._write, job.ecd, request)
                self._writing[future] = job
                future.add_done_callback(self._written.put)
            return
        seconds = request.seconds if isinstance(request, Pause) else request.timeout
        job.deadline = self._timing.monotonic() + seconds
        self._unpolled |= isinstance(request, Poll)
        self._waiting[job] = None

    def _write(self, ecd: Ecd, request: Send) -> Receipt:
        if self._timing.stopping():
            raise Interrupted(f"the task was asked to stop before {request.step.action} was sent")
        return write(ecd, request.step)

    def _collect(self) -> None:
        """Wait for one of the writes under way."""
        future = self._written.get()
        self._ready.append((self._writing.pop(future), future.result))

    def _sleep_until_due(self) -> None:
        wakes = [job.deadline for job in self._waiting]
        if any(isinstance(job.request, Poll) for job in self._waiting):
            wakes.append(self._next_poll)
        pause = min(wakes) - self._timing.monotonic()
        if pause > 0:
            self._timing.sleep(pause)

    def _poll(self) -> None:
        """Poll once for all that wait, and give those their response whose wait is over."""
        if self._timing.stopping():
            self._release([job for job in self._waiting if not _settles(job)], lambda job: _stopped)
        now = self._timing.monotonic()
        polling = [job for job in self._waiting if isinstance(job.request, Poll)]
        if now < self._next_poll and not any(now >= job.deadline for job in polling):
            polling = []
        for ecd in {job.ecd: None for job in polling}:
            self._poll_region(ecd, [job for job in polling if job.ecd is ecd])
        now = self._timing.monotonic()
        if polling:
            self._next_poll = now + self._limits.pause
            self._unpolled = False
        paused = [job for job in self._waiting if isinstance(job.request, Pause) and now >= job.deadline]
        self._release(paused, lambda job: lambda: None)

    def _poll_region(self, ecd: Ecd, polling: Sequence[_Job]) -> None:
        try:
            snapshot = self._read(ecd, [job.request.condition for job in polling])
        except EcdError as error:
            failure = error
            self._release(polling, lambda job: lambda: _raise(failure))
            return
        now = self._timing.monotonic()
        over = [job for job in polling if now >= job.deadline or job.request.condition.met(snapshot)]
        self._release(over, lambda job: lambda: _polled(job.request.condition, snapshot))

    def _read(self, ecd: Ecd, conditions: Sequence[Condition]) -> Snapshot:
        """Read what any of ``conditions`` needs, each page once."""
        listed = any(condition.ids is None for condition in conditions)
        ids = sorted({key for condition in conditions for key in condition.ids or ()})
        sites = sorted({key for condition in conditions for key in condition.sites})
        packages = self._packages(ecd, None if listed else ids)
        found = [site for page in ecd.office_sites(sites) for site in page]
        return Snapshot(
            {str(package.network_package_id): package for package in packages},
            {site.office_site_id: site for site in found},
        )

    def _packages(self, ecd: Ecd, ids: list[str] | None) -> list[Package]:
        """Read the region, or ``ids`` in hundreds, side by side when the threads have nothing to write."""
        if ids is None or self._pool is None or self._writing:
            return [package for page in ecd.packages(ids) for package in page]
        chunks = [ids[start : start + MAX_IDS] for start in range(0, len(ids), MAX_IDS)]
        read = self._pool.map(lambda chunk: [package for page in ecd.packages(chunk) for package in page], chunks)
        return [package for packages in read for package in packages]

    def _release(self, jobs: Iterable[_Job], response: Callable[[_Job], Response]) -> None:
        for job in jobs:
            del self._waiting[job]
            self._ready.append((job, response(job)))


def _settles(job: _Job) -> bool:
    return isinstance(job.request, Poll) and job.request.settles


def _polled(condition: Condition, snapshot: Snapshot) -> Polled:
    ids, packages = condition.ids, snapshot.packages
    shown = packages if ids is None else {key: packages[key] for key in ids if key in packages}
    return Polled(Snapshot(shown, snapshot.sites), condition.met(snapshot))


def _stopped() -> None:
    raise Interrupted("the task was asked to stop while it waited")


def _raise(error: EcdError) -> None:
    raise error
