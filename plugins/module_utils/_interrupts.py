# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SIGINT and SIGTERM (AWX sends one to cancel a job): no new write, but a report of what was done."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ._arguments import Region, open_region
from ._transport import Timing

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def caught() -> Iterator[Timing]:
    """Yield a Timing that knows of signals; the first one wakes whoever sleeps, none ends the process."""
    stop = threading.Event()

    def handle(number: int, frame: Any) -> None:
        stop.set()

    def sleep(seconds: float) -> None:
        if stop.is_set():
            # What is settled after the signal still needs its pauses.
            time.sleep(seconds)
        else:
            stop.wait(seconds)

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield Timing(sleep=sleep, stopping=stop.is_set)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def open_region_until_stopped(params: Mapping[str, Any]) -> Iterator[Region]:
    """Yield the region of a task that writes; raises what ``open_region`` raises."""
    with caught() as timing, open_region(params, timing=timing) as region:
        yield region
