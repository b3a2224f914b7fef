# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a key shows, and where it does not, as the section "Keys and logs" says; no document tells to type one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, serve

from .documents import documents, guide
from .running import Account, Run, any_ansible_playbook, environment

KEY_ID, KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
IN_ENVIRONMENT = {"environment": {KEY_ID: ACCESS_KEY_ID, KEY_SECRET: ACCESS_KEY_SECRET}}
AS_DEFAULTS = {
    "module_defaults": {
        "group/alicloud.ecd.ecd": {"access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    }
}
GUIDE = guide("permissions")
# The access key of the emulator is public.
TYPED = re.compile(
    r"(?:export |set )?\w*(?:SECRET|SECURITY_TOKEN)\w*=(?!emulated-)\S+|--access-key-secret|vault_\w*secret="
)


def run(folder: Path, task: Mapping[str, Any], *arguments: str, **variables: str) -> Run:
    """Run a task that has its key from nowhere else."""
    account = Account()
    account.load({})
    play = {"name": "Keys", "hosts": "localhost", "gather_facts": False}
    tasks = [{"name": "List the packages", "alicloud.ecd.network_package_info": {}, **task}]
    (folder / "play.yml").write_text(yaml.safe_dump([{**play, "tasks": tasks}]), encoding="utf-8")
    with serve(account) as server:
        env = {**environment(folder / "home", server.url), **variables}
        if task:
            del env[KEY_ID], env[KEY_SECRET]
        ended = any_ansible_playbook(folder, ["play.yml", *arguments], env)
    assert ended.returncode == 0, ended.output
    return ended


@pytest.mark.parametrize("task", [IN_ENVIRONMENT, {**IN_ENVIRONMENT, "no_log": True}], ids=["plain", "no_log"])
def test_environment_shows_the_secret_with_vvv(task, tmp_path):
    assert ACCESS_KEY_SECRET in run(tmp_path, task, "-vvv").output


@pytest.mark.parametrize("task", [AS_DEFAULTS, {}], ids=["module_defaults", "environment of ansible-playbook"])
def test_what_the_guide_recommends_does_not_show_it_with_vvvv(task, tmp_path):
    output = run(tmp_path, task, "-vvvv").output
    assert "EXEC" in output
    assert ACCESS_KEY_SECRET not in output


def test_debug_shows_the_options(tmp_path):
    assert ACCESS_KEY_SECRET in run(tmp_path, AS_DEFAULTS, ANSIBLE_DEBUG="true").output


def test_kept_files_hold_the_options_packed_but_not_encrypted(tmp_path):
    kept = tmp_path / "kept"
    run(tmp_path, AS_DEFAULTS, ANSIBLE_KEEP_REMOTE_FILES="true", ANSIBLE_REMOTE_TMP=str(kept))
    (module,) = kept.rglob("AnsiballZ_network_package_info.py")
    subprocess.run([sys.executable, str(module), "explode"], capture_output=True, check=True)
    (arguments,) = module.parent.rglob("args")
    assert (
        json.loads(arguments.read_text(encoding="utf-8"))["ANSIBLE_MODULE_ARGS"]["access_key_secret"]
        == ACCESS_KEY_SECRET
    )


@pytest.mark.parametrize(
    "word", ["environment:", "ANSIBLE_DEBUG", "ANSIBLE_KEEP_REMOTE_FILES", "--extra-vars", "no_log: true"]
)
def test_the_section_names_it(word):
    assert f"``{word}``" in GUIDE.text.partition("Keys and logs\n---")[2]


@pytest.mark.parametrize("document", documents(), ids=str)
def test_no_document_tells_to_type_a_secret(document):
    commands = "\n".join(block.text for block in document.blocks("shell", "console"))
    assert TYPED.findall(commands) == []
