# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the controller, which runs the playbook, is still there.

AWX ends a job by killing the process group of ansible-playbook. Since ansible-core 2.19, a worker leads a session of
its own, so that neither the worker nor the module is in that group.
"""

from __future__ import annotations

import os
from collections.abc import Callable


def controller_watch(proc: str = "/proc") -> Callable[[], bool]:
    """Return a function that tells whether the controller is gone since now.

    On Linux, it is gone when the process that leads this session is, or has another parent; elsewhere, when this
    process has another parent.
    """
    if not os.path.exists(f"{proc}/self/stat"):
        before = os.getppid()
        return lambda: os.getppid() != before
    leader = os.getsid(0)
    parent = _living_parent(proc, leader)
    # A shell with job control leads the session of several groups, and may end while a job of it goes on. The leader of
    # a task with ``async`` has ended by design.
    if parent is None or os.getpgrp() != leader:
        return lambda: False
    return lambda: _living_parent(proc, leader) != parent


def _living_parent(proc: str, process: int) -> int | None:
    """Return the parent of a process; None when it has ended. See proc(5) for the format."""
    try:
        with open(f"{proc}/{process}/stat", encoding="utf-8", errors="replace") as file:
            state, parent = file.read().rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else int(parent)
