# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes down when each task of a play began, and when the play was over."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: bench_stopwatch
type: notification
short_description: Writes down when each task begins
description:
  - For the benchmark of the collection.
"""


class CallbackModule(CallbackBase):
    """The time of a task reaches from its beginning to that of the next, so nothing of what it costs is left out."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "bench_stopwatch"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._moments: list[tuple[str, float]] = []

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """Note the beginning of a task."""
        self._moments.append((str(task.name), time.perf_counter()))

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Note the end."""
        self._moments.append(("", time.perf_counter()))
        with open(os.environ["BENCH_STOPWATCH"], "w", encoding="utf-8") as file:
            json.dump(self._moments, file)
