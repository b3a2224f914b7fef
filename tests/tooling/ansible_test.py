# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preparation of a run of ansible-test, and the check afterwards that it tested something."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from .interpreters import Tools, replace_link

CASES = {"sanity": "tests", "units": "tests", "integration": "tasks"}
# The get-pip version that each ansible-core reads from its cache; without it, it needs a host on the Internet.
GET_PIP = {"2.16": "23_1_2", "2.19": "24_2", "2.21": "25_2"}
# What a run needs of the user's home: the settings of pip, and its cache. ansible-test passes no PIP_ variables on.
OF_THE_USER = (".config/pip", ".pip", ".cache/pip")
EMULATOR_START_SECONDS = 30


class Run:
    """A run; nox calls its methods in the copy of the collection that ansible-test works in.

    ansible-test keeps files in the folder .ansible of the home. They belong to the run and not into the user's home, so
    the run gets a home of its own.
    """

    def __init__(self, command: str, core: str, tools: Tools, home: Path) -> None:
        self.command = command
        self.core = core
        self.tools = tools
        self.home = home
        self.user_home = Path.home()

    def before(self) -> None:
        """Provide what ansible-test needs."""
        make_home(self.home, self.user_home)
        cache_get_pip(self.home, self.core)
        os.environ["HOME"] = str(self.home)
        self.tools.shellcheck()
        if self.command == "integration":
            config = Path("tests/integration/integration_config.yml")
            config.write_text(f"---\necd_endpoint: {start_emulator()}\n", encoding="utf-8")

    def after(self) -> None:
        """Fail if nothing was tested: for ansible-test that is a success."""
        os.environ["HOME"] = str(self.user_home)
        shutil.rmtree("tests/output/.tmp", ignore_errors=True)
        report(CASES[self.command], Path("tests/output/junit"))


def make_home(home: Path, user_home: Path) -> None:
    """Make a home that links to what a run needs of the user's."""
    for name in OF_THE_USER:
        link, target = home / name, user_home / name
        link.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and (link.is_symlink() or not link.exists()):
            replace_link(link, target)


def cache_get_pip(home: Path, core: str) -> None:
    """Put our get-pip where ansible-test looks for the one that it would download."""
    path = home / ".ansible" / "test" / "cache" / f"get_pip_{GET_PIP[core]}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    shutil.copyfile(Path(__file__).with_name("get_pip.py"), new)
    new.replace(path)


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
