# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cookbook: each recipe does what its heading says, and a second run of it changes nothing."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import serve

from .accounts import BIND, BRANCH, CREATE, HEADQUARTERS, MODIFY, UNBIND, office, offices, subscription
from .documents import guide
from .running import Account, Run, ansible_playbook, environment, write_playbooks

GUIDE = guide("cookbook")
OLD, NEW = office("333333"), office("444444")
MAIL_PROGRAM = "#!/bin/sh\ncat >>mails.txt\n"


@dataclass(frozen=True)
class Recipe:
    """The account before a recipe, the writes of its first run, and the bandwidths after it."""

    seed: Mapping[str, Any]
    writes: Sequence[str]
    after: Mapping[str, int]
    changed: int = 1
    variables: Mapping[str, Any] = field(default_factory=dict)


BY_BANDWIDTH = {"internet_charge_type": "PayByBandwidth"}
# By the name of the play, in the order of the guide.
RECIPES = {
    "Bandwidth by the time of day": Recipe(
        {
            "office_sites": offices(),
            "packages": [{"office_site_id": HEADQUARTERS, "bandwidth": 100, **BY_BANDWIDTH}],
        },
        [MODIFY],
        {HEADQUARTERS: 10},
        variables={"mbits": 10},
    ),
    "The offices of two regions": Recipe(
        {
            "office_sites": [
                *offices(),
                {"office_site_id": "cn-shanghai+dir-1", "name": "harbour", "region_id": "cn-shanghai"},
            ]
        },
        [CREATE, CREATE],
        {HEADQUARTERS: 50, "cn-shanghai+dir-1": 20},
    ),
    "Buy after an approval": Recipe(
        {"office_sites": offices(), "packages": [{"office_site_id": BRANCH, "bandwidth": 20}]},
        [CREATE, MODIFY],
        {HEADQUARTERS: 50, BRANCH: 10},
        # The task in check mode, too.
        changed=2,
    ),
    "Move to the new building": Recipe(
        {
            "office_sites": [
                {"office_site_id": OLD, "name": "old-building"},
                {"office_site_id": NEW, "name": "new-building"},
            ],
            "packages": [{"office_site_id": OLD, "bandwidth": 10}],
        },
        [UNBIND, BIND, MODIFY],
        {NEW: 20},
        changed=2,
    ),
    "Adopt the network packages of two offices": Recipe(
        {
            "office_sites": offices(),
            "packages": [
                {"office_site_id": HEADQUARTERS, "bandwidth": 50},
                subscription(BRANCH, days=100, bandwidth=10),
            ],
        },
        [],
        {HEADQUARTERS: 50, BRANCH: 10},
        changed=0,
    ),
    "Mail about subscriptions that expire": Recipe(
        {
            "office_sites": offices(),
            "packages": [subscription(HEADQUARTERS, days=100), subscription(BRANCH, days=10, bandwidth=30)],
        },
        [],
        {HEADQUARTERS: 10, BRANCH: 30},
        changed=0,
    ),
    "A small network package for every office without one": Recipe(
        {
            "office_sites": [*offices("555555"), {"office_site_id": office("666666"), "status": "REGISTERING"}],
            "packages": [{"office_site_id": HEADQUARTERS, "bandwidth": 50}],
        },
        [CREATE, CREATE],
        {HEADQUARTERS: 50, BRANCH: 2, office("555555"): 2},
    ),
}
PLAYBOOKS = {playbook[0]["name"]: playbook for playbook in GUIDE.plays()}


@pytest.fixture(name="cook")
def _cook(tmp_path):
    """Return a function that runs a recipe in its account, and an account."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "sendmail").write_text(MAIL_PROGRAM, encoding="utf-8")
    (programs / "sendmail").chmod(stat.S_IRWXU)
    account = Account()
    with serve(account) as server:
        env = environment(tmp_path, server.url)
        env["PATH"] = f"{programs}{os.pathsep}{env['PATH']}"

        def cook(name: str, *arguments: str) -> Run:
            if not (tmp_path / "group_vars").exists():
                write_playbooks(tmp_path, [PLAYBOOKS[name]], {})
            extra = [f"--extra-vars={key}={value}" for key, value in RECIPES[name].variables.items()]
            return ansible_playbook(tmp_path, ["playbook_0.yml", *extra, *arguments], env)

        yield cook, account


def bandwidths(account: Account) -> dict[str, int]:
    """The bandwidth of each office network."""
    return {package["OfficeSiteId"]: package["Bandwidth"] for package in account.snapshot()["packages"]}


def test_every_recipe_is_here():
    assert list(PLAYBOOKS) == list(RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says_and_then_nothing(name, cook, tmp_path):
    run_it, account = cook
    recipe = RECIPES[name]
    account.load(recipe.seed)
    first = run_it(name)
    assert (first.returncode, first.changed, first.failed) == (0, recipe.changed, 0), first.output
    assert sorted(account.writes()) == sorted(recipe.writes)
    assert bandwidths(account) == recipe.after
    second = run_it(name)
    assert (second.returncode, second.changed, second.failed) == (0, 0, 0), second.output
    assert sorted(account.writes()) == sorted(recipe.writes)


def test_a_check_only_reads_and_foretells_the_change(cook):
    run_it, account = cook
    name = "A small network package for every office without one"
    account.load(RECIPES[name].seed)
    run = run_it(name, "--check", "--diff")
    assert (run.returncode, run.changed) == (0, 1), run.output
    assert account.writes() == []


def test_the_schedule_never_buys_and_says_so(cook):
    run_it, account = cook
    name = "Bandwidth by the time of day"
    account.load({"office_sites": offices()})
    run = run_it(name)
    assert (run.returncode, run.changed) == (0, 0), run.output
    assert account.writes() == []


def test_the_price_is_shown_before_the_approval_and_limits_the_run(cook):
    run_it, account = cook
    name = "Buy after an approval"
    account.load(RECIPES[name].seed)
    output = run_it(name).output
    shown = re.search(r'"msg": "(\w+), (\w+) for (\d\.\d+) an hour"', output)
    assert shown, output
    assert {shown[1], shown[2]} == {CREATE, MODIFY}
    assert float(shown[3]) > 0
    assert shown.start() < output.index("TASK [Ask for the approval]") < output.index("TASK [Buy, for at most")


def test_what_costs_more_than_approved_is_not_bought(cook, tmp_path):
    run_it, account = cook
    name = "Buy after an approval"
    account.load({"office_sites": offices(), "packages": [{"office_site_id": BRANCH, "bandwidth": 10}]})
    play = deepcopy(PLAYBOOKS[name][0])
    # Somebody releases what was as declared, between the approval and the run, which then has to buy two.
    release = {"network_packages": [{"office_site_name": "branch", "state": "absent"}]}
    play["tasks"].insert(-1, {"name": "Release one", "alicloud.ecd.network_packages": release})
    names = write_playbooks(tmp_path, [[play]], {})
    assert names == ["playbook_0.yml"]
    run = run_it(name)
    assert "max_hourly_cost: the planned purchases cost" in run.output, run.output
    assert account.writes() == ["DeleteNetworkPackages"]


def test_the_mail_names_what_expires_soon(cook, tmp_path):
    run_it, account = cook
    name = "Mail about subscriptions that expire"
    account.load(RECIPES[name].seed)
    run_it(name)
    mail = (tmp_path / "mails.txt").read_text(encoding="utf-8")
    assert "Subject: 1 network packages expire within 30 days\n\n" in mail
    assert '30 Mbit/s  "branch"' in mail
    assert "headquarters" not in mail


def test_no_mail_is_sent_if_nothing_expires(cook, tmp_path):
    run_it, account = cook
    name = "Mail about subscriptions that expire"
    account.load({"packages": [subscription(HEADQUARTERS, days=100)], "office_sites": offices()})
    assert run_it(name).returncode == 0
    assert not Path(tmp_path / "mails.txt").exists()
