# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fault injection: how the next calls fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

KINDS = (
    "throttle",
    "error",
    "reset",
    "hang",
    "connect",
    "html",
    "empty",
    "truncated",
    "not_documented",
    "amended",
    "redirect",
)
MOMENTS = ("before", "after")
# The kinds that give the client no HTTP response.
WITHOUT_RESPONSE = ("reset", "hang", "connect")


@dataclass(frozen=True)
class Fault:
    """A failure of calls, of one action or of all.

    ``when`` says whether the call fails before or after it takes effect. The first ``skip`` matching calls succeed,
    the next ``times`` fail. ``body`` replaces the JSON text of ``not_documented``; of ``amended`` it is a JSON object
    whose members replace those of the real response.
    """

    kind: str
    action: str | None = None
    when: str = "before"
    times: int = 1
    skip: int = 0
    retry_after: float | None = None
    code: str | None = None
    message: str | None = None
    status: int | None = None
    body: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {self.kind!r}; available: {', '.join(KINDS)}")
        if self.when not in MOMENTS:
            raise ValueError(f"unknown when {self.when!r}; available: {', '.join(MOMENTS)}")
        if self.kind == "connect" and self.when != "before":
            raise ValueError("a connection failure has no effect first: when must be before")
        if self.kind == "amended" and (self.when != "after" or not isinstance(json.loads(self.body or "0"), dict)):
            raise ValueError("an amended response has an effect first and a JSON object as body: when must be after")
        if self.times < 1 or self.skip < 0:
            raise ValueError("times must be at least 1 and skip at least 0")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Fault:
        """Create a fault from a JSON object or command-line values."""
        names = [item.name for item in fields(cls)]
        unknown = sorted(set(values) - set(names))
        if unknown:
            raise ValueError(f"unknown field {', '.join(unknown)} of a fault; available: {', '.join(names)}")
        if "kind" not in values:
            raise ValueError("a fault needs a kind")
        return cls(**values)


class Faults:
    """The queue of pending faults."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[list[Any]] = []

    def add(self, *faults: Fault) -> None:
        """Append faults to the queue."""
        with self._lock:
            self._pending += [[fault, fault.skip, fault.times] for fault in faults]

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._pending.clear()

    def take(self, action: str) -> Fault | None:
        """Return the fault for this call: the first that matches its action and has nothing left to skip."""
        with self._lock:
            for entry in self._pending:
                fault: Fault = entry[0]
                if fault.action not in (None, action):
                    continue
                if entry[1] > 0:
                    entry[1] -= 1
                    continue
                entry[2] -= 1
                if entry[2] == 0:
                    self._pending.remove(entry)
                return fault
        return None

    def __len__(self) -> int:
        with self._lock:
            return len(self._pending)
