# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records when each task of a play starts, and when the play ends."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: bench_task_times
type: notification
short_description: Record when each task starts
description:
  - For the benchmark of the collection.
"""


class CallbackModule(CallbackBase):
    """The time of a task ends when the next one starts, so that its overhead is included."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "bench_task_times"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._starts: list[tuple[str, float]] = []

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """Record the start of a task."""
        self._starts.append((str(task.name), time.perf_counter()))

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Record the end of the play, and write the file."""
        self._starts.append(("", time.perf_counter()))
        with open(os.environ["BENCH_TASK_TIMES"], "w", encoding="utf-8") as file:
            json.dump(self._starts, file)
