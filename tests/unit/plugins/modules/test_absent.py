# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is released, what is gone already, and how sure one must be of that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import Runner
from .scenarios import DELETE, A, B, package, subscription
from .stories import BOTH_MODES, BOTH_MODULES, LIST, account, before, failed, live, ok, run, warned

GONE: dict[str, Any] = {"state": "absent"}
IDENTITIES: tuple[dict[str, Any], ...] = (
    {"office_site_id": A},
    {"office_site_name": "alpha"},
    {"network_package_id": "np-a"},
    {"tags": {"team": "a"}},
)
BY = pytest.mark.parametrize("identity", IDENTITIES, ids=["site", "name", "id", "tags"])
HAVE = package(tags={"team": "a"})


@BY
@BOTH_MODULES
def test_a_listing_that_misses_the_package_is_not_believed(identity: dict[str, Any], how: str) -> None:
    """(8) one listing misses the package: it is released all the same."""
    runner = account(HAVE, package(B, "np-b"))
    runner.emulator.hide_once("np-a")
    result = ok(run(runner, how, **GONE, **identity))
    assert runner.writes() == result["actions"] == [DELETE]
    assert live(runner, A) == []


@BY
def test_check_mode_does_not_believe_one_listing(identity: dict[str, Any]) -> None:
    """(8) check mode foretells the release."""
    runner = account(HAVE)
    runner.emulator.hide_once("np-a")
    assert ok(run(runner, check_mode=True, **GONE, **identity))["actions"] == [DELETE]


@BOTH_MODULES
def test_a_page_that_shifts_hides_no_package(how: str) -> None:
    """(8) a package vanishes from the first page, so the second begins one too late."""
    runner = account(HAVE, *[package(None, f"np-{number:03d}") for number in range(120)])
    pages: list[int] = []

    def shift() -> None:
        # The first listing only: its second page begins after np-a.
        if not pages:
            pages.append(1)
            for number in range(119, 98, -1):
                runner.emulator.remove_package(f"np-{number:03d}")

    runner.emulator.on_next_page(shift)
    ok(run(runner, how, **GONE, office_site_id=A))
    assert runner.writes() == [DELETE]
    assert live(runner, A) == []


def test_absence_costs_two_listings_for_a_whole_sweep() -> None:
    """(8) the second listing is shared, and nothing more is asked."""
    runner = account()
    items = [{"office_site_id": site, **GONE} for site in (A, B)]
    result = ok(runner.network_packages(network_packages=[*items, {"tags": {"a": "b"}, **GONE}]))
    assert result["changed"] is False
    assert runner.emulator.count(LIST) == 2


def test_a_package_that_is_there_costs_one_listing_before_the_write() -> None:
    """(8) nothing rests on an absence, so one listing is enough."""
    runner = account(HAVE)
    listings: list[int] = []
    before(runner, DELETE, lambda: listings.append(runner.emulator.count(LIST)))
    ok(runner.network_package(**GONE, office_site_id=A))
    assert listings == [1]


def vanish(runner: Runner) -> None:
    runner.emulator.remove_package("np-a")


@BY
@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False])
def test_a_release_that_is_refused_because_the_package_is_gone_is_done(
    identity: dict[str, Any], how: str, wait: bool
) -> None:
    """(13) somebody else released it a moment ago."""
    runner = account(HAVE)
    before(runner, DELETE, lambda: vanish(runner))
    result = ok(run(runner, how, wait=wait, **GONE, **identity))
    assert runner.writes() == [DELETE]
    assert (runner.emulator.effects(), result["changed"], result["actions"]) == (0, False, [])


@BOTH_MODULES
@pytest.mark.parametrize("released", ["gone", "listed"])
def test_a_release_that_is_refused_because_it_is_under_way_is_done(how: str, released: str) -> None:
    """(13) somebody else's release is under way: waited out."""
    runner = account(HAVE, switches={"released": released})

    def begin() -> None:
        until = runner.clock.now() + timedelta(seconds=5)
        runner.emulator.change_package("np-a", network_package_status="Releasing", status_until=until)

    before(runner, DELETE, begin)
    result = ok(run(runner, how, **GONE, office_site_id=A))
    assert (runner.emulator.effects(), result["changed"]) == (0, False)
    assert live(runner, A) == []


CODES = ("InvalidNetworkPackageId.NotFound", "NetworkPackageNotExist", "IncorrectNetworkPackageStatus.Released")


@pytest.mark.parametrize("code", CODES)
def test_gone_is_judged_by_looking_and_not_by_the_code(code: str) -> None:
    """(13) the codes are not documented."""
    runner = account(HAVE)
    runner.emulator.faults.add(Fault(kind="error", action=DELETE, code=code, status=403))
    before(runner, DELETE, lambda: vanish(runner))
    assert ok(runner.network_package(**GONE, office_site_id=A))["changed"] is False


def test_a_refused_release_of_what_is_still_there_fails() -> None:
    """(13) refused for another reason: the failure is told."""
    runner = account(HAVE)
    runner.emulator.faults.add(Fault(kind="error", action=DELETE, code="Forbidden.RAM", status=403))
    failed(runner.network_package(**GONE, office_site_id=A), "Forbidden.RAM")
    assert live(runner, A) == ["np-a"]


@BOTH_MODULES
@BOTH_MODES
def test_an_id_that_nothing_has_is_a_warning(how: str, check_mode: bool) -> None:
    """(money) a typo in the id would otherwise look like a release."""
    runner = account(HAVE)
    result = ok(run(runner, how, check_mode, **GONE, network_package_id="np-typo"))
    assert (result["changed"], runner.writes()) == (False, [])
    warned(runner, "np-typo")


@BOTH_MODULES
def test_an_office_network_that_does_not_exist_is_a_warning(how: str) -> None:
    """(money) a typo in the office network would otherwise look like success."""
    runner = account(HAVE)
    result = ok(run(runner, how, **GONE, office_site_id=f"{A}-typo"))
    assert (result["changed"], runner.writes()) == (False, [])
    warned(runner, f"{A}-typo")


@BOTH_MODULES
def test_an_office_network_without_a_package_is_no_warning(how: str) -> None:
    """(money) absent already: silent."""
    runner = account()
    assert ok(run(runner, how, **GONE, office_site_id=A))["changed"] is False
    assert runner.warnings == []


@BOTH_MODULES
@BOTH_MODES
@pytest.mark.parametrize("place", [{"office_site_id": A}, {"office_site_name": "alpha"}], ids=["id", "name"])
def test_a_package_that_the_office_network_names_and_listings_hide_is_a_warning(
    how: str, check_mode: bool, place: dict[str, Any]
) -> None:
    """(money) it would otherwise go on to cost, and look like success."""
    runner = account(HAVE)
    runner.emulator.hide_rows("np-a", 2)
    result = ok(run(runner, how, check_mode, **GONE, **place))
    assert (result["changed"], live(runner, A)) == (False, ["np-a"])
    warned(runner, "np-a", A, "DescribeOfficeSites", "nothing is released")
    assert ok(run(runner, how, **GONE, **place))["actions"] == [DELETE]
    assert runner.warnings == []


@BOTH_MODULES
def test_a_package_that_was_moved_away_is_no_warning(how: str) -> None:
    runner = account(package(B, "np-b"))
    runner.emulator.name_package(A, "np-b", 10)
    assert ok(run(runner, how, **GONE, office_site_id=A))["changed"] is False
    assert runner.warnings == []


CHANGES: tuple[tuple[str, Callable[[Runner], None]], ...] = (
    ("moved", lambda runner: runner.emulator.change_package("np-a", office_site_id=B)),
    ("subscription", lambda runner: runner.emulator.change_package("np-a", pay_type="PrePaid")),
)


@pytest.mark.parametrize("change", [change for _name, change in CHANGES], ids=[name for name, _change in CHANGES])
def test_what_changed_while_the_release_paused_is_not_released(change: Callable[[Runner], None]) -> None:
    """(fresh) throttled for two minutes; meanwhile the package serves another office network."""
    runner = account(HAVE)
    runner.emulator.faults.add(Fault(kind="throttle", action=DELETE, retry_after=120))
    before(runner, LIST, lambda: change(runner), skip=1)
    before(runner, DELETE, lambda: change(runner), skip=1)
    runner.network_package(**GONE, office_site_id=A)
    assert runner.emulator.effects(DELETE) == 0


def test_an_unexpired_subscription_is_kept_when_one_listing_misses_it() -> None:
    """(8) missed once, it is still refused."""
    runner = account(subscription())
    runner.emulator.hide_once("np-a")
    failed(runner.network_package(**GONE, office_site_id=A), "np-a")
    assert runner.writes() == []
