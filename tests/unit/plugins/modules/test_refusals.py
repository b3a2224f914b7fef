# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that are refused before any call: no number, blanks in ids, absurd timeouts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .scenarios import A, package
from .stories import BOTH_MODULES, account, failed, ok, run

TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
# Not the options of type float of a task: Ansible's own check has made 1.0 of true before a module sees it.
NO_NUMBERS: tuple[dict[str, Any], ...] = (
    {"bandwidth": True},
    {"pay_type": "PrePaid", "period": True},
    {"remaining_days": True},
    {"reseller_owner_uid": True},
    {"wait_timeout": True},
    {"retries": True},
)


@pytest.mark.parametrize("options", NO_NUMBERS, ids=lambda options: list(options)[-1])
@BOTH_MODULES
def test_a_boolean_is_no_number(how: str, options: dict[str, Any]) -> None:
    """(polish) true is not 1."""
    runner = account()
    failed(run(runner, how, **{**TEN, **options}), list(options)[-1])
    assert runner.emulator.calls == []


ODD_IDS: tuple[dict[str, Any], ...] = (
    {"office_site_id": f"{A}\n"},
    {"office_site_id": f" {A}"},
    {"office_site_id": f"{A} {A}"},
    {"office_site_id": f"{A}\t"},
    {"office_site_id": "   "},
    {"network_package_id": "np-a "},
    {"network_package_id": "np-a\nnp-b"},
    {"network_package_id": "np-a", "office_site_id": f"{A}\r\n"},
)


@pytest.mark.parametrize("options", ODD_IDS, ids=str)
@BOTH_MODULES
@pytest.mark.parametrize("state", ["present", "absent"])
def test_blanks_and_line_ends_in_ids_are_refused(how: str, options: dict[str, Any], state: str) -> None:
    """(polish) such an id would match nothing: another package would be bought, or a release would look done."""
    runner = account(package())
    failed(run(runner, how, bandwidth=20, state=state, **options), list(options)[-1])
    assert runner.emulator.calls == []


@pytest.mark.parametrize("order_id", ["123 ", " 123", "123\n", "1 2"])
@BOTH_MODULES
def test_blanks_and_line_ends_in_the_number_of_an_order_are_refused(how: str, order_id: str) -> None:
    """(polish) billing would not know the order, and a new one be placed."""
    runner = account(package())
    failed(run(runner, how, office_site_id=A, bandwidth=20, pending_order_id=order_id), "pending_order_id")
    assert runner.emulator.calls == []


ABSURD: tuple[dict[str, Any], ...] = (
    {"wait_timeout": 10**400},
    {"wait_timeout": 10**12},
    {"wait_interval": 1e300},
    {"wait_interval": float("inf")},
    {"settle_timeout": 1e300},
    {"settle_timeout": float("inf")},
)


@pytest.mark.parametrize("options", ABSURD, ids=lambda options: f"{next(iter(options))} {len(str(options))}")
@BOTH_MODULES
def test_absurd_timeouts_are_refused(how: str, options: dict[str, Any]) -> None:
    """(15, polish) a number that no clock can add is refused before any call."""
    runner = account()
    result = failed(run(runner, how, **TEN, **options), next(iter(options)))
    assert runner.emulator.calls == []
    assert len(result["msg"]) < 1000


@pytest.mark.parametrize("options", [{"wait_timeout": 86400}, {"wait_interval": 600}, {"settle_timeout": 3600}])
def test_long_timeouts_are_allowed(options: dict[str, Any]) -> None:
    """(polish) what somebody may want is not absurd."""
    ok(account().network_package(**TEN, **options))


@pytest.mark.parametrize(
    "failure",
    [{"Success": False, "Code": "InternalError"}, {"Code": "Throttling.User"}, {"Success": "false"}, {"Success": 0}],
    ids=["both", "a code", "text", "zero"],
)
@pytest.mark.parametrize("desired", [{"bandwidth": 10}, {"state": "absent"}], ids=["present", "absent"])
def test_a_listing_that_is_a_failure_shows_nothing(failure: dict[str, Any], desired: dict[str, Any]) -> None:
    """HTTP 200 with a failure in it is no empty region: nothing is bought, and nothing is gone."""
    runner = account(package())
    body = json.dumps({"RequestId": "R-1", "NetworkPackages": [], **failure})
    runner.emulator.faults.add(Fault(kind="not_documented", action="DescribeNetworkPackages", times=99, body=body))
    result = runner.network_package(office_site_id=A, retries=1, **desired)
    assert result["failed"] and "HTTP 200, but" in result["msg"]
    assert runner.network_package_info(retries=1)["failed"]
    assert runner.writes() == []


@pytest.mark.parametrize("code", ["Throttling", "Foo", "PAY.Refused", "IncorrectNetworkPackageStatus.Busy"])
def test_a_refusal_that_names_what_it_did_is_not_believed(code: str) -> None:
    """It was carried out: it is not sent again, and the order is reported."""
    runner = account()
    body = json.dumps({"Code": code, "Message": "Refused.", "RequestId": "R-1", "OrderId": "9"})
    runner.emulator.faults.add(
        Fault(kind="not_documented", action="CreateNetworkPackage", when="after", status=400, body=body)
    )
    result = runner.network_package(**TEN)
    assert "failed" not in result, result["msg"]
    assert (result["actions"], "9" in result["order_ids"]) == (["CreateNetworkPackage"], True)
    assert runner.writes() == ["CreateNetworkPackage"]
