# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pins: requirements with hashes are what the files that they are made from ask for, and actions are commits."""

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ecd.tests.support import ROOT

DEVELOPMENT, SITE, PYTEST = "requirements-dev", "docs/site/requirements", "tests/unit/requirements-pytest"
AWX = "tests/unit/requirements-awx"
_ACTION = re.compile(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
_WISH = re.compile(r"^([\w.-]+) == (\S+)$")
_ENTRY = re.compile(
    r"^([a-z0-9-]+)==(\S+?)(?: ; [^\\\n]+)?(?: \\)?\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)*)", re.MULTILINE
)


def normal(name: str) -> str:
    """The name of a package as indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wishes(source: str) -> dict[str, str]:
    """The packages and releases that a file asks for, with those of the files that it includes."""
    path = ROOT / source
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= wishes(str((path.parent / line[3:]).resolve().relative_to(ROOT)))
        elif line and not line.startswith("#"):
            wish = _WISH.match(line)
            assert wish, line
            found[normal(wish[1])] = wish[2]
    return found


def entries(name: str) -> dict[str, tuple[str, list[str]]]:
    """The releases and hashes of a file with hashes, which holds nothing else."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    assert _ENTRY.sub("", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)) == ""
    return {found[1]: (found[2], re.findall(r"sha256:(\w+)", found[3])) for found in _ENTRY.finditer(text)}


@pytest.mark.parametrize("name", [DEVELOPMENT, SITE, PYTEST])
def test_what_is_asked_for_is_pinned(name):
    asked = wishes(f"{name}.in")
    assert len(asked) >= 4
    pinned = entries(name)
    assert {package: pinned.get(package, ("missing",))[0] for package in asked} == asked


@pytest.mark.parametrize("name", [DEVELOPMENT, SITE, PYTEST, AWX])
def test_everything_has_hashes(name):
    without = [package for package, (_release, hashes) in entries(name).items() if not hashes]
    assert without == []


def test_the_package_with_awx_is_pinned_alone():
    assert {name: release for name, (release, _hashes) in entries(AWX).items()} == wishes(f"{AWX}.in")
    assert list(wishes(f"{AWX}.in")) == ["ansible"]


@pytest.mark.parametrize("text", ["Makefile", "noxfile.py"])
def test_the_files_with_hashes_are_the_ones_that_are_installed(text):
    installed = re.findall(r"-r\W+([\w/.-]+)", (ROOT / text).read_text(encoding="utf-8"))
    assert installed == ([f"{DEVELOPMENT}.txt"] if text == "Makefile" else [f"{SITE}.txt", f"{PYTEST}.txt"])


def test_distlib_is_the_same_wherever_the_collection_is_built():
    release = wishes(f"{DEVELOPMENT}.in")["distlib"]
    assert f'"distlib=={release}"' in (ROOT / "antsibull-nox.toml").read_text(encoding="utf-8")


def test_every_action_is_a_commit_with_its_version():
    workflows = [path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    actions = [action for text in workflows for action in re.findall(r"^\W*uses: (.+)$", text, re.MULTILINE)]
    assert actions
    assert [action for action in actions if not _ACTION.match(action)] == []
