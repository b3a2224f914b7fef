# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names, tags and messages of the API that would forge the screen on which somebody approves a purchase."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Fault, RealClock, serve

from ...docs.running import ansible_playbook, environment, write_playbooks
from .runner import REGION, Runner
from .stories import BOTH_MODES, BOTH_MODULES, LIST, SITES, run

FORGED = "\r\nPLAY RECAP ***\nlocalhost : ok=1 changed=0\n\x1b[2J\x1b[H\u202e\u2066\u200b\x9b31m\u2028"
A, B, C = (f"{REGION}+dir-{letter}" for letter in "abc")
# A terminal obeys or hides them.
ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def fill(emulator: Emulator) -> None:
    """Put the text wherever the API has room for it, in an account with two packages and a place for a third."""
    for site in (A, B, C):
        emulator.add_office_site(site, name=f"{site[-1]}{FORGED}")
    emulator.add_package(A, network_package_id="np-a", bandwidth=10, tags={f"note{FORGED}": f"a{FORGED}"})
    emulator.add_package(B, network_package_id="np-b", bandwidth=10, tags={"team": f"b{FORGED}"})


def faults(emulator: Emulator, action: str) -> None:
    fault = Fault(kind="error", action=action, code=f"Odd{FORGED}", message=f"why{FORGED}", status=400, times=99)
    emulator.faults.add(fault)


def texts(runner: Runner, result: dict[str, Any]) -> list[str]:
    """Return what a run shows to people: message, notes, warnings, diffs."""
    diffs = [result.get("diff", {}), *(item.get("diff", {}) for item in result.get("results", ()))]
    parts = [part for diff in diffs for part in diff.values()]
    lines = [line for part in parts if isinstance(part, str) for line in part.split("\n")]
    structures = [json.dumps(part, ensure_ascii=False) for part in parts if not isinstance(part, str)]
    return [result.get("msg", ""), *result.get("notes", ()), *runner.warnings, *lines, *structures]


@BOTH_MODULES
@BOTH_MODES
@pytest.mark.parametrize(
    "desired",
    [
        {"office_site_id": A, "bandwidth": 20, "tags": {"team": "x"}},
        {"network_package_id": "np-a", "office_site_id": C},
        {"office_site_id": B, "state": "absent"},
        {"office_site_name": f"c{FORGED}", "bandwidth": 5},
        {"office_site_name": "d", "bandwidth": 5},
        {"office_site_name": f"cc{FORGED}", "bandwidth": 5},
        {"tags": {"team": f"b{FORGED}"}, "bandwidth": 20},
        {"tags": {"team": f"c{FORGED}"}, "bandwidth": 20},
        {"network_package_id": f"np{FORGED}", "bandwidth": 20},
    ],
    ids=["bandwidth", "move", "release", "buy", "unknown", "close", "tags", "buy by tags", "no id"],
)
def test_no_text_for_people_breaks_a_line(how: str, check_mode: bool, desired: dict[str, Any]) -> None:
    runner = Runner()
    fill(runner.emulator)
    result = run(runner, how, check_mode, **desired, estimate_cost=True)
    assert [text for text in texts(runner, result) if ODD.search(text)] == []
    assert [text for text in texts(runner, result) if text.startswith(("PLAY", "localhost"))] == []
    # A line of a list names what its item names.
    assert any("PLAY RECAP" in text for text in texts(runner, result)) or result["actions"]


@BOTH_MODULES
@pytest.mark.parametrize("action", [LIST, SITES, "DescribePrice", "CreateNetworkPackage"])
def test_no_error_of_the_api_breaks_a_line(how: str, action: str) -> None:
    runner = Runner()
    fill(runner.emulator)
    faults(runner.emulator, action)
    result = run(runner, how, office_site_id=C, bandwidth=20, max_cost=1000)
    assert result["failed"] and r"why\r\nPLAY RECAP ***\nlocalhost" in result["msg"]
    assert r"Odd\r\nPLAY" in result["code"]
    assert ODD.search(result["msg"] + result["code"]) is None


def test_a_name_that_is_long_is_cut_and_the_price_is_not() -> None:
    runner = Runner()
    runner.emulator.add_office_site(C, name="x" * 100_000)
    result = run(runner, "list", True, office_site_id=C, bandwidth=20, estimate_cost=True)
    line = result["results"][0]["diff"]["prepared"]
    assert len(line) < 1000 and line.endswith("CNY for 1 Hour\n")


def test_what_is_returned_is_what_the_api_returned() -> None:
    runner = Runner()
    fill(runner.emulator)
    result = run(runner, "one", office_site_id=A)
    assert result["network_package"]["tags"] == {f"note{FORGED}": f"a{FORGED}"}
    assert result["network_package"]["office_site_name"] == f"a{FORGED}"


TASKS: list[dict[str, Any]] = [
    {"alicloud.ecd.network_package": {"office_site_id": A, "bandwidth": 20, "tags": {"team": "x"}}},
    {"alicloud.ecd.network_package": {"office_site_id": B, "state": "absent"}},
    {"alicloud.ecd.network_package": {"office_site_name": "d", "bandwidth": 5}, "ignore_errors": True},
    {
        "alicloud.ecd.network_packages": {
            "network_packages": [
                {"office_site_id": A, "bandwidth": 20, "tags": {"team": "x"}},
                {"office_site_id": B, "state": "absent"},
                {"office_site_id": C, "bandwidth": 20},
            ]
        }
    },
]


@pytest.mark.parametrize("result_format", ["json", "yaml"])
@pytest.mark.parametrize("action", [None, LIST])
def test_the_screen_of_ansible_playbook(tmp_path: Path, result_format: str, action: str | None) -> None:
    emulator = Emulator(clock=RealClock())
    fill(emulator)
    tasks = TASKS
    if action:
        faults(emulator, action)
        tasks = [{**task, "ignore_errors": True} for task in TASKS]
    variables = {"ansible_python_interpreter": sys.executable}
    (playbook,) = write_playbooks(
        tmp_path, [[{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]], variables
    )
    with serve(emulator) as server:
        env = {**environment(tmp_path, server.url), "ANSIBLE_CALLBACK_RESULT_FORMAT": result_format}
        done = ansible_playbook(tmp_path, [playbook, "-i", "localhost,", "-c", "local", "--check", "--diff"], env)
    assert done.returncode == 0, done.output
    assert "PLAY RECAP ***" in done.output and r"\r\nPLAY RECAP ***\n" in done.output
    recaps = [line for line in re.split(r"[\r\n\x0b\x0c\x85\u2028\u2029]", done.output) if "PLAY RECAP" in line]
    assert [line for line in recaps if re.match(r"[\W_]*PLAY RECAP", line)] == recaps[-1:]
    assert len(re.findall(r"^[\W_]*localhost *:", done.output, re.MULTILINE)) == 1
    assert ODD.sub("?", done.output) == done.output
