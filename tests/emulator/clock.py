# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's clocks: one that moves only on request, and one that follows the system clock."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone

START = datetime(2026, 1, 15, 8, 0, 0, tzinfo=timezone.utc)


class Clock:
    """A virtual clock: sleep() returns at once and moves the clock forward."""

    def __init__(self, start: datetime = START) -> None:
        if start.tzinfo is None:
            raise ValueError("start must be an aware datetime")
        self._now = start.astimezone(timezone.utc)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        with self._lock:
            return self._now

    def signing_now(self) -> datetime:
        """Return the time to compare the dates of signatures with."""
        return self.now()

    def time(self) -> float:
        """Return seconds since the epoch, like time.time."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        if seconds < 0:
            raise ValueError("the clock cannot go backwards")
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """Replace time.sleep."""
        self.advance(seconds)


class RealClock(Clock):
    """System time plus an offset that can be advanced."""

    def __init__(self, offset: float = 0.0) -> None:
        super().__init__()
        self._offset = timedelta(seconds=offset)

    def now(self) -> datetime:
        with self._lock:
            return datetime.now(timezone.utc) + self._offset

    def signing_now(self) -> datetime:
        # Clients do not know the offset: they sign with the system time.
        return datetime.now(timezone.utc)

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("the clock cannot go backwards")
        with self._lock:
            self._offset += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
