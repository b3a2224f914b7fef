# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs at once: neither may be silent about a second package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from ansible_collections.alicloud.ecd.tests.emulator.model import parse_time

from .runner import REGION, Runner
from .scenarios import CREATE, MODIFY, RENEW, A, B, package, subscription
from .stories import (
    BOTH_MODULES,
    LIST,
    account,
    after,
    another,
    before,
    failed,
    live,
    ok,
    once,
    run,
    said,
    shown_id,
    warned,
)

TAGS = {"purpose": "spare"}
TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
SPARE: dict[str, Any] = {"tags": TAGS, "bandwidth": 5}
ACCEPTED = {"second_package": "accepted"}
WAITS = pytest.mark.parametrize("wait", [True, False])
EXISTS = "NetworkPackageExists"
IDENTITIES: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    (TEN, package(A, "np-other")),
    ({"office_site_name": "alpha", "bandwidth": 10}, package(A, "np-other")),
    (SPARE, package(None, "np-other", bandwidth=5, tags=TAGS)),
)
BY = pytest.mark.parametrize(("desired", "other"), IDENTITIES, ids=["site", "name", "tags"])


@BOTH_MODULES
@WAITS
def test_a_refused_purchase_of_what_another_run_bought_is_adopted(how: str, wait: bool) -> None:
    """(two runs) refused, and as desired: success, unchanged, a note and a warning that name it."""
    runner = account()
    before(runner, CREATE, partial(runner.emulator.add_package, **package(A, "np-other")))
    result = ok(run(runner, how, wait=wait, **TEN))
    assert (runner.writes(), runner.emulator.effects()) == ([CREATE], 0)
    assert (result["changed"], result["actions"], shown_id(result)) == (False, [], "np-other")
    assert any("np-other" in note for note in result["notes"])
    warned(runner, "np-other")


@BOTH_MODULES
@pytest.mark.parametrize("fields", [{"bandwidth": 50}, {"internet_charge_type": "PayByBandwidth"}], ids=str)
def test_a_refused_purchase_of_what_is_different_is_named(how: str, fields: dict[str, Any]) -> None:
    """(two runs) refused, and another run bought something else: failure that names it."""
    runner = account()
    before(runner, CREATE, partial(runner.emulator.add_package, **package(A, "np-other", **fields)))
    desired = {**TEN, "internet_charge_type": "PayByTraffic"}
    result = failed(run(runner, how, **desired), "np-other", "again")
    assert (runner.emulator.effects(), result.get("changed", False)) == (0, False)


def test_a_refused_purchase_of_what_is_not_there_is_told_as_refused() -> None:
    """(two runs) refused for another reason: the code is told, nothing is adopted."""
    runner = account()
    runner.emulator.faults.add(Fault(kind="error", action=CREATE, code="RISK.RISK_CONTROL_REJECTION", status=400))
    failed(runner.network_package(**TEN), "RISK.RISK_CONTROL_REJECTION")
    assert runner.writes() == [CREATE]


def test_a_refused_purchase_is_looked_at_once() -> None:
    """(two runs) one look, not settle_timeout."""
    runner = account()
    runner.emulator.faults.add(Fault(kind="error", action=CREATE, code="RISK.RISK_CONTROL_REJECTION", status=400))
    begin = runner.clock.time()
    failed(runner.network_package(**TEN))
    assert runner.clock.time() - begin < 15


@BOTH_MODULES
@WAITS
@BY
def test_a_purchase_is_verified_by_one_more_listing(
    how: str, wait: bool, desired: dict[str, Any], other: dict[str, Any]
) -> None:
    """(two runs) wait: false too, the last call is a listing of the region and not a read by id."""
    runner = account()
    ok(run(runner, how, wait=wait, **desired))
    last = runner.emulator.calls[-1]
    assert last.action == LIST
    assert not any(name.startswith("NetworkPackageId") for name in last.params)
    assert other


@BOTH_MODULES
@WAITS
@BY
def test_two_packages_for_one_identity_are_told(
    how: str, wait: bool, desired: dict[str, Any], other: dict[str, Any]
) -> None:
    """(two runs) another run buys just before: both ids, which one this run bought, and what to do."""
    runner = account(switches=ACCEPTED)
    before(runner, CREATE, partial(runner.emulator.add_package, **other))
    loud(runner, run(runner, how, wait=wait, **desired))


@BOTH_MODULES
@WAITS
@BY
def test_two_packages_are_told_when_the_other_buys_second(
    how: str, wait: bool, desired: dict[str, Any], other: dict[str, Any]
) -> None:
    """(two runs) another run buys just after."""
    runner = account(switches=ACCEPTED)
    once(runner, lambda: runner.emulator.effects(CREATE) > 0, partial(runner.emulator.add_package, **other), LIST)
    loud(runner, run(runner, how, wait=wait, **desired))


def loud(runner: Runner, result: dict[str, Any]) -> None:
    """The run fails, names both packages, and says which one it bought; nothing was released."""
    (bought,) = [key for key in runner.emulator.packages if key != "np-other"]
    failed(result, "np-other", bought, "release")
    assert (result["changed"], result["actions"], shown_id(result)) == (True, [CREATE], bought)
    assert runner.emulator.effects() == 1
    assert len(runner.emulator.packages) == 2


def test_an_unpaid_purchase_is_not_verified() -> None:
    """(two runs) nothing was paid, so nothing more is asked."""
    runner = account()
    ok(runner.network_package(auto_pay=False, **TEN))
    assert runner.emulator.calls[-1].action == CREATE


@BOTH_MODULES
def test_a_verification_that_cannot_be_read_is_a_warning(how: str) -> None:
    """(two runs) the purchase succeeded and is in use; only the last look fails."""
    runner = account()

    def in_use() -> bool:
        return any(package.network_package_status == "InUse" for package in runner.emulator.packages.values())

    seen: list[str] = []

    def refuse(_action: str, params: Mapping[str, str]) -> None:
        # Reads by id go on: they are the wait. The first listing may be the one that ends it.
        if in_use() and not any(name.startswith("NetworkPackageId") for name in params):
            seen.append(_action)
            if len(seen) > 1 or waited_by_id():
                runner.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST))

    def waited_by_id() -> bool:
        reads = [call for call in runner.emulator.calls if call.action == LIST and call.params]
        return any(name.startswith("NetworkPackageId") for call in reads for name in call.params)

    runner.emulator.on_call(refuse, LIST)
    result = ok(run(runner, how, **TEN))
    assert result["actions"] == [CREATE]
    assert runner.warnings


def test_one_verification_serves_the_sweep() -> None:
    """(two runs) 30 purchases are verified by one listing after the last of them."""
    runner = Runner()
    sites = [runner.emulator.add_office_site(f"{REGION}+dir-{number:03d}") for number in range(30)]
    items = [{"office_site_id": site, "bandwidth": 10} for site in sites]
    ok(runner.network_packages(network_packages=items, wait=False, concurrency=4))
    actions = [call.action for call in runner.emulator.calls]
    last = len(actions) - 1 - actions[::-1].index(CREATE)
    assert 1 <= actions[last:].count(LIST) <= 4


def test_a_sweep_tells_the_two_packages_of_one_item_only() -> None:
    """(two runs) the other items succeed."""
    runner = account(switches=ACCEPTED)
    sites = [A, *[runner.emulator.add_office_site(f"{REGION}+dir-{number}") for number in range(8)]]

    def act(_action: str, params: Mapping[str, str]) -> None:
        if params["OfficeSiteId"] == A:
            runner.emulator.add_package(**package(A, "np-other"))

    runner.emulator.on_call(act, CREATE)
    items = [{"office_site_id": site, "bandwidth": 10} for site in sites]
    result = failed(runner.network_packages(network_packages=items, concurrency=3))
    assert [bool(item.get("failed")) for item in result["results"]] == [True] + [False] * 8
    assert "np-other" in result["results"][0]["msg"]
    assert runner.emulator.effects(CREATE) == 9


RULES = pytest.mark.parametrize("rule", ["error", "accepted"])
LAGS = pytest.mark.parametrize("stale_seconds", [0, 8])


@RULES
@LAGS
@BOTH_MODULES
@pytest.mark.parametrize("desired", [TEN, SPARE], ids=["site", "tags"])
@pytest.mark.parametrize("moment", ["first listing", "second listing", "purchase", "after the purchase"])
def test_two_whole_runs(rule: str, stale_seconds: float, how: str, desired: dict[str, Any], moment: str) -> None:
    """(two runs) a whole run inside another, at each moment and in both orders: one package, or told by one of them."""
    runner = account(switches={"second_package": rule, "stale_seconds": stale_seconds})
    other = another(runner)
    results: list[dict[str, Any]] = []

    def act() -> None:
        results.append(run(other, how, **desired))

    moments: dict[str, Callable[[], None]] = {
        "first listing": lambda: before(runner, LIST, act),
        "second listing": lambda: before(runner, LIST, act, skip=1),
        "purchase": lambda: before(runner, CREATE, act),
        "after the purchase": lambda: once(runner, lambda: runner.emulator.effects(CREATE) > 0, act),
    }
    moments[moment]()
    results.append(run(runner, how, **desired))
    if len(results) == 1:
        # Nothing came at that moment: the other run comes after it.
        act()
    judge_two_runs(runner, other, results, desired)


def judge_two_runs(runner: Runner, other: Runner, results: list[dict[str, Any]], desired: dict[str, Any]) -> None:
    keys = live(runner, desired.get("office_site_id"))
    assert 1 <= len(keys) <= 2
    told = [one for one in results if one.get("failed") and all(key in one["msg"] for key in keys)]
    if len(keys) == 2:
        assert told, [said(runner, results[-1]), said(other, results[0])]
        return
    assert sum(one["actions"] == [CREATE] for one in results if "actions" in one) == 1
    for one in results:
        if one.get("failed"):
            # Refused, while reads lag too much to see why: it bought nothing and says so.
            assert EXISTS in one["msg"] and not one.get("changed")
        else:
            assert shown_id(one) == keys[0]


def test_an_end_that_is_later_than_predicted_is_told() -> None:
    """(two runs) two runs renew at the same moment: the later end is a failure that says so."""
    runner = account(subscription(expired_time="2026-01-20T08:00:00Z"))
    other = another(runner)
    desired: dict[str, Any] = {"office_site_id": A, "remaining_days": 7}
    before(runner, RENEW, lambda: other.network_package(**desired))
    result = failed(runner.network_package(**desired), "2026-03-20")
    assert (result["changed"], result["actions"]) == (True, [RENEW])


@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False], ids=["wait", "no wait"])
@pytest.mark.parametrize("seconds", [0.5, 2])
def test_a_renewal_that_shows_after_that_of_another_run_is_told(how: str, wait: bool, seconds: float) -> None:
    """(two runs) what shows first is one term more, by whichever run; reads that lag show the other one later."""
    runner = account(subscription(expired_time="2026-01-20T08:00:00Z"))
    shows_later = partial(runner.emulator.change_package, "np-a", expired_time=parse_time("2026-03-20T08:00:00Z"))
    before(runner, RENEW, lambda: after(runner, seconds, shows_later))
    result = failed(run(runner, how, office_site_id=A, remaining_days=7, wait=wait), "2026-03-20", "another run")
    assert (result["changed"], result["actions"], len(result["order_ids"])) == (True, [RENEW], 1)
    assert result["network_package"]["expired_time"] == "2026-03-20T08:00:00Z"


def test_renewals_share_the_second_look() -> None:
    """One read for all of them, after one pause."""
    end = "2026-01-20T08:00:00Z"
    soon = [subscription(site=site, key=key, expired_time=end) for site, key in ((A, "np-a"), (B, "np-b"))]
    reads = []
    for packages in (soon[:1], soon):
        runner = account(*packages)
        items = [{"office_site_id": package["office_site_id"], "remaining_days": 7} for package in packages]
        ok(runner.network_packages(network_packages=items))
        reads.append(runner.emulator.count(LIST))
    assert reads[0] == reads[1]


def test_the_same_change_by_two_runs() -> None:
    """(two runs) another run made the same change a moment ago and the service refuses a second: done."""
    runner = account(package(), switches={"modify_same": "error"})
    before(runner, MODIFY, lambda: runner.emulator.change_package("np-a", bandwidth=20))
    result = ok(runner.network_package(office_site_id=A, bandwidth=20))
    assert (result["changed"], runner.emulator.effects()) == (False, 0)
