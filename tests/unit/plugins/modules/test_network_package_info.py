# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The info module: every filter, every page, and every plan once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner

LIST = "DescribeNetworkPackages"
A, B = f"{REGION}+dir-a", f"{REGION}+dir-b"
PLANS: tuple[dict[str, Any], ...] = (
    {"network_package_id": "np-a", "office_site_id": A, "tags": {"team": "x", "tier": "1"}},
    {
        "network_package_id": "np-b",
        "office_site_id": B,
        "tags": {"team": "x"},
        "internet_charge_type": "PayByBandwidth",
    },
    {"network_package_id": "np-creating", "network_package_status": "Creating"},
    {"network_package_id": "np-releasing", "network_package_status": "Releasing", "office_site_id": B},
    {"network_package_id": "np-released", "network_package_status": "Released"},
    {"network_package_id": "np-week", "pay_type": "PrePaid", "expired_time": "2026-01-22T08:00:00Z"},
    {"network_package_id": "np-year", "pay_type": "PrePaid", "expired_time": "2027-01-15T08:00:00Z"},
    {"network_package_id": "np-late", "pay_type": "PrePaid", "business_status": "Expired"},
)
ALL = [plan["network_package_id"] for plan in PLANS]


def runner() -> Runner:
    """Return a runner whose region holds one plan of each kind."""
    runner = Runner()
    runner.emulator.add_office_site(A, name="first")
    runner.emulator.add_office_site(B, name="second")
    for plan in PLANS:
        subscription = {"internet_charge_type": "PayByBandwidth"} if plan.get("pay_type") == "PrePaid" else {}
        runner.emulator.add_package(**{**subscription, **plan})
    return runner


def crowd(count: int) -> Runner:
    """Return a runner whose region holds ``count`` plans."""
    runner = Runner()
    for number in range(count):
        runner.emulator.add_package(network_package_id=f"np-{number:04}")
    return runner


def ids(result: dict[str, Any]) -> list[str]:
    assert "failed" not in result, result
    return [plan["network_package_id"] for plan in result["network_packages"]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ALL),
        ({"network_package_ids": ["np-b", "np-a", "np-unknown"]}, ["np-a", "np-b"]),
        ({"network_package_ids": ["np-unknown"]}, []),
        ({"office_site_ids": [A]}, ["np-a"]),
        ({"office_site_ids": [B, A]}, ["np-a", "np-b", "np-releasing"]),
        ({"office_site_names": ["second"]}, ["np-b", "np-releasing"]),
        ({"office_site_names": ["second", "", "first"]}, ["np-a", "np-b", "np-releasing"]),
        ({"office_site_names": ["second"], "office_site_ids": [B]}, ["np-b", "np-releasing"]),
        ({"internet_charge_type": "PayByTraffic"}, ["np-a", "np-creating", "np-releasing", "np-released"]),
        ({"internet_charge_type": "PayByBandwidth"}, ["np-b", "np-week", "np-year", "np-late"]),
        ({"pay_type": "PrePaid"}, ["np-week", "np-year", "np-late"]),
        ({"pay_type": "PostPaid"}, ["np-a", "np-b", "np-creating", "np-releasing", "np-released"]),
        ({"network_package_status": "Creating"}, ["np-creating"]),
        ({"network_package_status": "Releasing"}, ["np-releasing"]),
        ({"network_package_status": "Released"}, ["np-released"]),
        ({"network_package_status": "InUse"}, ["np-a", "np-b", "np-week", "np-year", "np-late"]),
        ({"business_status": "Expired"}, ["np-late"]),
        ({"business_status": "Normal"}, [key for key in ALL if key != "np-late"]),
        ({"tags": {"team": "x"}}, ["np-a", "np-b"]),
        ({"tags": {"team": "x", "tier": 1}}, ["np-a"]),
        ({"tags": {"team": "y"}}, []),
        ({"tags": {}}, ALL),
        ({"expires_within_days": 0}, ["np-late"]),
        ({"expires_within_days": 6}, ["np-late"]),
        ({"expires_within_days": 7}, ["np-week", "np-late"]),
        ({"expires_within_days": 365}, ["np-week", "np-year", "np-late"]),
        ({"expires_within_days": 10**9}, ["np-week", "np-year", "np-late"]),
        ({"expires_within_days": 7, "business_status": "Normal"}, ["np-week"]),
        ({"office_site_ids": [B], "network_package_status": "InUse"}, ["np-b"]),
        ({"office_site_ids": [B], "office_site_names": ["first"]}, []),
        ({"network_package_ids": ["np-a", "np-b"], "internet_charge_type": "PayByBandwidth"}, ["np-b"]),
        ({"pay_type": "", "business_status": "", "network_package_status": "", "internet_charge_type": ""}, ALL),
    ],
)
def test_filters(filters: dict[str, Any], found: list[str]) -> None:
    assert sorted(ids(runner().network_package_info(**filters))) == sorted(found)


@pytest.mark.parametrize(
    ("filters", "problem"),
    [
        ({"pay_type": "Free"}, "pay_type must be one of: PostPaid, PrePaid, got: Free"),
        ({"network_package_status": "inuse"}, "network_package_status must be one of"),
        ({"business_status": "Late"}, "business_status must be one of"),
        ({"internet_charge_type": "PayByMoon"}, "internet_charge_type must be one of"),
        ({"expires_within_days": -1}, "expires_within_days: -1 is not allowed"),
        ({"expires_within_days": "soon"}, "expires_within_days"),
        ({"tags": {"a": False}}, "tags: "),
        ({"region_id": ""}, "region_id is required"),
        ({"endpoint": "http://ecd.example"}, "plain http"),
    ],
)
def test_bad_filters_ask_nothing(filters: dict[str, Any], problem: str) -> None:
    here = runner()
    result = here.network_package_info(**filters)
    assert result["failed"]
    assert problem in result["msg"]
    assert here.emulator.calls == []


@pytest.mark.parametrize("name", ["Second", "third", "first "])
def test_an_office_network_that_is_not_there_is_an_error(name: str) -> None:
    result = runner().network_package_info(office_site_names=["first", name])
    assert result["failed"]
    assert repr(name) in result["msg"]
    assert "in cn-hangzhou; the" in result["msg"]
    assert "'first'" in result["msg"] or "'second'" in result["msg"]


def test_a_name_that_two_office_networks_have_is_an_error() -> None:
    here = runner()
    here.emulator.add_office_site(f"{REGION}+dir-c", name="first")
    result = here.network_package_info(office_site_names=["first"])
    assert result["failed"]
    assert A in result["msg"]
    assert here.leaked() == []


@pytest.mark.parametrize("name", ["network_package_ids", "office_site_ids", "office_site_names"])
@pytest.mark.parametrize("values", [[], [""]])
def test_an_empty_list_asks_nothing(name: str, values: list[str]) -> None:
    here = runner()
    assert ids(here.network_package_info(**{name: values})) == []
    assert ids(here.network_package_info(**{name: values, "pay_type": "PrePaid"})) == []
    assert here.emulator.calls == []


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (99, 1), (100, 1), (101, 2), (250, 3)])
@pytest.mark.parametrize("last_token", ["absent", "empty"])
def test_all_pages_are_read(count: int, pages: int, last_token: str) -> None:
    here = crowd(count)
    here.emulator.switch(last_token=last_token)
    assert sorted(ids(here.network_package_info())) == [f"np-{number:04}" for number in range(count)]
    assert here.emulator.summary() == {LIST: pages}
    assert {call.params["MaxResults"] for call in here.emulator.calls} == {"100"}


@pytest.mark.parametrize(("count", "calls"), [(1, 1), (100, 1), (101, 2), (250, 3)])
def test_ids_are_asked_for_in_hundreds(count: int, calls: int) -> None:
    here = crowd(300)
    wanted = [f"np-{number:04}" for number in range(300 - count, 300)]
    assert sorted(ids(here.network_package_info(network_package_ids=wanted))) == wanted
    assert here.emulator.summary() == {LIST: calls}
    asked = [
        [value for name, value in call.params.items() if name.startswith("NetworkPackageId.")]
        for call in here.emulator.calls
    ]
    assert sorted(key for chunk in asked for key in chunk) == wanted
    assert max(len(chunk) for chunk in asked) <= 100


def test_an_id_given_twice_is_asked_for_once() -> None:
    here = crowd(3)
    assert ids(here.network_package_info(network_package_ids=["np-0001"] * 150 + [""])) == ["np-0001"]
    (call,) = here.emulator.calls
    assert [name for name in call.params if name.startswith("NetworkPackageId")] == ["NetworkPackageId.1"]


ODD = ["np a", "np+b", "np*~'", "np%20", "np&x=1;y", "np/../c", "np-ü云", "np\n\t", "np#?", "np\\", '"', "0"]


def test_ids_of_odd_characters() -> None:
    here = Runner()
    for key in ODD:
        here.emulator.add_package(network_package_id=key)
    here.emulator.add_package(network_package_id="np-other")
    assert sorted(ids(here.network_package_info(network_package_ids=ODD))) == sorted(ODD)


@pytest.mark.parametrize("pages", ["duplicate", "appear"])
@pytest.mark.parametrize("count", [101, 200, 250])
def test_a_plan_on_two_pages_is_returned_once(pages: str, count: int) -> None:
    here = crowd(count)
    here.emulator.switch(pages=pages)
    found = ids(here.network_package_info())
    assert len(found) == len(set(found))
    assert set(found) >= {f"np-{number:04}" for number in range(count)}


def test_a_plan_that_vanishes_between_pages() -> None:
    here = crowd(250)
    here.emulator.switch(pages="vanish")
    found = ids(here.network_package_info())
    assert len(found) == len(set(found))
    assert len(found) >= 249
    assert set(found) <= {f"np-{number:04}" for number in range(250)}


def test_the_region_empties_between_pages() -> None:
    here = crowd(150)

    def empty() -> None:
        for key in list(here.emulator.packages):
            here.emulator.remove_package(key)

    here.emulator.on_next_page(empty)
    assert len(ids(here.network_package_info())) == 100


@pytest.mark.parametrize(
    "kind", ["throttle", "reset", "hang", "html", "empty", "truncated", "not_documented", "connect"]
)
@pytest.mark.parametrize("skip", [0, 1, 2])
def test_a_page_that_fails_is_asked_for_again(kind: str, skip: int) -> None:
    here = crowd(250)
    here.emulator.faults.add(Fault(kind=kind, action=LIST, skip=skip))
    assert len(ids(here.network_package_info())) == 250
    assert here.emulator.summary() == {LIST: 4}


BODIES = (
    "{}",
    '{"NetworkPackages": null}',
    '{"NetworkPackages": {}}',
    '{"NetworkPackages": {"NetworkPackage": []}}',
    '{"NetworkPackages": "none"}',
    '{"NetworkPackages": [null]}',
    '{"NetworkPackages": [{}]}',
    '{"NetworkPackages": ["np-a"]}',
    '{"NetworkPackages": [{"NetworkPackageId": "np-a", "Bandwidth": "ten"}]}',
    '{"NetworkPackages": [{"NetworkPackageId": "np-a", "Tags": {"a": "b"}}]}',
    '{"networkPackages": []}',
)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_not_documented_is_an_error_and_never_no_plans(body: str) -> None:
    here = crowd(3)
    here.emulator.faults.add(Fault(kind="not_documented", action=LIST, times=99, body=body))
    result = here.network_package_info(retries=2)
    assert result["failed"]
    assert (result["action"], here.emulator.count()) == (LIST, 3)
    assert "not what the API documents" in result["msg"]


def test_a_token_that_repeats_ends_the_reading() -> None:
    here = crowd(3)
    body = '{"NetworkPackages": [{"NetworkPackageId": "np-0000"}], "NextToken": "again", "RequestId": "r"}'
    here.emulator.faults.add(Fault(kind="not_documented", action=LIST, times=99, body=body))
    result = here.network_package_info()
    assert result["failed"]
    assert "repeated the NextToken" in result["msg"]
    assert here.emulator.count() == 2


@pytest.mark.parametrize("expired_time", ["soon", "", None])
def test_an_expiry_that_cannot_be_read_is_an_error_where_it_matters(expired_time: Any) -> None:
    here = runner()
    plan = {"NetworkPackageId": "np-odd", "PayType": "PrePaid", "ExpiredTime": expired_time}
    fault = Fault(kind="not_documented", action=LIST, times=99, body=f'{{"NetworkPackages": [{json.dumps(plan)}]}}')
    here.emulator.faults.add(fault)
    assert ids(here.network_package_info()) == ["np-odd"]
    assert ids(here.network_package_info(expires_within_days=7, pay_type="PostPaid")) == []
    result = here.network_package_info(expires_within_days=7, retries=0)
    assert result["failed"]
    assert "as ExpiredTime of np-odd" in result["msg"]


def test_a_refusal_is_reported_whole() -> None:
    here = runner()
    here.emulator.faults.add(Fault(kind="error", code="NoPermission", status=403, action=LIST))
    result = here.network_package_info()
    assert (result["failed"], result["code"], result["action"]) == (True, "NoPermission", LIST)
    assert result["request_id"] in result["msg"]
    assert f"ecd:{LIST}" in result["msg"]
    assert "do-not-show" not in repr(result)
    assert here.leaked() == []


@pytest.mark.parametrize("options", [{}, {"access_key_secret": "wrong"}, {"access_key_id": "unknown"}])
def test_nothing_is_ever_written_or_leaked(options: dict[str, Any]) -> None:
    here = runner()
    here.network_package_info(**options)
    assert here.writes() == []
    assert here.leaked() == []
