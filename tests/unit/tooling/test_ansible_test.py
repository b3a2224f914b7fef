# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run of ansible-test has a home of its own, with our get-pip in it, and leaves the user's home as it was.

It tests a copy of the checkout, and fails if there was nothing to test.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.tooling import ansible_test

GET_PIP = ".ansible/test/cache/get_pip_24_2.py"


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


def prepare(tmp_path: Path) -> None:
    ansible_test.prepare_home(tmp_path / "run", "2.19")


def test_the_stand_in_is_in_the_home_of_the_run_and_not_in_the_users(user_home, tmp_path):
    before = contents(user_home)
    prepare(tmp_path)
    assert (tmp_path / "run" / GET_PIP).read_bytes() == Path(ansible_test.__file__).with_name("get_pip.py").read_bytes()
    assert contents(user_home) == before


def test_the_settings_and_the_cache_of_pip_are_those_of_the_user(user_home, tmp_path):
    prepare(tmp_path)
    for name in (".config/pip", ".cache/pip"):
        assert (tmp_path / "run" / name).resolve() == user_home / name
    assert not (tmp_path / "run" / ".pip").exists()


def test_a_second_run_finds_the_home_as_it_needs_it(user_home, tmp_path):
    prepare(tmp_path)
    before = contents(tmp_path / "run")
    (tmp_path / "run" / GET_PIP).write_text("stale", encoding="utf-8")
    prepare(tmp_path)
    assert contents(tmp_path / "run") == before
    assert (tmp_path / "run" / GET_PIP).read_text(encoding="utf-8") != "stale"


def test_a_checkout_is_copied_without_what_git_ignores():
    with ansible_test.checkout(ROOT) as folder:
        assert folder.parts[-3:] == ("ansible_collections", "alicloud", "ecd")
        assert (folder / "galaxy.yml").read_bytes() == (ROOT / "galaxy.yml").read_bytes()
        assert not [path for path in folder.rglob("*") if path.name in (".git", ".nox", ".venv", "__pycache__")]
    assert not folder.exists()


def test_a_run_without_tests_fails(tmp_path):
    with pytest.raises(RuntimeError, match="no units ran"):
        ansible_test.report("units", tmp_path)
    skipped = "<testsuite><testcase name='one'><skipped/></testcase></testsuite>"
    (tmp_path / "one.xml").write_text(skipped, encoding="utf-8")
    with pytest.raises(RuntimeError, match="no units ran"):
        ansible_test.report("units", tmp_path)


def test_a_run_says_how_many_tests_ran(tmp_path, capsys):
    cases = "<testcase name='one'/><testcase name='two'><skipped/></testcase>"
    (tmp_path / "one.xml").write_text(f"<testsuite>{cases}</testsuite>", encoding="utf-8")
    ansible_test.report("units", tmp_path)
    assert capsys.readouterr().out == "=> 1 units, 1 skipped\n"


def test_our_get_pip_provides_pip_to_an_empty_environment(tmp_path):
    get_pip = Path(ansible_test.__file__).with_name("get_pip.py")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path], check=True)
    python = tmp_path / "bin" / "python"
    assert subprocess.run([python, "-m", "pip", "--version"], check=False, capture_output=True).returncode != 0
    subprocess.run([python, get_pip, "--disable-pip-version-check", "pip==23.1.2", "wheel==0.37.1"], check=True)
    printed = subprocess.run([python, "-m", "pip", "--version"], check=True, capture_output=True, text=True).stdout
    assert str(tmp_path) in printed
    # ansible-test removes it in the end.
    subprocess.run([python, "-m", "pip", "uninstall", "--yes", "pip", "setuptools", "wheel"], check=True)
    assert subprocess.run([python, "-m", "pip", "--version"], check=False, capture_output=True).returncode != 0


def test_what_needs_hypothesis_is_left_to_pytest() -> None:
    """ansible-test does not install it."""
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    needing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests" / "unit" / "plugins").rglob("test_*.py")
        if "\nfrom hypothesis" in path.read_text(encoding="utf-8")
    ]
    assert len(needing) >= 5
    assert [name for name in needing if f'"{name}"' not in noxfile] == []
