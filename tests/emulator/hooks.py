# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hooks: what happens to the account between two calls of a client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from .model import Request

Hook = Callable[[str, Mapping[str, str]], object]


class Hooks:
    """The hooks of one emulator. One of them runs at a time; what is called meanwhile runs none."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._pending: list[_Pending] = []
        self._running = False

    def add(self, hook: Hook | None, action: str | None = None, skip: int = 0, times: int | None = None) -> None:
        """Add a hook; None removes all."""
        with self._lock:
            if hook is None:
                self._pending.clear()
            else:
                self._pending.append(_Pending(hook, action, skip, times))

    def run(self, request: Request) -> None:
        """Run the hooks for a request."""
        # The calls of a running hook may come from threads of its own, so they must not wait for the lock.
        if not self._pending or self._running:
            return
        with self._lock:
            due = [pending.hook for pending in list(self._pending) if pending.is_due(request.action)]
            self._pending = [pending for pending in self._pending if pending.times != 0]
            self._running = True
            try:
                for hook in due:
                    hook(request.action, dict(parse_qsl(request.query, keep_blank_values=True)))
            finally:
                self._running = False


class _Pending:
    def __init__(self, hook: Hook, action: str | None, skip: int, times: int | None) -> None:
        self.hook = hook
        self.times = times
        self._action = action
        self._skip = skip

    def is_due(self, action: str) -> bool:
        """Count a call, and tell whether the hook runs for it."""
        if self._action not in (None, action) or self.times == 0:
            return False
        if self._skip:
            self._skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True
