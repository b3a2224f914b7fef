# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the documentation runs, and makes exactly the writes that are listed for it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, serve

from .accounts import ELSEWHERE, SETTINGS, Setting
from .documents import Document, documents
from .running import Account, ansible_playbook, environment, write_playbooks

# What the examples take from Ansible Vault.
VAULTED = {"vault_access_key_id": ACCESS_KEY_ID, "vault_access_key_secret": ACCESS_KEY_SECRET}
RUNNABLE = [document for document in documents() if document.plays()]


def test_every_document_with_examples_has_a_setting():
    assert {str(document) for document in RUNNABLE} == {*SETTINGS, *ELSEWHERE}


@pytest.mark.parametrize("path", SETTINGS)
def test_examples_run(path, tmp_path):
    setting = SETTINGS[path]
    playbooks = [[with_tasks_between(play, setting) for play in playbook] for playbook in Document(path).plays()]
    names = write_playbooks(tmp_path, playbooks, {**VAULTED, **setting.variables})
    account = Account()
    account.load(setting.seed)
    with serve(account) as server:
        run = ansible_playbook(tmp_path, names, environment(tmp_path, server.url))
    assert run.returncode == 0, run.output
    assert (run.failed, run.ignored, run.rescued) == (0, 0, setting.rescued), run.output
    # A list is carried out in parallel, so only what is written counts, not when.
    assert sorted(account.writes()) == sorted(setting.writes), run.output
    # One more says that the emulator is not the API; ansible-core shows it once in a run.
    assert run.output.count("[WARNING]") == setting.warnings + 1, run.output
    assert server.url in run.output


@pytest.mark.parametrize("path", SETTINGS)
def test_every_task_between_has_its_place(path):
    names = {task.get("name") for playbook in Document(path).plays() for play in playbook for task in tasks_of(play)}
    assert set(SETTINGS[path].between) <= names


def with_tasks_between(play: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """The play with the tasks between in their places."""
    play = deepcopy(play)
    for section in ("tasks", "pre_tasks", "post_tasks"):
        if section in play:
            play[section] = [
                entry for task in play[section] for entry in (*setting.between.get(task.get("name"), ()), task)
            ]
    return play


def tasks_of(play: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in ("tasks", "pre_tasks", "post_tasks"):
        yield from play.get(section, ())
