# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listings that change while they are read: a plan that exists is never bought a second time."""

from __future__ import annotations

from typing import Any

import pytest

from .regions import LIST, desired, filled, key, opened, planned, site

CREATE = "CreateNetworkPackage"
# On both sides of the end of each page, and where a plan that vanished pulls the next one out of sight.
PLACES = (1, 50, 98, 99, 100, 101, 149, 199, 200, 201, 249)


@pytest.mark.parametrize("pages", ["stable", "vanish", "appear", "duplicate"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("check_mode", [True, False])
def test_the_plan_of_an_office_network_is_not_bought_again(pages: str, place: int, check_mode: bool) -> None:
    runner = filled(250)
    runner.emulator.switch(pages=pages)
    result = runner.network_package(check_mode=check_mode, office_site_id=site(place), bandwidth=10)
    assert (result["changed"], result["actions"]) == (False, [])
    assert result["network_package"]["network_package_id"] == key(place)
    assert runner.writes() == []


@pytest.mark.parametrize("pages", ["vanish", "appear", "duplicate"])
@pytest.mark.parametrize("place", PLACES)
def test_the_plan_known_by_its_tags_is_not_bought_again(pages: str, place: int) -> None:
    runner = filled(250)
    runner.emulator.change_package(key(place), office_site_id=None, tags={"purpose": "spare"})
    runner.emulator.switch(pages=pages)
    result = runner.network_package(tags={"purpose": "spare"}, bandwidth=10)
    assert (result["actions"], result["network_package"]["network_package_id"]) == ([], key(place))


@pytest.mark.parametrize("place", PLACES)
def test_a_plan_out_of_sight_is_still_released(place: int) -> None:
    runner = filled(250)
    runner.emulator.switch(pages="duplicate")
    result = runner.network_package(office_site_id=site(place), state="absent")
    assert result["actions"] == ["DeleteNetworkPackages"]
    assert key(place) not in runner.emulator.packages


@pytest.mark.parametrize("pages", ["vanish", "appear", "duplicate"])
def test_an_office_network_without_a_plan_gets_one(pages: str) -> None:
    runner = filled(250)
    runner.emulator.add_office_site(site(999))
    runner.emulator.switch(pages=pages)
    result = runner.network_package(office_site_id=site(999), bandwidth=10)
    assert result["actions"] == [CREATE]
    assert runner.emulator.effects(CREATE) == 1


def test_any_plan_that_vanishes_may_hide_any_other() -> None:
    runner = filled(250)
    gone = iter(range(250))
    runner.emulator.on_next_page(lambda: runner.emulator.remove_package(key(next(gone))))
    with opened(runner) as session:
        plans = planned(session, [desired(office_site_id=site(number), bandwidth=10) for number in range(20, 250)])
    assert [plan.actions for plan in plans] == [[]] * 230


@pytest.mark.parametrize(
    ("count", "options", "listings"),
    [
        (0, {"office_site_id": site(999), "bandwidth": 10}, 2),
        (100, {"office_site_id": site(999), "bandwidth": 10}, 2),
        (101, {"office_site_id": site(999), "bandwidth": 10}, 4),
        (101, {"office_site_id": site(100), "bandwidth": 10}, 2),
        (101, {"office_site_id": site(100), "bandwidth": 20}, 3),
        (250, {"network_package_id": key(249), "bandwidth": 10}, 1),
        (250, {"network_package_id": key(249), "bandwidth": 20}, 2),
        (250, {"office_site_id": site(999), "state": "absent"}, 6),
    ],
)
def test_how_many_listings_planning_takes(count: int, options: dict[str, Any], listings: int) -> None:
    runner = filled(count)
    runner.emulator.add_office_site(site(999))
    with opened(runner) as session:
        planned(session, [desired(**options)])
    assert runner.emulator.count(LIST) == listings


def test_one_sweep_serves_all_wishes() -> None:
    runner = filled(250)
    with opened(runner) as session:
        plans = planned(session, [desired(office_site_id=site(number), bandwidth=20) for number in range(250)])
    assert [plan.before.network_package_id for plan in plans if plan.before] == [key(number) for number in range(250)]
    # The listing, and the second reads by ids, in hundreds.
    assert runner.emulator.summary() == {LIST: 3 + 3}
