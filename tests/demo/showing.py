# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the demo runs a playbook, explains it, and checks what it states."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from ..support import ROOT
from ..support.control import ControlClient
from ..support.installation import Installation
from ..support.processes import running


class DemoError(Exception):
    """A run did not have the expected result."""


def play(installation: Installation, playbook: str, *arguments: str, folder: Path = ROOT) -> int:
    """Run a playbook in a folder, show its output, and return the number of changed tasks."""
    command = ["ansible-playbook", playbook, *arguments]
    print(f"$ {' '.join(command)}")
    changed = None
    with running(command, cwd=folder, env=installation.environment, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            found = re.search(r"\bchanged=(\d+)", line)
            changed = int(found.group(1)) if found else changed
        if process.wait():
            raise DemoError(f"{' '.join(command)} failed with exit status {process.returncode}")
    if changed is None:
        raise DemoError(f"{' '.join(command)} printed no recap")
    return changed


def bandwidths(emulator: ControlClient) -> dict[str | None, int]:
    """Return the bandwidth of each package by office network; None is without one."""
    return {package.get("OfficeSiteId"): package["Bandwidth"] for package in emulator.state()["packages"]}


def expect(value: object, expected: object, what: str) -> None:
    """Raise DemoError if a value is not the expected one."""
    if value != expected:
        raise DemoError(f"{what}: expected {expected!r}, got {value!r}")


def explain(headline: str, text: str) -> None:
    """Print a headline and a text."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}{headline}{plain}\n{'=' * len(headline)}\n{text}\n", flush=True)
