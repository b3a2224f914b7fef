# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clocks and sleep, and the end of what may take so long."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple


class Timing(NamedTuple):
    """The clocks and the sleep that everything uses, and whether the task was asked to stop."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    stopping: Callable[[], bool] = lambda: False


class Deadline:
    """The end of what may take ``seconds``, and no more than ``after_stop`` seconds once a stop was noticed."""

    def __init__(self, timing: Timing, seconds: float, after_stop: float) -> None:
        self._timing = timing
        self._end = timing.monotonic() + seconds
        self._after_stop = after_stop
        self._stop_end: float | None = None

    def left(self) -> float:
        """Return the seconds until the end, whether the task was asked to stop or not."""
        return self._end - self._timing.monotonic()

    def over(self) -> bool:
        """Tell whether the end has come. The time after a stop begins with the first call that notices it."""
        now = self._timing.monotonic()
        if self._stop_end is None and self._timing.stopping():
            self._stop_end = now + self._after_stop
        return now >= self._end or (self._stop_end is not None and now >= self._stop_end)
