# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SIGINT and SIGTERM (AWX sends one to cancel a job): no new write, but a report of what was done."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ._arguments import Region, open_region
from ._transport import Timing

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# How long a sleeper takes to notice, in seconds.
NOTICE = 0.1
SETTLING = 1.0


class _Stop:
    """Whether a signal has come.

    A plain attribute: the locks inside an Event may be held by the very code that the signal interrupts.
    """

    asked = False

    def handle(self, number: int, frame: Any) -> None:
        self.asked = True

    def stopping(self) -> bool:
        return self.asked

    def sleep(self, seconds: float) -> None:
        """Sleep until the signal comes, and after it at most a second.

        What is settled after the signal still needs its pauses; but the signal may also have come after the caller
        last looked and before this, and then nobody should sleep on.
        """
        settling = self.asked
        end = time.monotonic() + (min(seconds, SETTLING) if settling else seconds)
        while settling or not self.asked:
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, NOTICE))


@contextmanager
def caught() -> Iterator[Timing]:
    """Yield a Timing that knows of signals; the first one wakes whoever sleeps, none ends the process."""
    stop = _Stop()
    before = {number: signal.signal(number, stop.handle) for number in SIGNALS}
    try:
        yield Timing(sleep=stop.sleep, stopping=stop.stopping)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def open_region_until_stopped(params: Mapping[str, Any]) -> Iterator[Region]:
    """Yield the region of a task that writes; raises what ``open_region`` raises."""
    with caught() as timing, open_region(params, timing=timing) as region:
        yield region
