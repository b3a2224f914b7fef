# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand: what goes wrong with the next calls."""

from __future__ import annotations

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
    "redirect",
)
WHENS = ("before", "after")
# The kinds that give the client no HTTP answer.
UNANSWERED = ("reset", "hang", "connect")


@dataclass(frozen=True)
class Fault:
    """One kind of failure, for the calls of one action or of all.

    ``when`` tells whether the call took effect first. The first ``skip`` matching calls are spared, the next
    ``times`` fail. ``body`` replaces the JSON text of ``not_documented``.
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
            raise ValueError(f"unknown kind of fault {self.kind!r}; there are: {', '.join(KINDS)}")
        if self.when not in WHENS:
            raise ValueError(f"unknown when {self.when!r}; there are: {', '.join(WHENS)}")
        if self.kind == "connect" and self.when != "before":
            raise ValueError("a connection that is never made cannot fail after the call: when must be before")
        if self.times < 1 or self.skip < 0:
            raise ValueError("times must be at least 1 and skip at least 0")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Fault:
        """The fault that a JSON object or a command line describes."""
        names = [item.name for item in fields(cls)]
        unknown = sorted(set(values) - set(names))
        if unknown:
            raise ValueError(f"unknown field {', '.join(unknown)} of a fault; there are: {', '.join(names)}")
        if "kind" not in values:
            raise ValueError("a fault needs its kind")
        return cls(**values)


class Faults:
    """The faults to come, in the order in which they are met."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[list[Any]] = []

    def add(self, *faults: Fault) -> None:
        """Queue faults behind those that wait already."""
        with self._lock:
            self._waiting += [[fault, fault.skip, fault.times] for fault in faults]

    def clear(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._waiting.clear()

    def take(self, action: str) -> Fault | None:
        """The fault that this call meets: of those for its action the first that spares it no longer."""
        with self._lock:
            for entry in self._waiting:
                fault: Fault = entry[0]
                if fault.action not in (None, action):
                    continue
                if entry[1] > 0:
                    entry[1] -= 1
                    continue
                entry[2] -= 1
                if entry[2] == 0:
                    self._waiting.remove(entry)
                return fault
        return None

    def __len__(self) -> int:
        with self._lock:
            return len(self._waiting)
