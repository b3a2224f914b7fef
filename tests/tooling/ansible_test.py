# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preparation of a run of ansible-test, and the check afterwards that it tested something."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from .interpreters import Tools

CASES = {"sanity": "tests", "units": "tests", "integration": "tasks"}
# The get-pip version that each ansible-core reads from its cache; without it, it needs a host on the Internet.
GET_PIP = {"2.16": "23_1_2", "2.19": "24_2", "2.21": "25_2"}
CACHE = Path("~/.ansible/test/cache").expanduser()
EMULATOR_START_SECONDS = 30


class Run:
    """A run; nox calls its methods in the copy of the collection that ansible-test works in."""

    def __init__(self, command: str, core: str, tools: Tools) -> None:
        self.command = command
        self.core = core
        self.tools = tools

    def before(self) -> None:
        """Provide what ansible-test needs."""
        cache_get_pip(self.core)
        self.tools.shellcheck()
        if self.command == "integration":
            config = Path("tests/integration/integration_config.yml")
            config.write_text(f"---\necd_endpoint: {start_emulator()}\n", encoding="utf-8")

    def after(self) -> None:
        """Fail if nothing was tested: for ansible-test that is a success."""
        shutil.rmtree("tests/output/.tmp", ignore_errors=True)
        report(CASES[self.command], Path("tests/output/junit"))


def cache_get_pip(core: str) -> None:
    """Copy our get-pip into the cache of ansible-test, unless it has one."""
    path = CACHE / f"get_pip_{GET_PIP[core]}.py"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(__file__).with_name("get_pip.py"), path)


def start_emulator() -> str:
    """Start the emulator, stop it when this process exits, and return its URL."""
    port_file = Path("tests/output/emulator-port").absolute()
    port_file.parent.mkdir(parents=True, exist_ok=True)
    delays = ["--creating-seconds", "0.4", "--releasing-seconds", "0.4"]
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--port-file", str(port_file), *delays]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    atexit.register(stop, process)
    deadline = time.monotonic() + EMULATOR_START_SECONDS
    while not (port_file.exists() and port_file.read_text(encoding="utf-8").strip()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the emulator did not start")
        time.sleep(0.05)
    return f"http://127.0.0.1:{int(port_file.read_text(encoding='utf-8'))}"


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


def report(kind: str, directory: Path) -> None:
    """Print how many tests or tasks ran, by the JUnit files in a directory; fail if none did."""
    found = [case for path in directory.glob("*.xml") for case in ElementTree.parse(path).iter("testcase")]
    cases = [case for case in found if not case.get("name", "").endswith(": Gathering Facts")]
    skipped = sum(case.find("skipped") is not None for case in cases)
    if len(cases) == skipped:
        raise RuntimeError(f"no {kind} ran")
    print(f"=> {len(cases) - skipped} {kind}" + (f", {skipped} skipped" if skipped else ""), flush=True)
