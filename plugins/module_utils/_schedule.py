# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answer the requests of many generators at once: writes on threads, one poll for every look.

One plan or ten thousand, the loop is the same. Polls are shared, so they grow with the number of ids divided
by a hundred, not with the number of plans.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from ._api import IDS_MOST, Ecd
from ._apply import Look, Outcome, Pause, Send, Sight, Waits, begun, carry_out
from ._arguments import Region
from ._errors import EcdError, Interrupted, Unexpected
from ._model import Package
from ._plan import Plan
from ._steps import Receipt
from ._transport import Timing
from ._watch import Seen, Watch
from ._writes import write

Answer = Callable[[], Any]


@dataclass(eq=False)
class _Track:
    """One plan under way: its generator, and what it waits for until when."""

    outcome: Outcome
    work: Generator[Any, Any, None]
    request: Any = None
    deadline: float = 0.0


def apply(region: Region, plans: Iterable[Plan], waits: Waits, concurrency: int = 1) -> list[Outcome]:
    """Carry ``plans`` out, writing on ``concurrency`` threads, and return what became of each, in order.

    Errors are in the outcomes, not raised.
    """
    outcomes = [begun(plan) for plan in plans]
    tracks = [_Track(outcome, carry_out(outcome, waits)) for outcome in outcomes if outcome.plan.steps]
    if concurrency == 1 or len(tracks) < 2:
        _Loop(region.api, waits, region.timing, None).run(tracks)
        return outcomes
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(concurrency, len(tracks))) as pool:
        _Loop(region.api, waits, region.timing, pool).run(tracks)
    return outcomes


class _Loop:
    def __init__(self, api: Ecd, waits: Waits, timing: Timing, pool: Any) -> None:
        self._api = api
        self._waits = waits
        self._timing = timing
        self._pool = pool
        self._ready: deque[tuple[_Track, Answer]] = deque()
        self._writing: dict[Any, _Track] = {}
        self._looking: dict[_Track, None] = {}
        # While others still write, who is served first waits for them, so that one look serves all.
        self._next_poll = 0.0 if pool is None else timing.monotonic() + waits.pause
        # Whether anybody waits for whom nobody has looked yet.
        self._unseen = False
        self._written: SimpleQueue[Any] = SimpleQueue()

    def run(self, tracks: Iterable[_Track]) -> None:
        self._ready.extend((track, lambda: None) for track in tracks)
        while self._ready or self._writing or self._looking:
            while self._ready:
                self._resume(*self._ready.popleft())
            if self._writing:
                self._collect()
            elif self._looking:
                if self._unseen:
                    self._next_poll = 0.0
                self._sleep_until_due()
            if self._looking:
                self._poll()

    def _resume(self, track: _Track, answer: Answer) -> None:
        """Give a generator what it asked for and take its next request."""
        try:
            try:
                value = answer()
            except EcdError as error:
                track.request = track.work.throw(error)
            else:
                track.request = track.work.send(value)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - a defect in one item must not lose what the others did
            track.outcome.error = error if isinstance(error, EcdError) else Unexpected(error)
            return
        self._take(track)

    def _take(self, track: _Track) -> None:
        request = track.request
        if isinstance(request, Send):
            if self._pool is None:
                self._ready.append((track, lambda: self._write(request)))
            else:
                future = self._pool.submit(self._write, request)
                self._writing[future] = track
                future.add_done_callback(self._written.put)
            return
        seconds = request.seconds if isinstance(request, Pause) else request.timeout
        track.deadline = self._timing.monotonic() + seconds
        self._unseen |= isinstance(request, Look)
        self._looking[track] = None

    def _write(self, request: Send) -> Receipt:
        if self._timing.stopping():
            raise Interrupted(f"the task was asked to stop before {request.step.action} was sent")
        return write(self._api, request.step)

    def _collect(self) -> None:
        """Wait for one of the writes under way."""
        future = self._written.get()
        self._ready.append((self._writing.pop(future), future.result))

    def _sleep_until_due(self) -> None:
        wakes = [track.deadline for track in self._looking]
        if any(isinstance(track.request, Look) for track in self._looking):
            wakes.append(self._next_poll)
        pause = min(wakes) - self._timing.monotonic()
        if pause > 0:
            self._timing.sleep(pause)

    def _poll(self) -> None:
        """Look once for all who look, and give those their answer whose wait is over."""
        stopping = self._timing.stopping()
        if stopping:
            self._release([track for track in self._looking if not _settles(track)], lambda track: _stopped)
        now = self._timing.monotonic()
        looks = [track for track in self._looking if isinstance(track.request, Look)]
        if now < self._next_poll and not any(now >= track.deadline for track in looks):
            looks = []
        try:
            seen = self._see([track.request.watch for track in looks])
        except EcdError as error:
            failure = error
            self._release(looks, lambda track: lambda: _raise(failure))
            return
        now = self._timing.monotonic()
        if looks:
            self._next_poll = now + self._waits.pause
            self._unseen = False
        over = [track for track in looks if now >= track.deadline or track.request.watch.done(seen)]
        over += [track for track in self._looking if isinstance(track.request, Pause) and now >= track.deadline]
        self._release(over, lambda track: lambda: _sight(track.request, seen))

    def _see(self, watches: Sequence[Watch]) -> Seen:
        """Look at what any of ``watches`` wants to see, each page once."""
        listed = any(watch.ids is None for watch in watches)
        ids = sorted({key for watch in watches for key in watch.ids or ()})
        sites = sorted({key for watch in watches for key in watch.sites})
        packages = self._packages(None if listed else ids)
        found = [site for page in self._api.office_sites(sites) for site in page]
        return Seen(
            {str(package.network_package_id): package for package in packages},
            {site.office_site_id: site for site in found},
        )

    def _packages(self, ids: list[str] | None) -> list[Package]:
        """Read the region, or ``ids`` in hundreds, side by side when the threads have nothing to write."""
        if ids is None or self._pool is None or self._writing:
            return [package for page in self._api.pages(ids) for package in page]
        chunks = [ids[start : start + IDS_MOST] for start in range(0, len(ids), IDS_MOST)]
        read = self._pool.map(lambda chunk: [package for page in self._api.pages(chunk) for package in page], chunks)
        return [package for packages in read for package in packages]

    def _release(self, tracks: list[_Track], answer: Callable[[_Track], Answer]) -> None:
        for track in tracks:
            del self._looking[track]
            self._ready.append((track, answer(track)))


def _settles(track: _Track) -> bool:
    return isinstance(track.request, Look) and track.request.settles


def _sight(request: Any, seen: Seen) -> Sight | None:
    if isinstance(request, Pause):
        return None
    ids = request.watch.ids
    packages = seen.packages if ids is None else {key: seen.packages[key] for key in ids if key in seen.packages}
    return Sight(Seen(packages, seen.sites), request.watch.done(seen))


def _stopped() -> None:
    raise Interrupted("the task was asked to stop while it waited")


def _raise(error: EcdError) -> None:
    raise error
