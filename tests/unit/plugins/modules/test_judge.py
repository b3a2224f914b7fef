# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge of the random runs: what it finds, and what it does not blame a run for."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.fake import Manners
from ansible_collections.alicloud.ecd.tests.soak.backends import BACKENDS, Truth
from ansible_collections.alicloud.ecd.tests.soak.judge import judge
from ansible_collections.alicloud.ecd.tests.soak.world import Call, Event, Run, World

from .scenarios import CREATE, DELETE

SWEEP: dict[str, Any] = {"concurrency": 1, "undeclared": "release", "max_releases": 1}


def world_with(*rows: str, backend: str = "fake") -> World:
    """Return a world with two office networks, where a package of each of these statuses is at the second one."""
    world = World(backend, Manners(second_package="accepted"))
    sites = [world.add_site(name) for name in ("berlin", "paris")]
    world.backend.buy(sites[0], 10, "PostPaid", 0, {}, "InUse")
    for status in rows:
        world.backend.buy(sites[1], 10, "PostPaid", 0, {}, status)
    world.backend.sleep(1)
    return world


def sweep(world: World, **more: Any) -> dict[str, Any]:
    return {"network_packages": [{"office_site_id": world.site_ids["berlin"], "bandwidth": 10}], **SWEEP, **more}


def released(status: str, effect: bool = True, site: str = "elsewhere") -> Call:
    """Return the call of a release, of a package that really was so."""
    row = Truth("np-1", site, 10, None, "PostPaid", "PayByTraffic", (), status, 4e9, False)
    return Call(DELETE, {"NetworkPackageId.1": "np-1"}, 0.0, False, effect=effect, released=row)


def found(world: World, *calls: Call, **more: Any) -> set[str]:
    """Return the kinds of what is wrong with the releases of a run."""
    run = Run(1, "many", sweep(world), calls=list(calls), **more)
    return {kind for kind, _text in judge(world, run)} & {"released", "too many releases"}


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("place", [("write", 0), ("tick", 2)], ids=str)
@pytest.mark.parametrize("backend", BACKENDS)
def test_each_of_two_runs_is_judged_by_its_own_releases(backend: str, place: tuple[str, int], wait: bool) -> None:
    """The second run releases what the first one is about to release."""
    world = world_with("InUse", backend=backend)
    params = sweep(world, wait=wait)
    run = world.run("many", params, script=[Event(*place, "run", ("many", params, []))])
    (nested,) = run.nested
    assert [call.effect for call in nested.writes] == [True]
    assert not any(call.effect for call in run.writes)
    assert judge(world, run) == []


def test_two_runs_may_each_release_as_many_as_allowed() -> None:
    world = world_with("InUse", "InUse")
    run = world.run("many", sweep(world, max_releases=2))
    assert judge(world, run) == []
    outer = Run(1, "many", sweep(world), calls=[released("InUse")])
    outer.nested.append(Run(2, "many", sweep(world), calls=[released("InUse")]))
    assert not {kind for kind, _text in judge(world, outer)} & {"released", "too many releases"}


def test_what_was_under_release_is_blamed_on_a_run_that_nobody_disturbed() -> None:
    """It has seen that the package is being released."""
    world = world_with()
    late = released("Releasing", effect=False)
    assert found(world, late) == {"released"}
    assert found(world, late, interfered=True) == found(world, late, blind=True) == found(world, late, flaps=True)
    assert found(world, late, interfered=True) == set()


@pytest.mark.parametrize("disturbed", [True, False])
def test_what_must_not_be_released_is_found(disturbed: bool) -> None:
    world = world_with()
    assert found(world, released("InUse"), interfered=disturbed) == set()
    assert found(world, released("InUse"), released("InUse"), interfered=disturbed) == {"too many releases"}
    subscription = Truth("np-1", "", 10, None, "PrePaid", "PayByBandwidth", (), "InUse", 4e9, False)
    kept = Call(DELETE, {"NetworkPackageId.1": "np-1"}, 0.0, False, released=subscription)
    assert found(world, kept, interfered=disturbed) == {"released"}


def test_the_release_of_what_an_item_means_is_found() -> None:
    world = world_with()
    assert found(world, released("InUse", site=world.site_ids["berlin"])) == {"released"}


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_run_that_two_listings_lie_to_buys_nothing_beside(backend: str) -> None:
    """The office network names its package; the fourth read shows it."""
    world = World(backend, Manners(second_package="accepted"))
    site = world.add_site("berlin")
    world.backend.buy(site, 10, "PostPaid", 0, {}, "InUse")
    lie = Event("tick", 0, "fault", ("one package missing", 3))
    run = world.run("one", {"office_site_id": site, "bandwidth": 10}, script=[lie])
    assert (run.lies, run.writes, run.failed, judge(world, run)) == (3, [], False, [])


@pytest.mark.parametrize(
    ("where", "manners", "lies", "interfered", "blamed"),
    [
        ({"OfficeSiteId": "berlin"}, {}, 2, False, True),
        ({"OfficeSiteId": "berlin"}, {}, 2, True, False),
        ({"OfficeSiteId": "berlin"}, {"lag": 2}, 2, False, False),
        ({"OfficeSiteId": "berlin"}, {"names_lag": 10}, 2, False, False),
        ({"Tag.1.Key": "team"}, {}, 2, False, False),
        ({"Tag.1.Key": "team"}, {}, 1, False, True),
    ],
)
def test_a_second_purchase_is_excused_only_where_nothing_showed_the_first(
    where: dict[str, str], manners: dict[str, Any], lies: int, interfered: bool, blamed: bool
) -> None:
    world = World("fake", Manners(**manners))
    call = Call(CREATE, where, 0.0, False, committed=True, effect=True, bought="np-2", beside=("np-1",))
    params = {"tags": {"team": ""}, "bandwidth": 10}
    run = Run(1, "one", params, calls=[call], lies=lies, interfered=interfered, result={"changed": True})
    assert ("twice" in {kind for kind, _text in judge(world, run)}) is blamed
