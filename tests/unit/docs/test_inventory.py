# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory guide: its files are written where it says, its play runs, and what it says of groups is so."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ecd.plugins.inventory.office_sites import ENDINGS
from ansible_collections.alicloud.ecd.plugins.inventory.office_sites import EXAMPLES as EXAMPLE
from ansible_collections.alicloud.ecd.tests.emulator import SITE_SECRETS, serve

from .accounts import CREATE, MODIFY
from .documents import guide
from .running import Account, ansible_playbook, environment

GUIDE = guide("inventory")
INVENTORY, ALL, BRANCHES, PLAYBOOK, CACHED = (block.text for block in GUIDE.blocks("yaml", "yaml+jinja"))
SEED = {
    "office_sites": [
        {"office_site_id": "cn-hangzhou+dir-1", "name": "headquarters"},
        {"office_site_id": "cn-hangzhou+dir-2", "name": "branch-north"},
        {"office_site_id": "cn-shanghai+dir-3", "name": "branch-south", "region_id": "cn-shanghai"},
        {"office_site_id": "cn-shanghai+dir-4", "region_id": "cn-shanghai"},
    ],
    "packages": [{"office_site_id": "cn-hangzhou+dir-1", "bandwidth": 10}],
}


@pytest.fixture
def account() -> Iterator[Account]:
    account = Account()
    account.load(SEED)
    account.switch(site_secrets="all")
    yield account


def write(folder: Path, inventory: str) -> None:
    """Write the files of the guide, where the text before each of them says."""
    (folder / "inventory" / "group_vars").mkdir(parents=True)
    texts = {"ecd.yml": inventory, "group_vars/all.yml": ALL, "group_vars/branches.yml": BRANCHES}
    for name, text in texts.items():
        assert f"``inventory/{name}``" in GUIDE.text
        (folder / "inventory" / name).write_text(text, encoding="utf-8")
    (folder / "internet_access.yml").write_text(PLAYBOOK, encoding="utf-8")


def listed(folder: Path, env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "ansible.cli.inventory", "-i", "inventory/ecd.yml", "--list"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=True)
    assert not [secret for secret in SITE_SECRETS if secret in done.stdout + done.stderr]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_the_play_of_the_guide_converges(account: Account, tmp_path: Path) -> None:
    write(tmp_path, INVENTORY)
    command = ["-i", "inventory/ecd.yml", "internet_access.yml"]
    with serve(account) as server:
        env = environment(tmp_path / "home", server.url)
        checked = ansible_playbook(tmp_path, [*command, "--check", "--diff"], env)
        assert (checked.changed, account.writes()) == (1, []), checked.output
        run = ansible_playbook(tmp_path, command, env)
        assert (run.returncode, run.changed, run.failed) == (0, 1, 0), run.output
        again = ansible_playbook(tmp_path, command, env)
    assert (again.returncode, again.changed) == (0, 0), again.output
    assert sorted(account.writes()) == [CREATE] * 3 + [MODIFY]
    bandwidths = {package.office_site_id: package.bandwidth for package in account.packages.values()}
    numbers = {f"cn-hangzhou+dir-{number}": mbit for number, mbit in ((1, 50), (2, 20))}
    assert bandwidths == {**numbers, "cn-shanghai+dir-3": 20, "cn-shanghai+dir-4": 50}


def test_the_groups_are_those_of_the_guide(account: Account, tmp_path: Path) -> None:
    write(tmp_path, INVENTORY)
    with serve(account) as server:
        found = listed(tmp_path, environment(tmp_path / "home", server.url))
    assert set(found["ecd_cn_hangzhou"]["hosts"]) == {"headquarters", "branch-north"}
    assert set(found["branches"]["hosts"]) == {"branch-north", "branch-south"}
    assert len(found["ecd_no_network_package"]["hosts"]) == 3
    for group in ("ecd_cn_hangzhou", "ecd_no_network_package", "ecd_expired"):
        assert f"  * - ``{group}``\n" in GUIDE.text


@pytest.mark.parametrize("text", [CACHED, EXAMPLE], ids=["guide", "plugin"])
def test_from_the_cache_there_is_no_call(text: str, account: Account, tmp_path: Path) -> None:
    write(tmp_path, text)
    with serve(account) as server:
        env = environment(tmp_path / "home", server.url)
        first = listed(tmp_path, env)
        calls = len(account.actions())
        assert calls == 4
        assert listed(tmp_path, env) == first
    assert len(account.actions()) == calls
    kept = [path.read_text() for path in (tmp_path / "home" / ".cache").rglob("*") if path.is_file()]
    assert kept
    assert not [text for text in kept if "do-not-show" in text or "EmulatorFakeKeyId" in text]


def test_the_names_of_files_are_told() -> None:
    assert all(f"``{ending}``" in GUIDE.text for ending in ENDINGS)


def test_the_blocks_are_what_they_seem() -> None:
    for text in (INVENTORY, CACHED, EXAMPLE):
        assert yaml.safe_load(text)["plugin"] == "alicloud.ecd.office_sites"
