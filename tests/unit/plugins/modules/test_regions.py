# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Items of several regions in one task: one listing each, one ceiling, and no failure but a region's own."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner
from .scenarios import CREATE, MODIFY

OTHER, THIRD = "cn-shanghai", "ap-southeast-1"
LIST = "DescribeNetworkPackages"


def site(region_id: str, number: int = 1) -> str:
    return f"{region_id}+dir-{number:04d}"


def runner(*region_ids: str, count: int = 1, **emulator: Any) -> Runner:
    """Return a runner with so many named office networks in each region."""
    here = Runner(**emulator)
    for region_id in region_ids:
        for number in range(1, count + 1):
            here.emulator.add_office_site(site(region_id, number), name=f"office {number}", region_id=region_id)
    return here


def item(region_id: str, number: int = 1, **options: Any) -> dict[str, Any]:
    return {"region_id": region_id, "office_site_id": site(region_id, number), "bandwidth": 10, **options}


def bought(here: Runner) -> list[str]:
    return sorted(str(package.office_site_id) for package in here.emulator.packages.values())


def regions_of(result: dict[str, Any]) -> list[str]:
    return [entry["network_package"]["region_id"] for entry in result["results"]]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_items_of_three_regions_converge_in_order(concurrency: int) -> None:
    here = runner(REGION, OTHER, THIRD, count=2)
    items = [item(region_id, number) for number in (1, 2) for region_id in (THIRD, REGION, OTHER)]
    foretold = here.network_packages(network_packages=items, check_mode=True)
    done = here.network_packages(network_packages=items, concurrency=concurrency)
    assert "failed" not in done, done["msg"]
    assert regions_of(done) == regions_of(foretold) == [entry["region_id"] for entry in items]
    assert done["actions"] == foretold["actions"] == [CREATE] * 6
    assert done["diff"] == foretold["diff"]
    assert bought(here) == sorted(entry["office_site_id"] for entry in items)
    again = here.network_packages(network_packages=items)
    assert (again["changed"], again["diff"]) == (False, {"prepared": ""})


def test_each_region_is_listed_once() -> None:
    here = runner(REGION, OTHER, count=120)
    items = [item(region_id, number) for region_id in (REGION, OTHER) for number in range(1, 121)]
    for entry in items:
        here.emulator.add_package(entry["office_site_id"], region_id=entry["region_id"], bandwidth=10)
    here.network_packages(network_packages=items)
    asked = sorted(call.params["RegionId"] for call in here.emulator.calls)
    assert asked == [REGION] * 2 + [OTHER] * 2
    assert here.emulator.summary() == {LIST: 4}


def test_an_item_without_a_region_is_of_the_tasks() -> None:
    here = runner(REGION, OTHER)
    items = [{"office_site_name": "office 1", "bandwidth": 10}, {**item(OTHER), "region_id": OTHER}]
    assert regions_of(here.network_packages(network_packages=items)) == [REGION, OTHER]


def test_no_region_for_the_task_is_needed_when_every_item_has_one() -> None:
    here = runner(REGION, OTHER)
    result = here.network_packages(region_id="", network_packages=[item(REGION), item(OTHER)])
    assert result["actions"] == [CREATE] * 2


def test_one_office_network_whose_region_is_spelled_once_is_refused() -> None:
    """The role's region left out in one place and spelled in another is one region, and not two."""
    here = runner(REGION)
    items = [item(REGION, bandwidth=10), {"office_site_id": site(REGION), "bandwidth": 20}]
    result = here.network_packages(network_packages=items)
    assert "mean one package: office_site_id" in result["msg"]
    assert here.emulator.calls == []


def test_one_name_in_two_regions_is_two_packages() -> None:
    here = runner(REGION, OTHER)
    items = [{"region_id": region_id, "office_site_name": "office 1", "bandwidth": 10} for region_id in (REGION, OTHER)]
    assert here.network_packages(network_packages=items)["actions"] == [CREATE] * 2
    assert bought(here) == sorted([site(REGION), site(OTHER)])


def test_the_same_tags_in_two_regions_are_two_packages() -> None:
    here = runner(REGION, OTHER)
    items = [{"region_id": region_id, "tags": {"a": "b"}, "bandwidth": 10} for region_id in (REGION, OTHER)]
    assert here.network_packages(network_packages=items)["actions"] == [CREATE] * 2
    assert here.network_packages(network_packages=items)["changed"] is False


def test_the_ceiling_is_for_the_sum_over_all_regions() -> None:
    here = runner(REGION, OTHER)
    items = [item(REGION), item(OTHER)]
    result = here.network_packages(network_packages=items, max_cost=0.19)
    assert "cost 0.2 CNY, more than the 0.19 allowed" in result["msg"]
    assert here.writes() == []
    assert "failed" not in here.network_packages(network_packages=items, max_cost=0.2)


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_region_that_cannot_be_read_fails_its_own_items(check_mode: bool) -> None:
    here = runner(REGION, count=2, regions=(REGION,))
    items = [item(REGION), item(OTHER), item(REGION, 2), item(OTHER, 2)]
    result = here.network_packages(network_packages=items, check_mode=check_mode)
    assert [entry.get("failed", False) for entry in result["results"]] == [False, True, False, True]
    assert [entry["actions"] for entry in result["results"]] == [[CREATE], [], [CREATE], []]
    assert result["failed"] and result["changed"]
    assert result["msg"].startswith(f"2 of 4 network packages failed: network_packages[1] ({site(OTHER)}) and 1 more: ")
    assert (result["action"], bool(result["code"])) == (LIST, True)
    failed = result["results"][1]
    assert (failed["network_package"], failed["order_ids"], failed["notes"]) == (None, [], [])
    assert failed["request_id"] in failed["msg"]
    assert len(here.writes()) == (0 if check_mode else 2)


def test_a_region_that_cannot_be_read_again_buys_nothing() -> None:
    """A purchase in a region of several pages rests on two listings; without the second nothing is bought there."""
    here = runner(REGION, OTHER, count=101)
    for number in range(1, 101):
        here.emulator.add_package(site(OTHER, number), region_id=OTHER)
    here.emulator.add_package(None, region_id=OTHER)
    here.emulator.faults.add(Fault(kind="error", action=LIST, code="Forbidden.RAM", status=403, skip=3, times=9))
    result = here.network_packages(network_packages=[item(OTHER, 101), item(REGION)], concurrency=1)
    assert result["failed"]
    assert result["results"][0]["actions"] == []


def test_a_region_whose_prices_cannot_be_read_buys_nothing_under_a_ceiling() -> None:
    here = runner(REGION)
    here.emulator.faults.add(Fault(kind="error", action="DescribePrice", code="InternalError", status=500, times=9))
    result = here.network_packages(network_packages=[item(REGION)], max_cost=10)
    assert f"network_packages[0] ({site(REGION)}): CreateNetworkPackage cannot be priced" in result["msg"]
    assert here.writes() == []


def test_wrong_items_anywhere_stop_everything() -> None:
    here = runner(REGION, OTHER, count=2)
    here.emulator.add_package(site(OTHER), region_id=OTHER, pay_type="PrePaid", internet_charge_type="PayByBandwidth")
    result = here.network_packages(network_packages=[item(REGION), item(OTHER, pay_type="PostPaid")])
    assert "network_packages[1]" in result["msg"] and "PostPaid is desired" in result["msg"]
    assert here.writes() == []


def test_all_names_that_do_not_exist_are_reported_with_the_closest_ones() -> None:
    here = runner(REGION, OTHER, count=30)
    items = [
        {"office_site_name": "ofice 7", "bandwidth": 10},
        {"office_site_name": "office 1", "bandwidth": 10},
        {"office_site_name": "Office 12", "bandwidth": 10, "region_id": OTHER},
        *({"office_site_name": f"offcie {number}", "bandwidth": 10} for number in range(20, 30)),
    ]
    result = here.network_packages(network_packages=items)
    assert result["msg"].count("no office network is named") == 12
    assert "network_packages[0] (ofice 7): office_site_name: no office network is named 'ofice 7' in" in result["msg"]
    assert f"'Office 12' in {OTHER}; the closest names are 'office 12'" in result["msg"]
    assert "and 1 more" not in result["msg"]
    assert here.writes() == []


def test_a_write_goes_to_the_region_of_its_item() -> None:
    here = runner(REGION, OTHER)
    here.emulator.add_package(site(OTHER), region_id=OTHER, bandwidth=5)
    here.network_packages(network_packages=[item(OTHER, bandwidth=20), item(REGION)])
    sent = {call.action: call.params["RegionId"] for call in here.emulator.calls if call.action in (CREATE, MODIFY)}
    assert sent == {CREATE: REGION, MODIFY: OTHER}


def test_a_failing_poll_ends_no_wait() -> None:
    here = runner(REGION, OTHER)
    items = [item(REGION), item(OTHER)]
    # Each region is listed twice before anything is bought; the next listing is a poll.
    here.emulator.faults.add(Fault(kind="error", action=LIST, code="Forbidden.RAM", status=403, skip=4))
    result = here.network_packages(network_packages=items, concurrency=1)
    assert "failed" not in result, result["msg"]
    assert [entry["actions"] for entry in result["results"]] == [[CREATE], [CREATE]]
    assert [entry["network_package"]["network_package_status"] for entry in result["results"]] == ["InUse"] * 2
