# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bulk module as a process of its own, as Ansible starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from ansible_collections.alicloud.ecd.tests.support.installation import collections_path

from .runner import REGION

# What takes longer hangs.
SECONDS = 30
ROOT = collections_path()
# A program that reads the arguments from its standard input.
RUN = """
import sys
from ansible.module_utils import basic
basic._ANSIBLE_ARGS = sys.stdin.buffer.read()
basic._ANSIBLE_PROFILE = "legacy"
from ansible_collections.alicloud.ecd.plugins.modules import network_packages
network_packages.main()
"""


def environment(home: Path) -> dict[str, str]:
    """Return the environment of the process."""
    path = os.pathsep.join([str(ROOT), *sys.path])
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, "HOME": str(home)}


def arguments(url: str, **options: Any) -> bytes:
    """Return the arguments of a task against the emulator at this URL."""
    own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    return json.dumps({"ANSIBLE_MODULE_ARGS": {**own, "endpoint": url, **options}}).encode()


def start(home: Path, url: str, items: list[dict[str, Any]], **options: Any) -> subprocess.Popen[bytes]:
    """Start the module."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(home)
    )
    assert process.stdin
    process.stdin.write(arguments(url, network_packages=items, **options))
    process.stdin.close()
    return process


def finish(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Return what the module printed; it is killed when it hangs, so that no test does."""
    assert process.stdout
    try:
        process.wait(SECONDS)
    finally:
        process.kill()
    with process.stdout:
        result: dict[str, Any] = json.loads(process.stdout.read())
    return result


def until(condition: Callable[[], bool], otherwise: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, otherwise
        time.sleep(0.01)
