# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running playbooks and scripts with the installed collection, and timing each task."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION
from ..support.control import ControlClient
from ..support.emulator_process import running_emulator
from ..support.installation import Installation, emulator_environment

HERE = Path(__file__).resolve().parent
CONFIG = f"""\
library = {HERE}/library
callback_plugins = {HERE}/callback
callbacks_enabled = bench_task_times
"""
SDK_KEYS = {"access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}

Task = Mapping[str, Any]


@dataclass(frozen=True)
class Run:
    """A run of ansible-playbook: its duration, and name and duration of each task, in seconds."""

    seconds: float
    tasks: Sequence[tuple[str, float]]

    def times(self, name: str) -> list[float]:
        """Return the durations of the tasks with this name."""
        return [seconds for task, seconds in self.tasks if task == name]


class Runner:
    """Runs playbooks and scripts in a temporary installation."""

    def __init__(self, directory: Path, sdk: Path) -> None:
        self._sdk = sdk
        self._installation = Installation(directory)
        self._task_times = directory / "task_times.json"
        self._installation.environment.update(ALIBABA_CLOUD_REGION_ID=REGION, BENCH_TASK_TIMES=str(self._task_times))

    def install(self) -> None:
        """Install the collection."""
        self._installation.install(CONFIG)

    def play(self, tasks: Sequence[Task], url: str, arguments: Sequence[str] = (), **keywords: Any) -> Run:
        """Run a playbook of these tasks against the emulator at this URL. ``keywords``: others of the play."""
        playbook = self._installation.directory / "play.json"
        play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks, **keywords}
        playbook.write_text(json.dumps([play]), encoding="utf-8")
        begin = time.perf_counter()
        command = ["ansible-playbook", str(playbook), *arguments]
        self._installation.run(command, environment=emulator_environment(url))
        seconds = time.perf_counter() - begin
        starts = json.loads(self._task_times.read_text(encoding="utf-8"))
        pairs = zip(starts, starts[1:])
        return Run(seconds, [(name, end - start) for (name, start), (_next, end) in pairs])

    def inventory(self, name: str, text: str, url: str, form: str = "--graph") -> tuple[float, str]:
        """Show an inventory, a file of this name and content, with ansible-inventory: seconds, and what it prints."""
        path = self._installation.directory / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        begin = time.perf_counter()
        command = ["ansible-inventory", "-i", str(path), form]
        shown = self._installation.run(command, environment=emulator_environment(url))
        return time.perf_counter() - begin, shown

    def script(self, program: Sequence[str], stdin: str = "") -> str:
        """Run a Python program that can import the installed collection and the SDK."""
        path = os.pathsep.join([str(self._installation.directory / "collections"), str(self._sdk)])
        environment = {**emulator_environment(""), "PYTHONPATH": path}
        return self._installation.run([sys.executable, *program], stdin, environment)

    def sdk_task(self, url: str, filters: Mapping[str, Any]) -> Task:
        """Return the task that does the same as network_package_info with the official SDK."""
        arguments = {"endpoint": host(url), "region_id": REGION, **SDK_KEYS, **filters}
        return {"name": "sdk", "sdk_network_package_info": arguments, "environment": {"PYTHONPATH": str(self._sdk)}}


def emulator(seed: Mapping[str, Any], *options: str) -> AbstractContextManager[ControlClient]:
    """Start an emulator without delays: packages are ready, or released, at once."""
    return running_emulator("--creating-seconds", "0", "--releasing-seconds", "0", *options, seed=seed)


def host(url: str) -> str:
    """Return host and port of a URL."""
    return url.rpartition("/")[2]


def task(name: str, module: str, /, **arguments: Any) -> Task:
    """Return a task; its time is looked up by ``name``."""
    prefix = "ansible.builtin." if module == "ping" else "alicloud.ecd."
    return {"name": name, prefix + module: arguments}


PING = task("ping", "ping")
