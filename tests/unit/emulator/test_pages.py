# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages and their tokens."""

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api


def test_pages_of_packages(api: Api, emulator: Emulator) -> None:
    ids = [emulator.add_package() for _number in range(25)]
    first = api.ok("DescribeNetworkPackages")
    assert len(first["NetworkPackages"]) == 10
    assert re.fullmatch(r"[0-9a-f]{32}", first["NextToken"])
    found = [package["NetworkPackageId"] for package in api.packages()]
    assert found == list(reversed(ids))
    assert len(api.ok("DescribeNetworkPackages", MaxResults=100)["NetworkPackages"]) == 25
    assert "NextToken" not in api.ok("DescribeNetworkPackages", MaxResults=25)


def test_pages_of_office_sites(api: Api, emulator: Emulator) -> None:
    for number in range(24):
        emulator.add_office_site(f"site-{number}")
    found, token = [], None
    while True:
        page = api.ok("DescribeOfficeSites", MaxResults=10, NextToken=token)
        assert page["TotalCount"] == 25
        found += [site["OfficeSiteId"] for site in page["OfficeSites"]]
        token = page.get("NextToken")
        if not token:
            break
    assert len(set(found)) == len(found) == 25


def test_size_of_a_page_of_office_sites(api: Api, emulator: Emulator) -> None:
    for number in range(12):
        emulator.add_office_site(f"site-{number}")
    assert len(api.ok("DescribeOfficeSites", MaxResults=0)["OfficeSites"]) == 10
    assert len(api.ok("DescribeOfficeSites", MaxResults=500)["OfficeSites"]) == 13
    assert api.error("DescribeOfficeSites", MaxResults=501) == "400 InvalidMaxResults"


@pytest.mark.parametrize("size", [0, 101, "many"])
def test_size_is_checked(api: Api, size: object) -> None:
    assert api.error("DescribeNetworkPackages", MaxResults=size) == "400 InvalidMaxResults"


def test_token_is_checked(api: Api) -> None:
    assert api.error("DescribeNetworkPackages", NextToken="made-up") == "400 InvalidNextToken"
    assert api.ok("DescribeNetworkPackages", NextToken="")["NetworkPackages"] == []


def test_hook_between_pages(api: Api, emulator: Emulator) -> None:
    for number in range(1, 6):
        emulator.add_package(network_package_id=f"np-{number}")
    emulator.on_next_page(lambda: emulator.remove_package("np-3") if "np-3" in emulator.packages else None)
    assert [package["NetworkPackageId"] for package in api.packages(MaxResults=2)] == ["np-5", "np-4", "np-2", "np-1"]
    emulator.on_next_page(None)
    assert len(api.packages(MaxResults=2)) == 4
