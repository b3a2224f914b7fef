# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to rehearsals: its commands work as written, with the collection installed in the home of a new user."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.emulator.faults import KINDS
from ansible_collections.alicloud.ecd.tests.support import ROOT, processes
from ansible_collections.alicloud.ecd.tests.support.installation import clean_environment

from .documents import guide
from .shell import follow, missing

GUIDE = guide("rehearsal")
_SAVED = re.compile(r"Save this as ``([\w.]+)``")


@pytest.fixture(name="home", scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has the collection, as ansible-galaxy installs it."""
    home = tmp_path_factory.mktemp("home")
    galaxy = [sys.executable, "-m", "ansible.cli.galaxy", "collection"]
    env = clean_environment(home)
    processes.run([*galaxy, "build", str(ROOT), "--output-path", str(home)], env=env, cwd=home)
    (tarball,) = home.glob("*.tar.gz")
    processes.run([*galaxy, "install", "--offline", str(tarball)], env=env, cwd=home)
    return home


def test_the_guide_can_be_followed(home, tmp_path):
    files = [name for name in _SAVED.findall(GUIDE.text) if not name.endswith(".sh")]
    contents = GUIDE.blocks("json", "yaml", "yaml+jinja")
    assert len(files) == len(contents)
    for name, block in zip(files, contents):
        (tmp_path / name).write_text(block.text, encoding="utf-8")
    env = {**clean_environment(home), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true", "ANSIBLE_NOCOLOR": "true"}
    outputs = follow([block.text for block in GUIDE.blocks("shell")], env, tmp_path)
    assert list(missing(GUIDE.blocks("shell", "ansible-output"), outputs)) == [], outputs


def test_every_kind_of_fault_is_explained():
    explained = re.findall(r"``(\w+)``", "".join(re.findall(r"^(``\w+``.*)\n  ", GUIDE.text, re.MULTILINE)))
    assert sorted(explained) == sorted(KINDS)
