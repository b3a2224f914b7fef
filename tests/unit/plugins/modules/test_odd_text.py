# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of the API that cannot be written as UTF-8, and ids that are no text: no report is lost, nothing is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .scenarios import CREATE, MODIFY, A, package
from .stories import (
    BOTH_MODES,
    BOTH_MODULES,
    LIST,
    SITES,
    account,
    amend,
    answer,
    failed,
    live,
    ok,
    run,
    said,
    shown_id,
)

TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
LONE = "na\ud800me"
ODD_PACKAGE: dict[str, Any] = {
    "NetworkPackageId": "np-odd",
    "OfficeSiteId": A,
    "OfficeSiteName": LONE,
    "Bandwidth": 10,
    "PayType": "PostPaid",
    "InternetChargeType": "PayByTraffic",
    "NetworkPackageStatus": "InUse",
    "ExpiredTime": LONE,
    "EipAddresses": [LONE],
    "Tags": [{"Key": LONE, "Value": LONE}],
}


def writable(result: Any) -> str:
    """Return a result as ansible-core writes it since 2.18."""
    return json.dumps(result, ensure_ascii=False).encode().decode()


@BOTH_MODULES
@BOTH_MODES
def test_a_package_with_lone_surrogates_is_reported(how: str, check_mode: bool) -> None:
    runner = account()
    answer(runner, LIST, {"RequestId": "R", "NetworkPackages": [ODD_PACKAGE]}, times=99)
    result = ok(run(runner, how, check_mode, office_site_id=A, bandwidth=20 if check_mode else 10))
    assert "na\ufffdme" in writable([result, runner.warnings])


def test_the_info_module_reports_lone_surrogates() -> None:
    runner = account()
    answer(runner, LIST, {"RequestId": "R", "NetworkPackages": [ODD_PACKAGE]})
    (shown,) = ok(runner.network_package_info())["network_packages"]
    writable(shown)
    assert (shown["tags"], shown["eip_addresses"]) == ({"na\ufffdme": "na\ufffdme"}, ["na\ufffdme"])


@BOTH_MODULES
def test_names_with_lone_surrogates_are_suggested(how: str) -> None:
    runner = account()
    sites = [{"OfficeSiteId": A, "Name": LONE}]
    answer(runner, SITES, {"RequestId": "R", "OfficeSites": sites}, times=99)
    result = failed(run(runner, how, office_site_name="name", bandwidth=10), "no office network is named")
    assert "na\ufffdme" in writable(result)


@BOTH_MODULES
@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_failure_with_lone_surrogates_is_reported(how: str, status: int) -> None:
    runner = account(package())
    body = {"RequestId": LONE, "Code": f"Odd{LONE}", "Message": LONE, "OrderId": LONE, "NetworkPackageId": LONE}
    answer(runner, MODIFY, body, status=status)
    writable([failed(run(runner, how, office_site_id=A, bandwidth=20, settle_timeout=1)), runner.warnings])


NO_IDS = pytest.mark.parametrize("value", [7, True, ["np-a"], {"Id": "np-a"}], ids=repr)


@BOTH_MODULES
@NO_IDS
def test_an_id_of_a_purchase_that_is_no_text_is_not_believed(how: str, value: Any) -> None:
    """The package that was bought is found by its identity."""
    runner = account()
    amend(runner, CREATE, NetworkPackageId=value)
    result = ok(run(runner, how, **TEN))
    assert [shown_id(result)] == live(runner, A)
    assert repr(value) not in said(runner, result)


@BOTH_MODULES
@pytest.mark.parametrize("value", [True, 1.5, ["1"], {"Id": "1"}], ids=repr)
def test_an_order_number_that_is_none_is_not_reported(how: str, value: Any) -> None:
    runner = account()
    amend(runner, CREATE, OrderId=value)
    assert ok(run(runner, how, **TEN))["order_ids"] == []


@BOTH_MODULES
@pytest.mark.parametrize("name", ["NetworkPackageId", "OfficeSiteId"])
@NO_IDS
def test_a_listing_whose_ids_are_no_text_is_no_listing(how: str, name: str, value: Any) -> None:
    """Nothing is bought, as a package may be there."""
    runner = account()
    answer(runner, LIST, {"RequestId": "R", "NetworkPackages": [{**ODD_PACKAGE, name: value}]}, times=99)
    failed(run(runner, how, **TEN), name)
    assert runner.writes() == []
