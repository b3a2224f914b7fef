# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``regions`` of the info modules: several regions side by side, and what cannot be read named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import REGION_VARIABLES
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner

OTHER, THIRD = "cn-shanghai", "ap-southeast-1"
LISTS = {"network_packages": "DescribeNetworkPackages", "office_sites": "DescribeOfficeSites"}
EACH = pytest.mark.parametrize("returned", sorted(LISTS))


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in REGION_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    yield


def account(*region_ids: str, count: int = 1, **emulator: Any) -> Runner:
    """Return a runner with so many office networks with packages in each region."""
    here = Runner(**emulator)
    for region_id in region_ids:
        for number in range(count):
            key = f"{region_id}+dir-{number}"
            here.emulator.add_office_site(key, name=f"office {number}", region_id=region_id)
            here.emulator.add_package(key, region_id=region_id)
    return here


def ask(here: Runner, returned: str, **options: Any) -> dict[str, Any]:
    module = {"network_packages": here.network_package_info, "office_sites": here.office_site_info}[returned]
    return module(**{"region_id": "", **options})


def found(result: dict[str, Any], returned: str) -> list[str]:
    assert "failed" not in result, result["msg"]
    return [entry["region_id"] for entry in result[returned]]


@EACH
def test_the_order_is_that_of_the_regions(returned: str) -> None:
    here = account(REGION, OTHER, THIRD, count=2)
    regions = [THIRD, REGION, OTHER]
    assert found(ask(here, returned, regions=regions), returned) == [key for key in regions for _number in range(2)]
    assert sorted(call.params["RegionId"] for call in here.emulator.calls) == sorted(regions)


@EACH
def test_a_region_given_twice_is_read_once(returned: str) -> None:
    here = account(REGION, OTHER)
    assert found(ask(here, returned, regions=[OTHER, REGION, OTHER, ""]), returned) == [OTHER, REGION]
    assert here.emulator.summary() == {LISTS[returned]: 2}


@EACH
@pytest.mark.parametrize("regions", [[], [""]])
def test_no_region_asks_nothing(returned: str, regions: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REGION_VARIABLES[0], REGION)
    here = account(REGION)
    assert found(ask(here, returned, regions=regions), returned) == []
    assert here.emulator.calls == []


@EACH
def test_a_region_of_the_environment_is_no_conflict(returned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REGION_VARIABLES[0], REGION)
    here = account(REGION, OTHER)
    assert found(ask(here, returned, regions=[OTHER]), returned) == [OTHER]
    assert found(ask(here, returned), returned) == [REGION]


@EACH
@pytest.mark.parametrize("name", ["region_id", "region"])
def test_both_options_are_refused(returned: str, name: str) -> None:
    here = account(REGION)
    options: dict[str, Any] = {"regions": [OTHER], "region_id": REGION}
    if name == "region":
        options = {"regions": [OTHER], "region_id": None, "region": REGION}
    result = ask(here, returned, **options)
    assert result["failed"]
    assert "regions and region_id are mutually exclusive" in result["msg"]
    assert here.emulator.calls == []


@EACH
@pytest.mark.parametrize(
    "region_id", ["CN-Hangzhou", "hangzhou", "oss-cn-hangzhou", "cn-hangzhou.example", "a@cn-b", "cn-x/"]
)
def test_what_cannot_be_a_region_asks_nothing(returned: str, region_id: str) -> None:
    here = account(REGION)
    result = ask(here, returned, regions=[REGION, region_id, "5"])
    assert result["failed"]
    assert f"regions: region_id: {region_id!r} is not allowed" in result["msg"]
    assert "'5' is not allowed" in result["msg"]
    assert here.emulator.calls == []


@EACH
def test_regions_that_cannot_be_read_are_named(returned: str) -> None:
    here = account(REGION)
    for code in ("Forbidden.RAM", "InvalidRegion"):
        here.emulator.faults.add(Fault(kind="error", action=LISTS[returned], code=code, status=403, skip=0))
    result = ask(here, returned, regions=[OTHER, THIRD], retries=0)
    assert result["failed"]
    assert f"region {OTHER}: {LISTS[returned]} failed: " in result["msg"]
    assert f"region {THIRD}: {LISTS[returned]} failed: " in result["msg"]
    assert returned not in result


@EACH
def test_one_region_that_cannot_be_read_fails_with_its_code(returned: str) -> None:
    """A region that does not exist, for one: an emulator that knows only one."""
    here = account(REGION, regions=(REGION,))
    result = ask(here, returned, regions=[REGION, "cn-nowhere"])
    assert result["failed"]
    assert result["msg"].startswith("region cn-nowhere: ")
    assert (result["action"], bool(result["request_id"])) == (LISTS[returned], True)


def test_a_name_can_be_in_one_of_the_regions() -> None:
    here = account(REGION, OTHER)
    here.emulator.add_office_site("special", name="special", region_id=OTHER)
    here.emulator.add_package("special", region_id=OTHER)
    options = {"regions": [REGION, OTHER], "office_site_names": ["special"]}
    assert found(ask(here, "network_packages", **options), "network_packages") == [OTHER]
    both = {**options, "office_site_names": ["office 0"]}
    assert found(ask(here, "network_packages", **both), "network_packages") == [REGION, OTHER]


def test_a_name_that_is_in_no_region_or_twice_in_one_is_an_error() -> None:
    here = account(REGION, OTHER)
    here.emulator.add_office_site("twin", name="office 0", region_id=OTHER)
    result = ask(here, "network_packages", regions=[REGION, OTHER], office_site_names=["ofice 1", "office 0"])
    assert (
        f"no office network is named 'ofice 1' in {REGION}, {OTHER}; the closest names are 'office 0'" in result["msg"]
    )
    assert f"2 office networks in {OTHER} are named 'office 0'" in result["msg"]
    assert here.emulator.count("DescribeNetworkPackages") == 0
