# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The package that an office network names, against what the listing shows of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._model.office_site import OfficeSite
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.named import contradicted
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.next_step import next_step
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.observed import FactNeeded, SiteFact
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import Create
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.wait_steps import WaitAgreed, WaitPlaced

from ..values import ALPHA, BETA, desired, package, region, site, snapshot

WISH = desired(office_site_id=ALPHA, bandwidth=10)
HIDDEN = package(office_site_id=None)
WAIT = WaitAgreed(ALPHA, "np-a")


def names(network_package_id: str | None = "np-a", key: str = ALPHA) -> OfficeSite:
    return replace(site(key), details={"network_package_id": network_package_id})


@pytest.mark.parametrize(
    ("found", "hides"),
    [
        (None, True),
        (package("np-b"), True),
        (HIDDEN, True),
        (package(office_site_id=None, network_package_status="Frozen"), True),
        (package(office_site_id=None, network_package_status=None), True),
        (package(), False),
        (package(office_site_id=BETA), True),
        (package(office_site_id=None, network_package_status="Releasing"), False),
        (package(office_site_id=None, network_package_status="Released"), False),
    ],
)
def test_a_package_hides_that_is_live_and_not_shown_at_its_office_network(found: Package | None, hides: bool) -> None:
    read = snapshot(names(), *([found] if found else []))
    assert contradicted(read.sites[ALPHA], read.packages, read.sites) == ("np-a" if hides else None)
    assert WAIT.condition.met(read) is not hides


@pytest.mark.parametrize(("key", "hides"), [("np-a", False), ("np-b", True), (None, True)])
def test_a_package_is_elsewhere_if_the_office_network_there_names_it(key: str | None, hides: bool) -> None:
    read = snapshot(names(), names(key, BETA), package(office_site_id=BETA))
    assert contradicted(read.sites[ALPHA], read.packages, read.sites) == ("np-a" if hides else None)
    wait = replace(WAIT, elsewhere=BETA)
    assert wait.condition.sites == {ALPHA, BETA}
    assert wait.condition.met(read) is not hides


def test_the_office_network_where_a_package_is_listed_is_asked_for() -> None:
    moved = package(office_site_id=BETA)
    view = region(names(), moved, sites={ALPHA: names()})
    with pytest.raises(FactNeeded) as needed:
        next_step(WISH, view.observed_for(WISH))
    assert needed.value.facts == (SiteFact(BETA),)
    for sites in ({ALPHA: names(), BETA: None}, {ALPHA: names(), BETA: names(None, BETA)}):
        read = region(moved, sites=sites)
        assert next_step(WISH, read.observed_for(WISH)) == replace(WAIT, elsewhere=BETA)
    read = region(moved, sites={ALPHA: names(), BETA: names(key=BETA)})
    assert isinstance(next_step(WISH, read.observed_for(WISH)), Create)


@pytest.mark.parametrize("shown", [None, names(None), site()])
def test_an_office_network_that_names_none_contradicts_nothing(shown: OfficeSite | None) -> None:
    assert contradicted(shown, {}, {}) is None


def test_an_office_network_that_is_not_there_ends_the_wait() -> None:
    assert WAIT.condition.met(snapshot())


def test_an_office_network_that_names_another_one_goes_on_to_be_waited_for() -> None:
    assert not WAIT.condition.met(snapshot(names("np-x")))
    assert WAIT.condition.seen is not None
    assert "np-x, which is not listed" in WAIT.condition.seen(snapshot(names("np-x")))
    assert "np-a, which is InUse without" in WAIT.condition.seen(snapshot(names(), HIDDEN))


def test_a_purchase_waits_until_they_agree() -> None:
    for hidden in ([], [HIDDEN]):
        view = region(names(), *hidden)
        assert next_step(WISH, view.observed_for(WISH)) == WAIT
        assert isinstance(next_step(WISH, WAIT.predict(view.observed_for(WISH))), Create)


def test_a_purchase_by_tags_is_not_about_an_office_network() -> None:
    wish = desired(tags={"team": "a"}, bandwidth=10)
    assert isinstance(next_step(wish, region(names()).observed_for(wish)), Create)


def test_one_that_is_being_created_is_waited_for_first() -> None:
    creating = package(office_site_id=None, network_package_status="Creating")
    view = region(names(), creating)
    assert next_step(WISH, view.observed_for(WISH)) == WaitPlaced(frozenset(["np-a"]))


@pytest.mark.parametrize("wish", [{"purchase": False}, {"state": "absent"}], ids=str)
def test_what_buys_nothing_waits_for_nothing(wish: dict[str, object]) -> None:
    item = desired(office_site_id=ALPHA, **wish)
    assert next_step(item, region(names()).observed_for(item)) is None
