# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's clocks: one that only moves when told to, one that follows the wall."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone

START = datetime(2026, 1, 15, 8, 0, 0, tzinfo=timezone.utc)


class Clock:
    """A virtual clock: sleeping on it takes no time and moves it forward."""

    def __init__(self, start: datetime = START) -> None:
        if start.tzinfo is None:
            raise ValueError("start must be an aware datetime")
        self._now = start.astimezone(timezone.utc)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        with self._lock:
            return self._now

    def signing_now(self) -> datetime:
        """The moment that dates of signatures are compared with."""
        return self.now()

    def time(self) -> float:
        """Seconds since the epoch, as time.time gives them."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Move forward."""
        if seconds < 0:
            raise ValueError("a clock does not go backwards")
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """Stand in for time.sleep."""
        self.advance(seconds)


class RealClock(Clock):
    """Wall time plus an offset that can be advanced."""

    def __init__(self, offset: float = 0.0) -> None:
        super().__init__()
        self._offset = timedelta(seconds=offset)

    def now(self) -> datetime:
        with self._lock:
            return datetime.now(timezone.utc) + self._offset

    def signing_now(self) -> datetime:
        # Clients cannot see the offset: their dates stay those of the wall.
        return datetime.now(timezone.utc)

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("a clock does not go backwards")
        with self._lock:
            self._offset += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
