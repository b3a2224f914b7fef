# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A temporary folder with the collection as its users install it, and plays that are timed task by task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

REGION = "cn-hangzhou"
# The key pair that the emulator knows. It opens nothing else.
ACCESS_KEY_ID = "LTAI5tEmulatorFakeKeyId01"
ACCESS_KEY_SECRET = "emulated-AccessKeySecret-do-not-show"

FOREIGN = ("ALIBABA_CLOUD_", "ALICLOUD_", "ANSIBLE_", "PYTHON")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
ANSIBLE_CFG = """\
[defaults]
inventory = {directory}/hosts
home = {directory}/ansible
collections_path = {directory}/collections
library = {here}/library
callback_plugins = {here}/callback
callbacks_enabled = bench_stopwatch
deprecation_warnings = false
"""

Task = Mapping[str, Any]


class BenchFailed(Exception):
    """Something cannot be measured."""


@dataclass(frozen=True)
class Run:
    """One run of ansible-playbook: its time, and that of each task with its name, in order. Seconds."""

    seconds: float
    tasks: Sequence[tuple[str, float]]

    def times(self, name: str) -> list[float]:
        """The times of the tasks of this name."""
        return [seconds for task, seconds in self.tasks if task == name]


class Workshop:
    """Where everything is measured."""

    def __init__(self, directory: Path, sdk: Path) -> None:
        self.directory = directory
        self.sdk = sdk
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(FOREIGN) and name.lower() not in PROXIES
        }
        self.environment = {
            **kept,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "ALIBABA_CLOUD_REGION_ID": REGION,
            "ANSIBLE_CONFIG": str(directory / "ansible.cfg"),
            "BENCH_STOPWATCH": str(directory / "stopwatch.json"),
            "HOME": str(directory / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }

    def furnish(self) -> None:
        """Build the collection and install it."""
        (self.directory / "home").mkdir()
        (self.directory / "ansible.cfg").write_text(
            ANSIBLE_CFG.format(directory=self.directory, here=HERE), encoding="utf-8"
        )
        (self.directory / "hosts").write_text(
            f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n", encoding="utf-8"
        )
        self.run(["ansible-galaxy", "collection", "build", str(ROOT), "--output-path", str(self.directory)])
        (tarball,) = self.directory.glob("*.tar.gz")
        self.run(["ansible-galaxy", "collection", "install", "--offline", str(tarball)])

    def run(self, command: Sequence[str], stdin: str = "", **environment: str) -> str:
        """Run a program and return what it prints. Raises BenchFailed."""
        environ = {**self.environment, **environment}
        done = subprocess.run(
            command, input=stdin, env=environ, cwd=self.directory, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchFailed(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def play(self, tasks: Sequence[Task], url: str = "", arguments: Sequence[str] = ()) -> Run:
        """Run a playbook of these tasks with the API at ``url``."""
        playbook = self.directory / "play.json"
        play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
        playbook.write_text(json.dumps([play]), encoding="utf-8")
        begin = time.perf_counter()
        self.run(["ansible-playbook", str(playbook), *arguments], ALIBABA_CLOUD_ECD_ENDPOINT=url)
        seconds = time.perf_counter() - begin
        moments = json.loads(Path(self.environment["BENCH_STOPWATCH"]).read_text(encoding="utf-8"))
        pairs = zip(moments, moments[1:])
        return Run(seconds, [(name, after - before) for (name, before), (_next, after) in pairs])

    def script(self, program: Sequence[str], stdin: str = "") -> str:
        """Run a Python program that may import the installed collection and the SDK."""
        path = os.pathsep.join([str(self.directory / "collections"), str(self.sdk)])
        return self.run([sys.executable, *program], stdin, PYTHONPATH=path)

    def sdk_task(self, url: str, filters: Mapping[str, Any]) -> Task:
        """The task that does with the official SDK what network_package_info does."""
        arguments = {
            "endpoint": url.rpartition("/")[2],
            "region_id": REGION,
            "access_key_id": ACCESS_KEY_ID,
            "access_key_secret": ACCESS_KEY_SECRET,
            **filters,
        }
        return {"name": "sdk", "sdk_network_package_info": arguments, "environment": {"PYTHONPATH": str(self.sdk)}}


def task(name: str, module: str, /, **arguments: Any) -> Task:
    """A task of a play; ``name`` is what its time is looked up by."""
    prefix = "ansible.builtin." if module == "ping" else "alicloud.ecd."
    return {"name": name, prefix + module: arguments}


PING = task("ping", "ping")
