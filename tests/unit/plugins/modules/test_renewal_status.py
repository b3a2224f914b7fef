# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the info module returns of automatic renewal."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import Runner
from .scenarios import B, package, subscription

ASK, LIST = "QueryAvailableInstances", "DescribeNetworkPackages"


def account(**switches: Any) -> Runner:
    runner = Runner()
    runner.emulator.add_package(**subscription(auto_renew=True, period=2, expired_time="2026-03-15T08:00:00Z"))
    runner.emulator.add_package(**subscription(site=B, key="np-b", renew_status="NotRenewal"))
    runner.emulator.add_package(**package(site=None, key="np-c"))
    runner.emulator.switch(**switches)
    return runner


def renewals(runner: Runner, **options: Any) -> dict[str, Any]:
    result = runner.network_package_info(renewal_status=True, **options)
    assert result["changed"] is False
    assert runner.leaked() == []
    return {row["network_package_id"]: row["renewal"] for row in result["network_packages"]}


def test_each_subscription_has_it() -> None:
    runner = account()
    assert renewals(runner) == {
        "np-a": {
            "auto_renew": True,
            "period": 2,
            "period_unit": "Month",
            "end_time": "2026-03-15T08:00:00Z",
            "expected_release_time": "2026-03-15T08:00:00Z",
        },
        "np-b": {
            "auto_renew": False,
            "period": None,
            "period_unit": None,
            "end_time": "2026-02-15T08:00:00Z",
            "expected_release_time": "2026-02-15T08:00:00Z",
        },
        "np-c": None,
    }
    assert (runner.emulator.summary(), runner.warnings) == ({LIST: 1, ASK: 1}, [])


@pytest.mark.parametrize("options", [{}, {"renewal_status": False}])
def test_without_the_option_nothing_is_asked_or_added(options: dict[str, Any]) -> None:
    runner = account()
    result = runner.network_package_info(**options)
    assert runner.emulator.summary() == {LIST: 1}
    assert not any("renewal" in row for row in result["network_packages"])


@pytest.mark.parametrize("options", [{"pay_type": "PostPaid"}, {"network_package_ids": []}])
def test_where_no_subscription_matches_nothing_is_asked(options: dict[str, Any]) -> None:
    runner = account()
    assert set(renewals(runner, **options).values()) <= {None}
    assert runner.emulator.count(ASK) == 0


def test_only_what_matches_is_asked_for() -> None:
    runner = account()
    assert list(renewals(runner, network_package_ids=["np-b", "np-c"])) == ["np-c", "np-b"]
    (asked,) = [call.params["InstanceIDs"] for call in runner.emulator.calls if call.action == ASK]
    assert asked == "np-b"


def test_in_hundreds() -> None:
    runner = Runner()
    for number in range(250):
        runner.emulator.add_package(**subscription(site=None, key=f"np-{number:03}"))
    assert sum(entry["auto_renew"] is False for entry in renewals(runner).values()) == 250
    assert runner.emulator.summary() == {LIST: 3, ASK: 3}


def test_what_billing_does_not_know_is_null() -> None:
    runner = account(billing_knows="none")
    assert (set(renewals(runner).values()), runner.warnings) == ({None}, [])


@pytest.mark.parametrize("bss_failure", ["http_400", "http_200"])
def test_what_billing_refuses_is_null_with_a_warning(bss_failure: str) -> None:
    runner = account(billing_access="none", bss_failure=bss_failure)
    assert set(renewals(runner).values()) == {None}
    (warning,) = runner.warnings
    assert warning.startswith("renewal_status: not complete for ")
    assert "bssapi:QueryAvailableInstances" in warning and "bss:DescribeInstances" in warning


def test_a_status_that_nobody_documents_is_null_with_a_warning() -> None:
    runner = account()
    runner.emulator.change_package("np-b", renew_status="Paused")
    found = renewals(runner)
    assert (found["np-a"]["auto_renew"], found["np-b"]["auto_renew"]) == (True, None)
    assert runner.warnings == ["renewal_status: not complete for np-b: billing shows RenewStatus 'Paused'"]


def test_an_account_of_the_international_site() -> None:
    runner = account(bss_site="international")
    assert renewals(runner)["np-a"]["auto_renew"] is True


def test_billing_has_an_endpoint_of_its_own() -> None:
    runner = account()
    renewals(runner, bss_endpoint="business.example.com")
    hosts = {call.action: call.host for call in runner.emulator.calls}
    assert hosts == {LIST: "ecd.cn-hangzhou.aliyuncs.com", ASK: "business.example.com"}


@pytest.mark.parametrize("kind", ["reset", "html", "not_documented", "throttle"])
def test_a_question_that_fails_is_asked_again(kind: str) -> None:
    runner = account()
    runner.emulator.faults.add(Fault(kind=kind, action=ASK))
    assert renewals(runner)["np-a"]["auto_renew"] is True
    assert runner.warnings == []
