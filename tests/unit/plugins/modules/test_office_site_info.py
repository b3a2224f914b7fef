# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The info module of office networks: every filter, every page, and no field that is not on the allow-list."""

from __future__ import annotations

import ast
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ecd.plugins.modules import office_site_info
from ansible_collections.alicloud.ecd.tests.emulator import SITE_SECRETS, Fault

from .runner import REGION, Runner

SITES, LIST = "DescribeOfficeSites", "DescribeNetworkPackages"
A, B, C, D, E = (f"{REGION}+dir-{letter}" for letter in "abcde")
ALL = [A, B, C, D, E]
OTHER = "cn-shanghai"


def account() -> Runner:
    """Return a runner whose office networks have a package, an expired one, one that goes, and none."""
    here = Runner()
    for key, name in ((A, "first"), (B, "second"), (C, "third"), (D, ""), (E, "first")):
        here.emulator.add_office_site(key, name=name, status="ERROR" if key == C else "REGISTERED")
    here.emulator.add_package(A, network_package_id="np-a", tags={"team": "x"})
    here.emulator.add_package(
        B,
        network_package_id="np-b",
        pay_type="PrePaid",
        internet_charge_type="PayByBandwidth",
        business_status="Expired",
    )
    here.emulator.add_package(C, network_package_id="np-c", network_package_status="Releasing")
    here.emulator.add_package(None, network_package_id="np-unbound")
    return here


def ids(result: dict[str, Any]) -> list[str]:
    assert "failed" not in result, result["msg"]
    return [entry["office_site_id"] for entry in result["office_sites"]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ALL),
        ({"office_site_ids": [B, "unknown", A]}, [A, B]),
        ({"office_site_ids": ["unknown"]}, []),
        ({"office_site_names": ["second"]}, [B]),
        ({"office_site_names": ["first", ""]}, [A, E]),
        ({"office_site_names": ["first"], "office_site_ids": [E, B]}, [E]),
        ({"status": "ERROR"}, [C]),
        ({"status": "DEREGISTERED"}, []),
        ({"status": ""}, ALL),
        ({"has_network_package": True}, [A, B]),
        ({"has_network_package": False}, [C, D, E]),
        ({"has_network_package": False, "status": "REGISTERED"}, [D, E]),
        ({"has_network_package": True, "office_site_names": ["first"]}, [A]),
        ({"network_packages": True}, ALL),
    ],
)
def test_filters(filters: dict[str, Any], found: list[str]) -> None:
    here = account()
    result = here.office_site_info(**filters)
    assert ids(result) == found
    with_packages = "has_network_package" in filters or "network_packages" in filters
    assert all(("network_package" in entry) is with_packages for entry in result["office_sites"])
    assert here.emulator.count(LIST) == int(with_packages)
    assert here.writes() == []


@pytest.mark.parametrize(
    ("filters", "problem"),
    [
        ({"status": "registered"}, "status must be one of: REGISTERING, REGISTERED"),
        ({"has_network_package": "perhaps"}, "has_network_package"),
        ({"network_packages": ["a"]}, "network_packages"),
        ({"region_id": ""}, "region_id is required"),
        ({"endpoint": "http://ecd.example"}, "plain http"),
        ({"name": "first"}, "name"),
    ],
)
def test_bad_filters_ask_nothing(filters: dict[str, Any], problem: str) -> None:
    here = account()
    result = here.office_site_info(**filters)
    assert result["failed"]
    assert problem in result["msg"]
    assert here.emulator.calls == []


@pytest.mark.parametrize("name", ["office_site_ids", "office_site_names"])
@pytest.mark.parametrize("values", [[], [""]])
def test_an_empty_list_asks_nothing(name: str, values: list[str]) -> None:
    here = account()
    assert ids(here.office_site_info(**{name: values, "network_packages": True})) == []
    assert here.emulator.calls == []


def test_names_that_do_not_exist_are_all_reported() -> None:
    result = account().office_site_info(office_site_names=["frist", "first", "secnod"])
    assert result["failed"]
    assert f"no office network is named 'frist' in {REGION}; the closest names are 'first'" in result["msg"]
    assert "'secnod'" in result["msg"]


def test_the_package_is_the_live_one() -> None:
    here = account()
    offices = {entry["office_site_id"]: entry for entry in here.office_site_info(network_packages=True)["office_sites"]}
    (package,) = here.network_package_info(network_package_ids=["np-a"])["network_packages"]
    assert offices[A]["network_package"] == package
    assert offices[B]["network_package"]["business_status"] == "Expired"
    assert [offices[key]["network_package"] for key in (C, D, E)] == [None] * 3
    assert here.warnings == []


def test_two_live_packages_are_a_warning_and_the_usable_one_is_shown() -> None:
    here = account()
    here.emulator.add_package(A, network_package_id="np-new", network_package_status="Creating")
    (office,) = here.office_site_info(office_site_ids=[A], network_packages=True)["office_sites"]
    assert office["network_package"]["network_package_id"] == "np-a"
    (warning,) = here.warnings
    assert all(text in warning for text in (A, REGION, "2 live network packages", "np-a", "np-new"))


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (100, 1), (101, 2), (1000, 10)])
def test_all_pages_of_both_listings_are_read(count: int, pages: int) -> None:
    here = Runner()
    for number in range(count):
        here.emulator.add_package(f"dir-{number:04}")
    result = here.office_site_info(network_packages=True)
    assert ids(result) == [f"dir-{number:04}" for number in range(count)]
    assert all(
        entry["network_package"]["office_site_id"] == entry["office_site_id"] for entry in result["office_sites"]
    )
    assert here.emulator.summary() == {SITES: pages, LIST: pages}


@pytest.mark.parametrize(("count", "calls"), [(1, 1), (100, 1), (101, 2), (250, 3)])
def test_ids_are_asked_for_in_hundreds(count: int, calls: int) -> None:
    here = Runner()
    for number in range(300):
        here.emulator.add_office_site(f"dir-{number:04}")
    wanted = [f"dir-{number:04}" for number in range(300 - count, 300)]
    assert sorted(ids(here.office_site_info(office_site_ids=[*wanted, *wanted]))) == wanted
    assert here.emulator.summary() == {SITES: calls}
    assert all(
        "OfficeSiteId.1" in call.params and "OfficeSiteId.101" not in call.params for call in here.emulator.calls
    )


def test_an_office_network_on_two_pages_is_returned_once() -> None:
    here = Runner()
    body = '{"OfficeSites": [{"OfficeSiteId": "dir-a"}], "NextToken": "more", "RequestId": "r"}'
    here.emulator.add_office_site("dir-a")
    here.emulator.faults.add(Fault(kind="not_documented", action=SITES, body=body))
    here.emulator.faults.add(Fault(kind="not_documented", action=SITES, body=body.replace("more", "")))
    assert ids(here.office_site_info()) == ["dir-a"]


def test_each_field_is_returned_and_null_where_it_is_left_out() -> None:
    here = Runner()
    details = {
        "CidrBlock": "172.16.0.0/12",
        "DesktopAccessType": "ANY",
        "DesktopCount": 7,
        "TotalEdsCount": 9,
        "BasicInternetType": "x",
        "CenId": "cen-1",
        "MfaEnabled": True,
        "SsoEnabled": False,
    }
    here.emulator.add_office_site(A, name="first", details=details)
    here.emulator.add_office_site(B)
    here.emulator.add_package(A, network_package_id="np-a", bandwidth=20)
    full, bare = here.office_site_info()["office_sites"]
    assert full == {
        "region_id": REGION,
        "office_site_id": A,
        "name": "first",
        "status": "REGISTERED",
        "office_site_type": "SIMPLE",
        "account_type": "SIMPLE",
        "vpc_type": "Basic",
        "vpc_id": "vpc-emulated",
        "cidr_block": "172.16.0.0/12",
        "creation_time": "2026-01-15T08:00Z",
        "desktop_access_type": "ANY",
        "desktop_count": 7,
        "total_eds_count": 9,
        "enable_internet_access": True,
        "basic_internet_type": "x",
        "bandwidth": 20,
        "network_package_id": "np-a",
        "cen_id": "cen-1",
        "mfa_enabled": True,
        "sso_enabled": False,
    }
    assert (bare["name"], bare["network_package_id"], bare["bandwidth"]) == (None, None, 0)
    assert {bare[name] for name in ("cidr_block", "desktop_count", "mfa_enabled", "cen_id")} == {None}


def test_the_documentation_has_exactly_the_fields() -> None:
    (tree,) = [
        node.value
        for node in ast.parse(Path(office_site_info.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "RETURN"
    ]
    documented = yaml.safe_load(ast.literal_eval(tree))["office_sites"]["contains"]
    (office,) = account().office_site_info(office_site_ids=[A], network_packages=True)["office_sites"]
    assert list(office) == list(documented)
    assert list(office["network_package"]) == list(documented["network_package"]["contains"])


class TestNoSecret:
    """Every field of an office network that is not on the allow-list holds a secret; nothing ever shows one."""

    def account(self) -> Runner:
        here = account()
        here.emulator.switch(site_secrets="all")
        return here

    @pytest.mark.parametrize("fault", [None, "reset", "truncated", "not_documented", "error"])
    def test_outputs_of_all_modules(self, fault: str | None, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        here = self.account()
        for skip in range(6 if fault else 1):
            if fault:
                here.emulator.faults.add(Fault(kind=fault, action=SITES, skip=skip))
            options: dict[str, Any] = {"retries": skip % 2, "retry_delay": 0}
            desired = {"office_site_name": "second", "bandwidth": 10, "enabled": False}
            here.office_site_info(**options)
            here.office_site_info(network_packages=True, office_site_names=["first"], **options)
            here.office_site_info(office_site_names=["none"], **options)
            here.network_package_info(office_site_names=["second", "third"], **options)
            here.network_package_info(office_site_names=["frist"], **options)
            here.network_package(check_mode=True, **{**desired, "office_site_name": "third"}, **options)
            here.network_package(**{**desired, "office_site_name": "third"}, **options)
            here.network_package(office_site_id=D, bandwidth=10, enabled=False, **options)
            here.network_packages(network_packages=[desired, {"office_site_name": "thrid", "bandwidth": 10}], **options)
        assert here.emulator.count(SITES) > 5
        assert here.leaked() == []
        assert not [secret for secret in SITE_SECRETS if secret in caplog.text]

    @pytest.mark.parametrize("field", ["OfficeSiteId", "Name", "Status", "CidrBlock", "Bandwidth", "MfaEnabled"])
    def test_a_secret_in_a_field_of_another_type(self, field: str) -> None:
        """A structure where text is documented is nothing that anybody may see."""
        here = self.account()
        here.emulator.add_office_site("odd", details={field: {"TrustKey": SITE_SECRETS[3]}})
        for _again in range(2):
            here.office_site_info(retries=0)
        assert here.emulator.count(SITES) == 2
        assert here.leaked() == []
