# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to the contract suite: its commands work, its policies are just enough, and its numbers are those of the
code. The probes settle what the guide to costs and safety calls inferred.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import access_from
from ansible_collections.alicloud.ecd.tests.contract import __main__ as command
from ansible_collections.alicloud.ecd.tests.contract import release, settings, trial
from ansible_collections.alicloud.ecd.tests.contract.probe import BROKEN, CONTRADICTED, NOT_PROBED, VERDICTS
from ansible_collections.alicloud.ecd.tests.contract.suite import ALL, Result, run
from ansible_collections.alicloud.ecd.tests.emulator import (
    ACCESS_KEY_ID,
    ACCESS_KEY_SECRET,
    REGION,
    Clock,
    Emulator,
    Fault,
    serve,
)
from ansible_collections.alicloud.ecd.tests.emulator.operations import OPERATIONS
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.support.installation import clean_environment, emulator_environment

from .documents import guide
from .running import Account
from .shell import follow, missing
from .test_permissions import PAY, actions

GUIDE = guide("check_your_account")
# What of the repository make live needs.
CHECKOUT = ("Makefile", "galaxy.yml", "plugins", "requirements-dev.txt", "tests")
ACCOUNT, *_POLICIES = reversed(GUIDE.blocks("json"))
READS, EVERYTHING = (block.data["Statement"][0]["Action"] for block in reversed(_POLICIES))
EMPTY_OFFICE, OFFICE = "cn-hangzhou+dir-empty", "cn-hangzhou+dir-used"
TERM = {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth"}
_ROW = re.compile(r"^(?P<title>\S.*)\n(?P<text>(?:  .*\n|\n(?=  ))+)", re.MULTILINE)


def rows() -> dict[str, str]:
    """What is written about each row of the list in the guide to costs and safety, by its title without links."""
    section = guide("costs_and_safety").section("What is documented and what is inferred")
    return {found["title"].partition(" (:ansopt:")[0]: found["text"] for found in _ROW.finditer(section)}


def test_the_list_has_rows_and_most_say_what_is_inferred():
    assert len(rows()) >= 16
    assert sum("*Inferred:*" in text for text in rows().values()) >= 16


def test_every_probe_belongs_to_a_row_of_the_list():
    assert sorted({probe.row for probe in ALL} - set(rows())) == []


def test_everything_that_is_inferred_has_a_probe_or_says_why_none_can_ask():
    inferred = {title for title, text in rows().items() if "*Inferred:*" in text}
    assert sorted(inferred - {probe.row for probe in ALL}) == []


# -- The commands


@pytest.fixture(name="checkout")
def _checkout(tmp_path: Path) -> Path:
    """The checkout as the guide has it, with a virtual environment, and with its own place for what is written."""
    checkout = tmp_path / "alicloud.ecd"
    program = checkout / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for name in CHECKOUT:
        (checkout / name).symlink_to(ROOT / name)
    (checkout / ".venv" / "ready").touch()
    return checkout


def clean(home: Path) -> dict[str, str]:
    """An environment without an account, and without the make that runs the tests."""
    return {
        **{name: value for name, value in clean_environment(home).items() if not name.startswith(("MAKE", "LIVE"))},
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
        # As wide as the output in the guide.
        "COLUMNS": "120",
    }


def test_the_emulator_can_be_asked_as_shown(checkout, tmp_path):
    (checkout / "account.json").write_text(ACCOUNT.text, encoding="utf-8")
    steps = GUIDE.blocks("shell", "ansible-output", section="Try it on the emulator")
    outputs = follow([step.text for step in steps if step.kind == "shell"], clean(tmp_path), checkout)
    assert len(outputs) == 5
    assert list(missing(steps, outputs)) == [], outputs
    assert not (checkout / "seen.json").exists()


def test_the_account_is_asked_as_shown(checkout, tmp_path):
    steps = [step.text for step in GUIDE.blocks("shell", section="Run it on your account")]
    (office,) = set(re.findall(r"LIVE_OFFICE_SITE=(\S+)", "".join(steps)))
    account = Account()
    account.load({"office_sites": [{"office_site_id": office, "name": "nobody works here"}]})
    with serve(account) as server:
        variables = emulator_environment(server.url)
        key = f"{variables.pop('ALIBABA_CLOUD_ACCESS_KEY_ID')}\n{variables.pop('ALIBABA_CLOUD_ACCESS_KEY_SECRET')}\n"
        # The address stands for that of the vendor.
        steps[0] = steps[0].replace("unset ALIBABA_CLOUD_ECD_ENDPOINT\n", "")
        env = {**clean(tmp_path), **variables, "LIVE": "--interval 0.05"}
        reads, purchase, order = follow(steps, env, checkout, typed=key)
    assert ("Bought np-" in reads, "Bought np-" in purchase, "Bought np-" in order) == (False, True, True)
    assert ("is not paid" in purchase, "is not paid" in order) == (False, True)
    assert account.writes().count("CreateNetworkPackage") == 2 + 3
    assert list(account.packages) == []
    written = (checkout / "seen.json").read_text(encoding="utf-8")
    for shown in ("network-package-1", "(text, 36 characters)", "retry_after"):
        assert shown in written
    for hidden in (office, "nobody works here", ACCESS_KEY_ID, ACCESS_KEY_SECRET):
        assert hidden not in written


def test_the_status_is_that_of_the_program_or_is_printed_by_make(checkout, tmp_path):
    steps = [".venv/bin/python -m tests.contract live >/dev/null; echo $?", "make live; echo $?"]
    program, make = follow(steps, clean(tmp_path), checkout)
    assert program == str(command.WRONG_INPUT)
    assert "region_id is required" in make
    assert make.endswith(f"Error {command.WRONG_INPUT} 2")


# -- The policies


def asked(granted: Collection[str], **values: object) -> tuple[Result, Emulator]:
    """The result of the suite if the API refuses every operation of which no action is granted."""
    clock = Clock()
    emulator = Emulator(clock=clock, creating_seconds=5, releasing_seconds=5)
    for office in (EMPTY_OFFICE, OFFICE):
        emulator.add_office_site(office)
    emulator.add_package(network_package_id="np-used", office_site_id=OFFICE, tags={"team": "blue"})
    emulator.add_package(network_package_id="np-term", **TERM)
    for name in OPERATIONS:
        if not actions([name]) <= set(granted):
            emulator.faults.add(Fault("error", name, code="Forbidden.RAM", status=403, times=10_000))
    environ = {"ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET}
    allowed = settings.Settings(access_from({}, environ), REGION, **values)  # type: ignore[arg-type]
    timing = Timing(clock.time, clock.time, clock.sleep)
    return run(allowed, timing, "of-the-test", lambda _line: None, emulator.transport()), emulator


PAID = {"office_site": EMPTY_OFFICE, "max_cost": Decimal(1000), "subscription": True}


@pytest.mark.parametrize(("policy", "values"), [(READS, {}), (EVERYTHING, PAID)], ids=["reads", "everything"])
def test_a_policy_is_just_enough(policy, values):
    result, emulator = asked(policy, **values)
    assert [finding.seen for finding in result.findings.values() if "may not call" in finding.seen] == []
    assert actions(call.action for call in emulator.calls) == set(policy) - {PAY}
    assert len(set(policy)) == len(policy)


@pytest.mark.parametrize("action", [name for name in READS if name.startswith("ecd:")])
def test_each_of_its_actions_is_needed(action):
    result, _emulator = asked([name for name in READS if name != action])
    assert any("Forbidden.RAM" in finding.seen for finding in result.findings.values())


def test_without_the_actions_of_billing_its_probes_end_as_the_guide_says():
    result, _emulator = asked([name for name in READS if name.startswith("ecd:")])
    verdicts = {found.verdict for key, found in result.findings.items() if key.startswith("billing-")}
    assert verdicts == {NOT_PROBED}
    assert result.findings["permissions"].verdict == CONTRADICTED


def test_with_the_policy_of_the_first_level_nothing_is_bought():
    result, emulator = asked(READS, **PAID)
    assert sorted(emulator.packages) == ["np-term", "np-used"]
    assert (result.left, result.unreleased) == ([], False)


def test_who_may_buy_may_pay_and_release():
    assert {PAY, "ecd:CreateNetworkPackage", "ecd:DeleteNetworkPackages"} <= set(EVERYTHING)
    assert not {PAY, "ecd:CreateNetworkPackage"} & set(READS)


def test_the_policies_are_json_policies_without_conditions():
    for block in reversed(_POLICIES):
        assert json.loads(block.text) == block.data
        (statement,) = block.data["Statement"]
        assert (block.data["Version"], statement["Effect"], statement["Resource"]) == ("1", "Allow", "*")
        assert set(statement) == {"Effect", "Action", "Resource"}


# -- Numbers and names


def test_the_limits_of_time_are_those_of_the_code():
    assert "up to 10 minutes for the purchase and for the release, and for up to 2 minutes" in " ".join(
        GUIDE.text.split()
    )
    assert (trial.USABLE, trial.GONE, release.LIMIT, trial.CHANGED) == (600, 600, 600, 120)


def test_the_bandwidths_are_those_of_the_code():
    assert set(map(int, re.findall(r"(\d+) Mbit/s", GUIDE.text))) == {trial.BANDWIDTH, trial.RESIZED}


def test_the_variables_and_the_tag_are_named():
    for name in (settings.OFFICE_SITE, settings.MAX_COST, f"{settings.SUBSCRIPTION}=yes", trial.TAG):
        assert f"``{name}``" in GUIDE.text


def test_every_exit_status_is_explained():
    explained = {int(status) for status in re.findall(r"^  \* - ``(\d+)``$", GUIDE.text, re.MULTILINE)}
    assert explained == {0, command.DEFECT, command.WRONG_INPUT, command.STOPPED}


def test_every_verdict_is_explained():
    section = GUIDE.section("How to read the table")
    assert re.findall(r"^``([\w ]+)``$", section, re.MULTILINE) == [*VERDICTS, BROKEN]
