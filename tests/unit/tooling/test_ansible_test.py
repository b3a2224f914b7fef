# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run of ansible-test has a home of its own, with our get-pip in it, and leaves the user's home as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import pytest
from ansible_collections.alicloud.ecd.tests.tooling import ansible_test, interpreters

GET_PIP = ".ansible/test/cache/get_pip_24_2.py"


class Tools:
    """Tools that are all there."""

    def shellcheck(self) -> Path:
        return Path("shellcheck")


@pytest.fixture
def user_home(tmp_path, monkeypatch):
    """The home of a user who has settings of pip, and a cache."""
    home = tmp_path / "user"
    for name in (".config/pip", ".cache/pip"):
        (home / name).mkdir(parents=True)
    (home / ".config" / "pip" / "pip.conf").write_text("[global]\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return home


def contents(folder: Path) -> list[str]:
    """All files and folders in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def run(tmp_path: Path) -> ansible_test.Run:
    return ansible_test.Run("units", "2.19", cast(interpreters.Tools, Tools()), tmp_path / "run")


def test_the_stand_in_is_in_the_home_of_the_run_and_not_in_the_users(user_home, tmp_path):
    before = contents(user_home)
    run(tmp_path).before()
    assert os.environ["HOME"] == str(tmp_path / "run")
    assert (tmp_path / "run" / GET_PIP).read_bytes() == Path(ansible_test.__file__).with_name("get_pip.py").read_bytes()
    assert contents(user_home) == before


def test_the_settings_and_the_cache_of_pip_are_those_of_the_user(user_home, tmp_path):
    run(tmp_path).before()
    for name in (".config/pip", ".cache/pip"):
        assert (tmp_path / "run" / name).resolve() == user_home / name
    assert not (tmp_path / "run" / ".pip").exists()


def test_a_second_run_finds_the_home_as_it_needs_it(user_home, tmp_path):
    run(tmp_path).before()
    before = contents(tmp_path / "run")
    (tmp_path / "run" / GET_PIP).write_text("stale", encoding="utf-8")
    os.environ["HOME"] = str(user_home)
    run(tmp_path).before()
    assert contents(tmp_path / "run") == before
    assert (tmp_path / "run" / GET_PIP).read_text(encoding="utf-8") != "stale"


def test_the_user_gets_the_home_back(user_home, tmp_path):
    report = tmp_path / "tests" / "output" / "junit" / "one.xml"
    report.parent.mkdir(parents=True)
    report.write_text("<testsuite><testcase name='one'/></testsuite>", encoding="utf-8")
    one = run(tmp_path)
    one.before()
    one.after()
    assert os.environ["HOME"] == str(user_home)
