# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The signals that stop a task.

After SIGINT, SIGTERM or SIGHUP, or when the controller is gone, there is no new write, but a report of what was done.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .controller import controller_watch
from .timing import Timing

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a sleeping thread takes to notice a signal, in seconds.
NOTICE = 0.1
MAX_SETTLING_SLEEP = 1.0


class _Stop:
    """Whether a signal has come, or the controller is gone.

    A plain attribute: the locks inside an Event may be held by the very code that the signal interrupts.
    """

    requested = False

    def __init__(self, gone: Callable[[], bool]) -> None:
        self._gone = gone

    def handle(self, number: int, frame: Any) -> None:
        self.requested = True

    def stopping(self) -> bool:
        if not self.requested and self._gone():
            self.requested = True
        return self.requested

    def sleep(self, seconds: float) -> None:
        """Sleep until the signal comes, and after it at most a second.

        What settles after the signal still needs its pauses; but the signal may also have come between the caller's
        last check and this call, and then nobody should sleep on.
        """
        settling = self.stopping()
        end = time.monotonic() + (min(seconds, MAX_SETTLING_SLEEP) if settling else seconds)
        while settling or not self.stopping():
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, NOTICE))


@contextmanager
def stopped_by_signals() -> Iterator[Timing]:
    """Yield a Timing that knows of signals and of the controller's end, which wake whoever sleeps.

    No signal ends the process.
    """
    stop = _Stop(controller_watch())
    before = {number: signal.signal(number, stop.handle) for number in SIGNALS}
    try:
        yield Timing(sleep=stop.sleep, stopping=stop.stopping)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
