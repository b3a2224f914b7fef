# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands that the demo prints at its end work in the shell that ran it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.demo import __main__ as demo
from ansible_collections.alicloud.ecd.tests.demo.real_api import commands
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Emulator, RealClock, serve
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.support.installation import clean_environment
from ansible_collections.alicloud.ecd.tests.tooling.ansible_test import checkout

TIME_LIMIT = 240


@pytest.mark.skipif(not (Path(sys.prefix) / "bin" / "activate").exists(), reason="not in a virtual environment")
def test_the_last_commands_work_as_printed(tmp_path):
    emulator = Emulator(clock=RealClock())
    emulator.load(demo.SEED)
    home = tmp_path / "home"
    home.mkdir()
    # The shell in which somebody typed "make demo": nothing of the environment of the demo is in its path.
    env = {**clean_environment(home), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    # From a copy: ansible-galaxy walks through all of the checkout, where other tests have their temporary files.
    with serve(emulator) as server, checkout(ROOT) as source:
        script = "\n".join(["set -e", *commands(source / demo.OFFICES, source, Path(sys.prefix))])
        env |= {"ALIBABA_CLOUD_ECD_ENDPOINT": server.url, "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}
        done = subprocess.run(
            ["bash", "-c", script],
            input=f"{ACCESS_KEY_ID}\n{ACCESS_KEY_SECRET}\n",
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "changed=1" in output, output
    assert ACCESS_KEY_SECRET not in output
    assert [call.action for call in emulator.calls if not call.action.startswith("Describe")] == []


def test_a_path_with_a_space_is_one_word():
    first, second, third, *_rest = commands(Path("/a b/x.yml"), Path("/a checkout"), Path("/an environment"))
    assert first == ". '/an environment/bin/activate'"
    assert second == "ansible-galaxy collection install '/a checkout'"
    assert third.endswith(" cp '/a b/x.yml' ~/offices/offices.yml")
