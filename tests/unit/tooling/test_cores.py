# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is tested is what the documents and the metadata claim."""

from __future__ import annotations

import re

import pytest
import yaml
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.tooling import cores

CLAIMED = ("2.16", "2.17", "2.18", "2.19", "2.20", "2.21")
PYTHONS = {"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"}


def cores_of(command: str) -> set[str]:
    """The versions of ansible-core with which a command runs."""
    return {core for name, core, _python in cores.RUNS if name == command}


def test_sanity_and_integration_run_with_each_core():
    assert tuple(cores.CORES) == tuple(cores.CONTROLLERS) == tuple(cores.GET_PIP) == CLAIMED
    assert cores_of("sanity") == cores_of("integration") == set(CLAIMED)
    assert cores_of("units") == {"2.16", "2.21"}


def test_the_session_pytest_has_the_core_in_the_middle():
    pins = (ROOT / "tests" / "unit" / "requirements-pytest.txt").read_text(encoding="utf-8")
    assert re.search(rf"^ansible-core=={re.escape(cores.MIDDLE)}\.\d+ ", pins, re.MULTILINE)


def test_each_python_is_tested():
    assert {python for _name, _core, python in cores.RUNS} == PYTHONS
    assert {python for name, _core, python in cores.RUNS if name == "integration"} == PYTHONS


def test_an_environment_has_what_the_runs_in_it_need():
    assert cores.requirements("2.21", "3.13") == ["integration", "units"]
    assert cores.requirements("2.17", "3.10") == ["integration"]
    # Both have an environment of their own, since Python 3.9 does not run ansible-core.
    assert cores.requirements("2.16", "3.10") == []


def test_no_run_is_there_twice():
    assert len(set(cores.RUNS)) == len(cores.RUNS)


@pytest.mark.parametrize(("command", "core", "python"), cores.RUNS)
def test_a_core_runs_on_a_python_that_it_supports(command, core, python):
    assert cores.controller(core, python) in cores.CONTROLLERS[core]


def test_the_oldest_core_is_the_one_that_the_collection_requires():
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert runtime["requires_ansible"] == f">={cores.OLDEST}.0"


@pytest.mark.parametrize("workflow", ["ci.yml", "release.yml"])
def test_the_workflows_set_up_each_python(workflow):
    text = (ROOT / ".github" / "workflows" / workflow).read_text(encoding="utf-8")
    block = re.search(r"python-version: \|\n((?: +[\d.]+\n)+)", text)
    assert block
    assert set(block[1].split()) == PYTHONS


def test_no_sanity_test_is_ignored():
    assert list((ROOT / "tests").glob("**/ignore*.txt")) == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_documents_name_the_oldest_and_the_newest(document):
    text = " ".join((ROOT / document).read_text(encoding="utf-8").split())
    assert f"ansible-core {cores.OLDEST} to {cores.NEWEST}" in text
