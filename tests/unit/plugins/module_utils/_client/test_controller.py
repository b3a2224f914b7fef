# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the controller counts as gone, with a /proc of our own. See test_controller_gone for real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.support.installation import collections_path

ROOT = collections_path()
# Arguments: the directory that stands for /proc, the line before, the line after (empty: none).
PROGRAM = """
import os, sys
from ansible_collections.alicloud.ecd.plugins.module_utils._client.controller import controller_watch
proc, before, after = sys.argv[1:]
def say(line):
    os.makedirs(f"{proc}/{os.getsid(0)}", exist_ok=True)
    with open(f"{proc}/{os.getsid(0)}/stat", "w") as file:
        file.write(line)
say(before)
gone = controller_watch(proc)
first = gone()
say(after)
print(first, gone())
"""


def watched(tmp_path: Path, before: str, after: str, session: bool = True) -> str:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "stat").write_text("1 (python) R 1")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), before, after],
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        start_new_session=session,
        preexec_fn=None if session else os.setpgrp,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("9 (python) S 77 9 9", "9 (python) S 77 9 9", "False False"),
        ("9 (python) S 77 9 9", "9 (python) R 77 9 9", "False False"),
        ("9 (python) S 77 9 9", "9 (python) S 1 9 9", "False True"),
        ("9 (python) S 77 9 9", "9 (python) Z 77 9 9", "False True"),
        ("9 (python) S 77 9 9", "", "False True"),
        ("9 (a) S 5) b) S 77 9 9", "9 (a) S 5) b) S 77 9 9", "False False"),
        ("9 (a) S 5) b) S 77 9 9", "9 (a) S 5) b) S 1 9 9", "False True"),
        # A task with async: its leader has ended by design.
        ("", "", "False False"),
        ("9 (python) Z 1 9 9", "", "False False"),
    ],
)
def test_the_leader_of_the_session_is_watched(tmp_path: Path, before: str, after: str, expected: str) -> None:
    assert watched(tmp_path, before, after) == expected


def test_a_shell_with_job_control_may_end(tmp_path: Path) -> None:
    """A job in the background of a terminal goes on when its shell ends, as nohup asks for."""
    assert watched(tmp_path, "9 (bash) S 77 9 9", "", session=False) == "False False"
