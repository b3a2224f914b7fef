# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that are forked from a process with their modules run as a new interpreter would run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.support.fork_server import ForkServer

SHOW = """
import json, os, sys
print(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ), sys.stdin.read(), __name__, "decimal" in sys.modules]))
"""
ENV = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[ForkServer]:
    server = ForkServer(["decimal"], ENV)
    yield server
    server.close()


def run(server: ForkServer, folder: Path, program: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return server.run(program, [], **{"cwd": folder, "env": ENV, "time_limit": 30, **options})


def test_each_program_has_what_it_is_given(server: ForkServer, tmp_path: Path) -> None:
    env = {**ENV, "OF_THE_TEST": "é"}
    done = server.run(SHOW, ["one", "two"], cwd=tmp_path, env=env, stdin="ü", time_limit=30)
    assert done.returncode == 0, done.stderr
    shown = [["one", "two"], str(tmp_path), env, "ü", "__main__", True]
    assert json.loads(done.stdout) == shown
    assert "OF_THE_TEST" not in run(server, tmp_path, SHOW).stdout


@pytest.mark.parametrize(
    "program", ["pass", "raise SystemExit", "raise SystemExit(3)", "raise SystemExit('why')", "1 / 0", "print('a')"]
)
def test_it_ends_as_in_a_new_interpreter(server: ForkServer, tmp_path: Path, program: str) -> None:
    new = subprocess.run([sys.executable, "-c", program], env=ENV, capture_output=True, text=True, check=False)
    done = run(server, tmp_path, program)
    assert (done.returncode, done.stdout) == (new.returncode, new.stdout)
    assert done.stderr.splitlines()[-1:] == new.stderr.splitlines()[-1:]


def test_what_a_program_changes_the_next_one_does_not_see(server: ForkServer, tmp_path: Path) -> None:
    run(server, tmp_path, "import decimal, os; decimal.changed = os.environ['CHANGED'] = 'yes'")
    done = run(server, tmp_path, "import decimal, os; print(hasattr(decimal, 'changed'), 'CHANGED' in os.environ)")
    assert done.stdout == "False False\n"


def test_errors_are_in_the_output_in_their_order(server: ForkServer, tmp_path: Path) -> None:
    program = "import os; [os.write(number, b'%d' % number) for number in (1, 2, 1)]"
    assert run(server, tmp_path, program, merged=True).stdout == "121"
    assert (run(server, tmp_path, program).stdout, run(server, tmp_path, program).stderr) == ("11", "2")


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    server = ForkServer([], ENV)
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    with pytest.raises(subprocess.TimeoutExpired):
        run(server, tmp_path, program, time_limit=1)
    server.close()
