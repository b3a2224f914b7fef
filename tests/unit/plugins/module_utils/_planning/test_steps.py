# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When each step took effect and when it is finished, by hand-made snapshots."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.conditions import Snapshot
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import (
    Create,
    Order,
    Receipt,
    Renew,
    SetBandwidth,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.steps import (
    Associate,
    Delete,
    Dissociate,
    SetEnabled,
    Write,
    subject,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.wait_steps import WaitReleased, WaitUsable

from ..values import ALPHA, BETA, date, desired, observed, package, site, snapshot, subscription

ORDERED = desired(office_site_id=ALPHA, bandwidth=10, pay_type="PostPaid", internet_charge_type="PayByTraffic")
CREATE = Create(ORDERED)
KNOWN = frozenset(["np-known"])
RESIZE = SetBandwidth(desired(network_package_id="np-a"), "np-a", 20)
RENEW = Renew(desired(network_package_id="np-a", period=2), "np-a", date(3))
DISSOCIATE = Dissociate("np-a")
ASSOCIATE = Associate("np-a", BETA)
ENABLE = SetEnabled("np-a", ALPHA, True)
DISABLE = SetEnabled("np-a", ALPHA, False)
DELETE = Delete("np-a")
WRITES: tuple[Write, ...] = (CREATE, RESIZE, RENEW, DISSOCIATE, ASSOCIATE, ENABLE, DELETE)

# A step, what a poll read, whether the step took effect, and whether it is finished.
SHOWN: tuple[tuple[Write, Snapshot, bool, bool], ...] = (
    (RESIZE, snapshot(), False, False),
    (RESIZE, snapshot(package("np-b", bandwidth=20)), False, False),
    (RESIZE, snapshot(package(bandwidth=10)), False, False),
    (RESIZE, snapshot(package(bandwidth=None)), False, False),
    (RESIZE, snapshot(package(bandwidth=20)), True, True),
    (RESIZE, snapshot(package(bandwidth=10, reservation_bandwidth=20)), True, True),
    (RESIZE, snapshot(package(bandwidth=10, reservation_bandwidth=30)), False, False),
    (RESIZE, snapshot(package(bandwidth=20, network_package_status="Creating")), True, False),
    (RENEW, snapshot(), False, False),
    (RENEW, snapshot(subscription(days=3)), False, False),
    (RENEW, snapshot(subscription(days=2)), False, False),
    (RENEW, snapshot(subscription(days=63)), True, True),
    (RENEW, snapshot(subscription("np-b", days=63)), False, False),
    (RENEW, snapshot(subscription(days=63, business_status="Expired")), True, False),
    (RENEW, snapshot(subscription(days=63, network_package_status="Creating")), True, False),
    (RENEW, snapshot(subscription(expired_time=None)), False, False),
    (RENEW, snapshot(subscription(expired_time="later")), False, False),
    (DISSOCIATE, snapshot(), False, False),
    (DISSOCIATE, snapshot(package()), False, False),
    (DISSOCIATE, snapshot(package(office_site_id=BETA)), False, False),
    (DISSOCIATE, snapshot(package(office_site_id=None)), True, True),
    (DISSOCIATE, snapshot(package(office_site_id=None, network_package_status="Creating")), True, True),
    (ASSOCIATE, snapshot(), False, False),
    (ASSOCIATE, snapshot(package(office_site_id=None)), False, False),
    (ASSOCIATE, snapshot(package()), False, False),
    (ASSOCIATE, snapshot(package("np-b", office_site_id=BETA)), False, False),
    (ASSOCIATE, snapshot(package(office_site_id=BETA)), True, True),
    (ASSOCIATE, snapshot(package(office_site_id=BETA, network_package_status="Creating")), True, False),
    (ENABLE, snapshot(), False, False),
    (ENABLE, snapshot(package()), False, False),
    (ENABLE, snapshot(site(BETA, True)), False, False),
    (ENABLE, snapshot(site(ALPHA, False)), False, False),
    (ENABLE, snapshot(site(ALPHA, True)), True, True),
    (DISABLE, snapshot(site(ALPHA, False)), True, True),
    (DISABLE, snapshot(site(ALPHA, True)), False, False),
    # What the API does not show proves nothing, and nobody can wait for it either.
    (ENABLE, snapshot(site(ALPHA, None)), False, True),
    (DISABLE, snapshot(site(ALPHA, None)), False, True),
    (DELETE, snapshot(), True, True),
    (DELETE, snapshot(package("np-b")), True, True),
    (DELETE, snapshot(package()), False, False),
    (DELETE, snapshot(package(network_package_status="Creating")), False, False),
    (DELETE, snapshot(package(network_package_status="Frozen")), False, False),
    (DELETE, snapshot(package(network_package_status="Releasing")), True, False),
    (DELETE, snapshot(package(network_package_status="Released")), True, True),
    (CREATE, snapshot(), False, False),
    (CREATE, snapshot(package("np-known")), False, False),
    (CREATE, snapshot(package("np-new", office_site_id=BETA)), False, False),
    (CREATE, snapshot(package("np-new", bandwidth=20)), False, False),
    (CREATE, snapshot(package("np-new", network_package_status="Releasing")), False, False),
    (CREATE, snapshot(package("np-new")), True, True),
    (CREATE, snapshot(package("np-known"), package("np-new")), True, True),
    (CREATE, snapshot(package("np-new", network_package_status="Creating")), True, False),
    (CREATE, snapshot(package("np-new"), package("np-other", office_site_id=BETA)), True, True),
)


@pytest.mark.parametrize(("step", "read", "effect", "finished"), SHOWN)
def test_what_a_snapshot_shows(step: Write, read: Snapshot, effect: bool, finished: bool) -> None:
    assert step.took_effect(Receipt(known=KNOWN)).met(read) is effect
    assert step.finished(Receipt(known=KNOWN)).met(read) is finished


@pytest.mark.parametrize(("step", "read", "effect", "finished"), SHOWN)
def test_a_step_that_is_finished_took_effect(step: Write, read: Snapshot, effect: bool, finished: bool) -> None:
    hidden = isinstance(step, SetEnabled) and any(entry.internet_access is None for entry in read.sites.values())
    assert effect or not finished or hidden


@pytest.mark.parametrize(("step", "read", "effect", "finished"), SHOWN)
def test_a_condition_asks_for_all_that_it_looks_at(step: Write, read: Snapshot, effect: bool, finished: bool) -> None:
    for condition in (step.took_effect(Receipt(known=KNOWN)), step.finished(Receipt(known=KNOWN))):
        asked = Snapshot(
            {key: value for key, value in read.packages.items() if condition.ids is None or key in condition.ids},
            {key: value for key, value in read.sites.items() if key in condition.sites},
        )
        assert condition.met(asked) is condition.met(read)


@pytest.mark.parametrize("step", WRITES)
def test_a_description_completes_waited_for(step: Write) -> None:
    for condition in (step.took_effect(Receipt(known=KNOWN)), step.finished(Receipt(order_id="7", known=KNOWN))):
        assert " to " in condition.description or condition.description.startswith("a new package for ")
        assert not condition.description.endswith(".")
        assert "None" not in condition.description


@pytest.mark.parametrize("step", WRITES)
@pytest.mark.parametrize("auto_pay", [True, False])
def test_only_an_order_can_be_left_unpaid(step: Write, auto_pay: bool) -> None:
    if isinstance(step, Order):
        assert replace(step, desired=replace(step.desired, auto_pay=auto_pay)).pays is auto_pay
    else:
        assert step.pays


def test_the_operations() -> None:
    assert [step.action for step in WRITES] == [
        "CreateNetworkPackage",
        "ModifyNetworkPackageBandwidth",
        "RenewNetworkPackages",
        "DissociateNetworkPackage",
        "AssociateNetworkPackage",
        "ModifyNetworkPackageEnabled",
        "DeleteNetworkPackages",
    ]


@pytest.mark.parametrize(
    ("period", "unit", "term"), [(1, "Week", "1 Week"), (2, "Month", "2 Month"), (3, "Year", "3 Year")]
)
def test_the_term_as_it_is_shown(period: int, unit: str, term: str) -> None:
    assert Renew(desired(period=period, period_unit=unit), "np-a", date(3)).term == term


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        (RESIZE, {"bandwidth": 20}),
        (RENEW, {"expired_time": "2026-03-18T08:00:00Z", "business_status": "Normal"}),
        (DISSOCIATE, {"office_site_id": None, "office_site_name": None}),
        (ASSOCIATE, {"office_site_id": BETA, "office_site_name": None}),
        (ENABLE, {}),
        (DISABLE, {}),
    ],
)
def test_what_a_step_is_predicted_to_change(step: Any, changed: dict[str, Any]) -> None:
    before, other = subscription(days=3), package("np-b", office_site_id=BETA)
    after = step.predict(observed(before, other))
    assert after.packages == (before._replace(**changed), other)
    assert after.sites[ALPHA] == site(ALPHA, getattr(step, "enabled", True))


def test_an_expired_term_begins_anew_today() -> None:
    (after,) = RENEW.predict(observed(subscription(days=-40))).packages
    assert (after.expired_time, after.business_status) == ("2026-03-15T08:00:00Z", "Normal")


def test_a_purchase_is_predicted_with_access_and_its_end() -> None:
    wanted = replace(ORDERED, pay_type="PrePaid", period=1, period_unit="Week")
    after = Create(wanted).predict(observed(site(ALPHA, False)))
    (bought,) = after.packages
    assert (bought.network_package_id, bought.expired_time) == (None, date(7))
    assert after.sites[ALPHA] == site()
    (free,) = CREATE.predict(observed()).packages
    assert free.expired_time is None


def test_what_is_released_is_predicted_to_be_gone() -> None:
    for step in (DELETE, WaitReleased(frozenset(["np-a"]))):
        assert step.predict(observed(package(), package("np-b"))).packages == (package("np-b"),)


def test_what_a_new_package_does_not_show_is_predicted_as_desired() -> None:
    new = package(network_package_status="Creating", bandwidth=0, pay_type=None, internet_charge_type=None)
    (after,) = WaitUsable("np-a", ORDERED).predict(observed(new)).packages
    assert after == package()


class TestBought:
    @pytest.mark.parametrize(
        ("options", "values", "keys"),
        [
            ({}, (), []),
            ({}, (package("np-known"),), []),
            ({}, (package("np-new"),), ["np-new"]),
            ({}, (package("np-known"), package("np-new")), ["np-new"]),
            ({}, (package("np-new"), package("np-newer")), ["np-new", "np-newer"]),
            # What is not what was ordered was bought by somebody else.
            ({}, (package("np-new", bandwidth=20),), []),
            ({}, (package("np-new", pay_type="PrePaid"),), []),
            ({}, (package("np-new", internet_charge_type="PayByBandwidth"),), []),
            ({}, (package("np-new", office_site_id=BETA),), []),
            ({}, (package("np-new", office_site_id=None),), []),
            ({}, (package("np-new", network_package_status="Releasing"),), []),
            ({}, (package("np-new", network_package_status="Released"),), []),
            ({}, (package("np-new", network_package_status="Creating"),), ["np-new"]),
            # A package that is being created may not show all of its values yet.
            ({}, (package("np-new", bandwidth=None),), ["np-new"]),
            ({}, (package("np-new", bandwidth=0),), ["np-new"]),
            ({}, (package("np-new", pay_type=None, internet_charge_type=None),), ["np-new"]),
            # Tags identify a purchase without an office network only.
            ({"tags": {"team": "a"}}, (package("np-new"),), ["np-new"]),
            (
                {"office_site_id": None, "tags": {"team": "a"}},
                (package("np-new", office_site_id=None, tags={"team": "a", "more": "b"}),),
                ["np-new"],
            ),
            (
                {"office_site_id": None, "tags": {"team": "a"}},
                (package("np-new", office_site_id=None, tags={"team": "b"}),),
                [],
            ),
            ({"office_site_id": None, "tags": {"team": "a"}}, (package("np-new", tags={"team": "a"}),), []),
        ],
    )
    def test_new_packages_that_are_what_was_ordered(
        self, options: dict[str, Any], values: tuple[Package, ...], keys: list[str]
    ) -> None:
        step = Create(replace(ORDERED, **options))
        found = step.bought(snapshot(*values).packages, KNOWN)
        assert [entry.network_package_id for entry in found] == keys
        # Two candidates are as unclear as none: nothing tells which one this purchase created.
        assert step.took_effect(Receipt(known=KNOWN)).met(snapshot(*values)) is (len(keys) == 1)

    def test_only_an_order_without_a_package_id_is_waited_for_by_its_values(self) -> None:
        by_order, by_id = (
            CREATE.finished(Receipt(order_id="7", known=KNOWN)),
            CREATE.finished(Receipt("np-new", "7", KNOWN)),
        )
        assert (by_order.ids, by_id.ids) == (None, frozenset(["np-new"]))
        assert "order 7" in by_order.description
        assert "np-new" in by_id.description
        # The id is a fact, whatever the package shows.
        other = snapshot(package("np-new", bandwidth=20, office_site_id=BETA))
        assert (by_order.met(other), by_id.met(other)) == (False, True)

    @pytest.mark.parametrize("status", ["Creating", "Releasing", "Released", None])
    def test_a_purchase_is_finished_when_the_package_is_in_use(self, status: str | None) -> None:
        finished = CREATE.finished(Receipt("np-new"))
        assert finished.met(snapshot(package("np-new")))
        assert not finished.met(snapshot(package("np-new", network_package_status=status)))
        assert not finished.met(snapshot())


class TestSubject:
    @pytest.mark.parametrize("step", [RESIZE, RENEW, DISSOCIATE, ASSOCIATE, ENABLE, DELETE])
    def test_the_package_that_a_step_names(self, step: Write) -> None:
        assert subject(step, Receipt(), snapshot(package("np-b"), package())) == package()
        assert subject(step, Receipt(), snapshot(package("np-b"))) is None

    @pytest.mark.parametrize("step", [RESIZE, RENEW, DISSOCIATE, ASSOCIATE, ENABLE, DELETE])
    @pytest.mark.parametrize("status", ["Creating", "InUse", "Releasing", "Released"])
    def test_a_released_package_is_gone(self, step: Write, status: str) -> None:
        shown = package(network_package_status=status)
        assert subject(step, Receipt(), snapshot(shown)) == (None if status == "Released" else shown)

    def test_a_purchase_with_an_id(self) -> None:
        read = snapshot(package("np-new"), package("np-newer"))
        assert subject(CREATE, Receipt("np-newer"), read) == package("np-newer")
        assert subject(CREATE, Receipt("np-x"), read) is None

    def test_a_purchase_without_an_id(self) -> None:
        assert subject(
            CREATE, Receipt(order_id="7", known=KNOWN), snapshot(package("np-known"), package("np-new"))
        ) == package("np-new")
        assert subject(CREATE, Receipt(order_id="7", known=KNOWN), snapshot(package("np-known"))) is None

    def test_access_before_the_package_is_known(self) -> None:
        assert subject(SetEnabled(None, ALPHA, True), Receipt(), snapshot(package())) is None
