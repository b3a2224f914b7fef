# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is desired and what was observed to a plan: buy, keep, update, release, and the order of an earlier run."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError, PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.order import OrderRecord
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import Create, Order, Renew, SetBandwidth
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.steps import (
    Associate,
    Delete,
    Dissociate,
    SetEnabled,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.unfold import unfold
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.wait_steps import (
    WaitEffect,
    WaitReleased,
    WaitUsable,
)

from ..values import ALPHA, BETA, NOW, REGION, date, desired, observed, package, site, subscription

AT_ALPHA: dict[str, Any] = {"office_site_id": ALPHA}
TEN: dict[str, Any] = {**AT_ALPHA, "bandwidth": 10}
BY_ID: dict[str, Any] = {"network_package_id": "np-a"}
BY_TAGS: dict[str, Any] = {"tags": {"team": "a"}}
ELSEWHERE = package("np-z", office_site_id=BETA, office_site_name="beta")

# Options, what was observed, and the operations of the plan.
BOUGHT: tuple[tuple[dict[str, Any], tuple[Any, ...], list[str]], ...] = (
    (TEN, (), ["CreateNetworkPackage"]),
    (TEN, (ELSEWHERE,), ["CreateNetworkPackage"]),
    (TEN, (package(network_package_status="Released"),), ["CreateNetworkPackage"]),
    (TEN, (package(network_package_status="Releasing"),), ["CreateNetworkPackage"]),
    ({**TEN, "pay_type": "PrePaid", "period": 3}, (), ["CreateNetworkPackage"]),
    ({**BY_TAGS, "bandwidth": 5}, (package(tags={"team": "b"}),), ["CreateNetworkPackage"]),
    ({**TEN, "enabled": False}, (site(),), ["CreateNetworkPackage", "ModifyNetworkPackageEnabled"]),
    ({**TEN, "auto_pay": False}, (), ["CreateNetworkPackage"]),
)
KEPT: tuple[tuple[dict[str, Any], tuple[Any, ...], list[str]], ...] = (
    (TEN, (package(),), []),
    (AT_ALPHA, (package(),), []),
    (BY_ID, (package(),), []),
    (BY_TAGS, (package(tags={"team": "a", "more": "b"}),), []),
    (TEN, (package(), ELSEWHERE, package("np-old", network_package_status="Released")), []),
    (TEN, (package(), package("np-old", network_package_status="Releasing")), []),
    (TEN, (package(bandwidth=5, reservation_bandwidth=10),), []),
    (TEN, (package(network_package_status="Frozen"),), []),
    ({**TEN, "pay_type": "PostPaid", "internet_charge_type": "PayByTraffic"}, (package(),), []),
    ({**TEN, "pay_type": "PrePaid"}, (subscription(),), []),
    ({**TEN, "remaining_days": 14}, (subscription(),), []),
    ({**TEN, "remaining_days": 14}, (package(),), []),
    ({**TEN, "enabled": True}, (package(), site()), []),
    ({**BY_ID, "unbind": True}, (package(office_site_id=None),), []),
)
UPDATED: tuple[tuple[dict[str, Any], tuple[Any, ...], list[str]], ...] = (
    ({**AT_ALPHA, "bandwidth": 20}, (package(),), ["ModifyNetworkPackageBandwidth"]),
    ({**BY_ID, "bandwidth": 20}, (package(),), ["ModifyNetworkPackageBandwidth"]),
    ({**BY_TAGS, "bandwidth": 20}, (package(tags={"team": "a"}),), ["ModifyNetworkPackageBandwidth"]),
    ({**AT_ALPHA, "bandwidth": 20}, (package(reservation_bandwidth=30),), ["ModifyNetworkPackageBandwidth"]),
    ({**BY_ID, "office_site_id": BETA}, (package(),), ["DissociateNetworkPackage", "AssociateNetworkPackage"]),
    ({**BY_ID, "unbind": True}, (package(),), ["DissociateNetworkPackage"]),
    ({**TEN, "enabled": False}, (package(), site()), ["ModifyNetworkPackageEnabled"]),
)
RENEWED: tuple[tuple[dict[str, Any], tuple[Any, ...], list[str]], ...] = (
    ({**TEN, "remaining_days": 14}, (subscription(days=3),), ["RenewNetworkPackages"]),
    ({**TEN, "remaining_days": 14}, (subscription(days=-3),), ["RenewNetworkPackages"]),
)
RELEASED: tuple[tuple[dict[str, Any], tuple[Any, ...], list[str]], ...] = (
    ({**AT_ALPHA, "state": "absent"}, (package(),), ["DeleteNetworkPackages"]),
    ({**BY_ID, "state": "absent"}, (package(),), ["DeleteNetworkPackages"]),
    ({**BY_TAGS, "state": "absent"}, (package(tags={"team": "a"}),), ["DeleteNetworkPackages"]),
    ({**AT_ALPHA, "state": "absent"}, (package(network_package_status="Creating"),), ["DeleteNetworkPackages"]),
    ({**AT_ALPHA, "state": "absent"}, (subscription(days=-1),), ["DeleteNetworkPackages"]),
    ({**AT_ALPHA, "state": "absent", "force": True}, (subscription(),), ["DeleteNetworkPackages"]),
)
GONE: tuple[tuple[dict[str, Any], tuple[Any, ...], list[str]], ...] = (
    ({**AT_ALPHA, "state": "absent"}, (), []),
    ({**AT_ALPHA, "state": "absent"}, (ELSEWHERE,), []),
    ({**AT_ALPHA, "state": "absent"}, (package(network_package_status="Released"),), []),
    ({**AT_ALPHA, "state": "absent"}, (package(network_package_status="Releasing"),), []),
    ({"network_package_id": "np-unknown", "state": "absent"}, (package(),), []),
    ({**BY_TAGS, "state": "absent"}, (package(tags={"team": "b"}),), []),
)
ALL = (*BOUGHT, *KEPT, *UPDATED, *RENEWED, *RELEASED, *GONE)


def planned(options: dict[str, Any], *values: Any) -> Plan:
    return unfold(desired(**options), observed(*values))


def waits(plan: Plan) -> list[frozenset[str] | None]:
    return [step.condition.ids for step in plan.steps if isinstance(step, (WaitReleased, WaitUsable))]


@pytest.mark.parametrize(("options", "values", "actions"), ALL)
def test_the_operations_of_a_plan(options: dict[str, Any], values: tuple[Any, ...], actions: list[str]) -> None:
    plan = planned(options, *values)
    assert plan.actions == actions
    assert plan.changed is bool(actions)
    assert plan.buys is ("CreateNetworkPackage" in actions)


@pytest.mark.parametrize(("options", "values", "actions"), ALL)
def test_a_plan_depends_on_nothing_but_its_arguments(
    options: dict[str, Any], values: tuple[Any, ...], actions: list[str]
) -> None:
    # The order of a listing means nothing.
    first, second = planned(options, *values), planned(options, *reversed(values))
    assert (first.before, first.after, first.writes) == (second.before, second.after, second.writes)
    assert (first.notes, first.warnings, first.extras) == (second.notes, second.warnings, second.extras)


@pytest.mark.parametrize(("options", "values", "actions"), [*KEPT, *GONE])
def test_a_plan_without_writes_predicts_what_was_found(
    options: dict[str, Any], values: tuple[Any, ...], actions: list[str]
) -> None:
    plan = planned(options, *values)
    assert plan.after == plan.before
    assert (plan.orders, plan.extras, plan.payment_pending) == ((), (), False)


@pytest.mark.parametrize(("options", "values", "actions"), [*BOUGHT, *UPDATED])
def test_the_next_run_finds_the_prediction_as_desired(
    options: dict[str, Any], values: tuple[Any, ...], actions: list[str]
) -> None:
    plan = planned(options, *values)
    assert plan.after
    after = plan.after._replace(network_package_id=plan.after.network_package_id or "np-new")
    sites = [site(str(plan.after.office_site_id), options.get("enabled"))] if "enabled" in options else []
    assert planned(options, after, *sites).actions == []


@pytest.mark.parametrize(("options", "values", "actions"), ALL)
def test_the_current_bandwidth_is_never_ordered(
    options: dict[str, Any], values: tuple[Any, ...], actions: list[str]
) -> None:
    plan = planned(options, *values)
    for step in plan.steps:
        if isinstance(step, SetBandwidth):
            assert plan.before
            assert step.bandwidth not in (plan.before.bandwidth, plan.before.reservation_bandwidth)


@pytest.mark.parametrize(("options", "values", "actions"), ALL)
def test_what_only_the_server_decides_is_not_predicted(
    options: dict[str, Any], values: tuple[Any, ...], actions: list[str]
) -> None:
    plan = planned(options, *values)
    if plan.after is None:
        return
    known = plan.before or Package(None)
    for name in ("network_package_id", "create_time", "expired_time", "eip_addresses"):
        assert getattr(plan.after, name) == getattr(known, name)


@pytest.mark.parametrize(("options", "values", "actions"), ALL)
def test_orders_are_the_steps_that_cost_money(
    options: dict[str, Any], values: tuple[Any, ...], actions: list[str]
) -> None:
    plan = planned(options, *values)
    paid_for = {"CreateNetworkPackage", "ModifyNetworkPackageBandwidth", "RenewNetworkPackages"}
    assert [order.action for order in plan.orders] == [action for action in actions if action in paid_for]
    assert plan.payment_pending is (bool(plan.orders) and options.get("auto_pay") is False)
    assert (plan.costs, plan.pending_order) == (None, None)


class TestBuy:
    @pytest.mark.parametrize(
        ("pay_type", "charge_type", "bought"),
        [
            (None, None, ("PostPaid", "PayByTraffic")),
            ("PostPaid", None, ("PostPaid", "PayByTraffic")),
            ("PrePaid", None, ("PrePaid", "PayByBandwidth")),
            (None, "PayByTraffic", ("PostPaid", "PayByTraffic")),
            (None, "PayByBandwidth", ("PostPaid", "PayByBandwidth")),
            ("PostPaid", "PayByBandwidth", ("PostPaid", "PayByBandwidth")),
            ("PrePaid", "PayByBandwidth", ("PrePaid", "PayByBandwidth")),
        ],
    )
    def test_types_that_are_left_open(
        self, pay_type: str | None, charge_type: str | None, bought: tuple[str, str]
    ) -> None:
        plan = planned({**TEN, "pay_type": pay_type, "internet_charge_type": charge_type})
        (order,) = plan.orders
        assert plan.after
        # What is ordered is spelled out, and the same as what is predicted.
        assert (order.desired.pay_type, order.desired.internet_charge_type) == bought
        assert (plan.after.pay_type, plan.after.internet_charge_type) == bought
        assert plan.desired.pay_type == pay_type

    def test_the_predicted_package(self) -> None:
        plan = planned({**TEN, "office_site_name": "alpha", "tags": {"team": "a"}})
        assert plan.before is None
        assert plan.after == Package(
            None,
            bandwidth=10,
            pay_type="PostPaid",
            internet_charge_type="PayByTraffic",
            network_package_status="InUse",
            business_status="Normal",
            region_id=REGION,
            office_site_id=ALPHA,
            office_site_name="alpha",
            tags={"team": "a"},
        )

    @pytest.mark.parametrize(
        ("types", "most"),
        [
            ({}, 200),
            ({"internet_charge_type": "PayByBandwidth"}, 1000),
            ({"pay_type": "PrePaid"}, 1000),
        ],
    )
    def test_the_bandwidth_is_checked_against_the_types_that_are_bought(self, types: dict[str, Any], most: int) -> None:
        assert planned({**AT_ALPHA, **types, "bandwidth": most}).buys
        with pytest.raises(InputError, match=rf"^bandwidth: {most + 1} is not allowed; .*2 to {most} Mbit/s"):
            planned({**AT_ALPHA, **types, "bandwidth": most + 1})

    @pytest.mark.parametrize("identity", [AT_ALPHA, BY_TAGS])
    def test_a_purchase_needs_a_bandwidth(self, identity: dict[str, Any]) -> None:
        with pytest.raises(PlanningError, match=r"^bandwidth is required to buy a package") as caught:
            planned(identity, ELSEWHERE)
        assert desired(**identity).identity in str(caught.value)

    @pytest.mark.parametrize(
        ("options", "values", "waited_for"),
        [
            (TEN, (package(network_package_status="Releasing"),), {"np-a"}),
            (
                TEN,
                tuple(package(key, network_package_status="Releasing") for key in ("np-a", "np-b")),
                {"np-a", "np-b"},
            ),
            (TEN, (package(network_package_status="Released"),), None),
            (TEN, (ELSEWHERE._replace(network_package_status="Releasing"),), None),
            (
                {**BY_TAGS, "bandwidth": 5},
                (package(tags={"team": "a"}, network_package_status="Releasing"),),
                {"np-a"},
            ),
        ],
    )
    def test_a_package_that_is_being_released_is_waited_out(
        self, options: dict[str, Any], values: tuple[Package, ...], waited_for: set[str] | None
    ) -> None:
        plan = planned(options, *values)
        # With wait: false too, so the wait is required.
        assert waits(plan) == ([frozenset(waited_for)] if waited_for else [])
        assert isinstance(plan.steps[-1], Create)

    @pytest.mark.parametrize("enabled", [True, False])
    def test_a_purchase_opens_access_so_only_off_is_a_second_step(self, enabled: bool) -> None:
        plan = planned({**TEN, "enabled": enabled})
        assert [type(step) for step in plan.steps] == ([Create] if enabled else [Create, SetEnabled])

    def test_access_is_not_switched_before_the_order_is_paid(self) -> None:
        assert planned({**TEN, "enabled": True, "auto_pay": False}, site()).actions == ["CreateNetworkPackage"]

    def test_a_package_without_an_office_network_has_no_access_to_switch(self) -> None:
        with pytest.raises(PlanningError, match=r"^enabled: "):
            planned({**BY_TAGS, "bandwidth": 5, "enabled": True})


class TestIdentity:
    @pytest.mark.parametrize("state", ["present", "absent"])
    @pytest.mark.parametrize("identity", [AT_ALPHA, BY_TAGS])
    def test_several_live_packages_are_ambiguous(self, identity: dict[str, Any], state: str) -> None:
        twins = [package(key, tags={"team": "a"}) for key in ("np-b", "np-a")]
        with pytest.raises(PlanningError, match=r"^2 live packages match .*: np-a, np-b\. .*network_package_id$"):
            planned({**identity, "bandwidth": 10, "state": state}, *twins)

    @pytest.mark.parametrize("status", ["Creating", "InUse", "Frozen"])
    def test_every_live_status_makes_it_ambiguous(self, status: str) -> None:
        with pytest.raises(PlanningError, match=r"np-a, np-b"):
            planned(TEN, package(), package("np-b", network_package_status=status))

    @pytest.mark.parametrize("status", ["Releasing", "Released"])
    def test_a_package_that_is_not_live_makes_nothing_ambiguous(self, status: str) -> None:
        plan = planned(TEN, package("np-b", network_package_status=status), package())
        assert plan.before == package()

    def test_the_id_tells_which_of_several_is_meant(self) -> None:
        plan = planned({**BY_ID, "bandwidth": 20}, package("np-b"), package())
        assert plan.writes == (SetBandwidth(plan.desired, "np-a", 20, 10),)

    def test_an_unknown_id_cannot_be_bought(self) -> None:
        with pytest.raises(PlanningError, match=r"^network_package_id: there is no .* np-x in cn-hangzhou\.") as caught:
            planned({"network_package_id": "np-x", "bandwidth": 10}, package())
        assert "office_site_id" in str(caught.value)

    @pytest.mark.parametrize("status", ["Releasing", "Released"])
    def test_a_package_that_goes_cannot_be_kept(self, status: str) -> None:
        with pytest.raises(PlanningError, match=rf"^network_package_id: np-a is {status} and cannot be kept"):
            planned({**BY_ID, "bandwidth": 10}, package(network_package_status=status))

    @pytest.mark.parametrize(
        ("identity", "keys"),
        [
            (BY_ID, ["np-a"]),
            ({"network_package_id": "np-x"}, []),
            (AT_ALPHA, ["np-a", "np-b"]),
            ({**AT_ALPHA, **BY_TAGS}, ["np-a", "np-b"]),
            (BY_TAGS, ["np-b", "np-c"]),
            ({"office_site_id": "nowhere"}, []),
        ],
    )
    def test_matching_and_desired_matches_agree(self, identity: dict[str, Any], keys: list[str]) -> None:
        values = (
            package(),
            package("np-b", tags={"team": "a"}, network_package_status="Released"),
            package("np-c", tags={"team": "a"}, office_site_id=None),
        )
        found = observed(*values).matching(desired(**identity))
        assert [entry.network_package_id for entry in found] == keys
        assert found == [value for value in values if desired(**identity).matches(value)]

    @pytest.mark.parametrize("nowhere", [None, "", "cn-hangzhou+dir-unknown"])
    def test_nothing_is_at_no_office_network(self, nowhere: str | None) -> None:
        assert observed(package(), package("np-b", office_site_id=None)).at(nowhere) == []


class TestUpdate:
    def test_notes_and_warnings_come_with_the_plan(self) -> None:
        before = subscription(days=-3, reservation_bandwidth=20, reservation_active_time=date(30))
        plan = planned({**TEN, "tags": {"team": "a"}}, before)
        assert "a change to 20 Mbit/s is booked" in " ".join(plan.notes)
        assert [warning.partition(" ")[0] for warning in plan.warnings] == ["tags:", "np-a"]

    def test_the_package_itself_is_no_neighbour(self) -> None:
        plan = planned({**BY_ID, "office_site_id": ALPHA, "bandwidth": 20}, package())
        assert plan.actions == ["ModifyNetworkPackageBandwidth"]

    def test_only_the_target_has_neighbours(self) -> None:
        # A live package beside the old place, or somewhere else, does not matter.
        neighbours = (package("np-b"), package("np-c", office_site_id="cn-hangzhou+dir-gamma"))
        assert planned({**BY_ID, "office_site_id": BETA}, package(), *neighbours).writes == (
            Dissociate("np-a"),
            Associate("np-a", BETA),
        )

    def test_what_is_left_open_stays(self) -> None:
        before = subscription(tags={"team": "a"}, eip_addresses=("198.51.100.7",), create_time="2021-05-10T02:35:26Z")
        plan = planned({**AT_ALPHA, "bandwidth": 20}, before)
        assert plan.after == before._replace(bandwidth=20)


class TestRelease:
    @pytest.mark.parametrize(
        ("before", "force", "released"),
        [
            (package(), False, True),
            (package(), True, True),
            (package(business_status="Expired"), False, True),
            (subscription(), False, False),
            (subscription(), True, True),
            (subscription(days=-1), False, True),
            # A pay type that the API left out may be a subscription.
            (package(pay_type=None), False, False),
            (package(pay_type=None), True, True),
        ],
    )
    def test_a_subscription_that_runs_is_released_by_force_only(
        self, before: Package, force: bool, released: bool
    ) -> None:
        options = {**AT_ALPHA, "state": "absent", "force": force}
        if released:
            assert planned(options, before).writes == (Delete("np-a"),)
            assert planned(options, before).after is None
            return
        with pytest.raises(PlanningError, match=r"^np-a is a subscription .*force: true") as caught:
            planned(options, before)
        assert str(before.expired_time) in str(caught.value)

    @pytest.mark.parametrize(
        "options",
        [
            {"bandwidth": 0},
            {"pay_type": "PrePaid", "internet_charge_type": "PayByTraffic"},
            {"remaining_days": 1000},
            {"enabled": False},
            {"auto_pay": False},
            {"pending_order_id": "7"},
        ],
    )
    def test_options_that_describe_the_package_are_ignored(self, options: dict[str, Any]) -> None:
        plan = planned({**AT_ALPHA, "state": "absent", **options}, package())
        assert plan.writes == (Delete("np-a"),)
        assert (plan.notes, plan.warnings, plan.extras, plan.payment_pending) == ((), (), (), False)

    def test_the_reseller_is_passed_on(self) -> None:
        plan = planned({**AT_ALPHA, "state": "absent", "reseller_owner_uid": 7}, package())
        assert plan.writes == (Delete("np-a", 7),)

    def test_a_package_that_is_being_created_is_waited_for(self) -> None:
        plan = planned({**AT_ALPHA, "state": "absent"}, package(network_package_status="Creating"))
        assert waits(plan) == [frozenset(["np-a"])]
        assert isinstance(plan.steps[-1], Delete)

    @pytest.mark.parametrize("identity", [AT_ALPHA, BY_ID, BY_TAGS])
    def test_a_release_under_way_is_waited_for_unless_wait_is_false(self, identity: dict[str, Any]) -> None:
        going = package(tags={"team": "a"}, network_package_status="Releasing")
        plan = planned({**identity, "state": "absent"}, going)
        assert (waits(plan), plan.changed) == ([frozenset(["np-a"])], False)

    @pytest.mark.parametrize("identity", [AT_ALPHA, BY_ID, BY_TAGS])
    def test_nothing_is_waited_for_when_it_is_gone(self, identity: dict[str, Any]) -> None:
        gone = package(tags={"team": "a"}, network_package_status="Released")
        assert planned({**identity, "state": "absent"}, gone).steps == ()
        assert planned({**identity, "state": "absent"}).steps == ()


PENDING: dict[str, Any] = {"auto_pay": False, "pending_order_id": "7"}
ORDERED: tuple[tuple[dict[str, Any], tuple[Any, ...], type[Order]], ...] = (
    ({**TEN, **PENDING}, (), Create),
    ({**AT_ALPHA, "bandwidth": 20, **PENDING}, (package(),), SetBandwidth),
    ({**TEN, "remaining_days": 14, **PENDING}, (subscription(days=3),), Renew),
)


class TestOrderOfAnEarlierRun:
    @pytest.mark.parametrize(("options", "values", "order"), ORDERED)
    @pytest.mark.parametrize("auto_pay", [True, False])
    def test_nothing_is_ordered_while_it_is_unpaid(
        self, options: dict[str, Any], values: tuple[Any, ...], order: type[Order], auto_pay: bool
    ) -> None:
        plan = planned({**options, "auto_pay": auto_pay}, *values, OrderRecord("7", "Unpaid"))
        assert (plan.steps, plan.changed, plan.payment_pending, plan.pending_order) == ((), False, True, "7")
        assert "order 7 waits for payment" in plan.notes[-1]

    @pytest.mark.parametrize(
        "record",
        [
            OrderRecord("7", "Cancelled"),
            OrderRecord("7", "Paid", paid_at=NOW - 3601),
            OrderRecord("7", "Paid", order_type="Refund"),
        ],
    )
    @pytest.mark.parametrize(("options", "values", "order"), ORDERED)
    def test_what_is_history_is_ordered_anew(
        self, options: dict[str, Any], values: tuple[Any, ...], order: type[Order], record: OrderRecord
    ) -> None:
        plan = planned(options, *values, record)
        assert ([type(step) for step in plan.steps], plan.pending_order) == ([order], None)
        assert plan.notes[-1 if order is not Renew else 0].startswith("order 7 was ")

    @pytest.mark.parametrize("record", [OrderRecord("7", "Paid"), OrderRecord("7", "Paid", paid_at=NOW - 3599)])
    @pytest.mark.parametrize(("options", "values", "order"), ORDERED)
    def test_the_effect_of_a_paid_order_is_waited_for(
        self, options: dict[str, Any], values: tuple[Any, ...], order: type[Order], record: OrderRecord
    ) -> None:
        plan = planned(options, *values, record)
        (step,) = plan.steps
        assert isinstance(step, WaitEffect)
        assert (type(step.order), plan.changed, plan.payment_pending) == (order, False, False)

    def test_the_order_of_another_package(self) -> None:
        options = {**AT_ALPHA, "bandwidth": 20, "pending_order_id": "7"}
        with pytest.raises(PlanningError, match=r"^pending_order_id: .* is for np-z"):
            planned(options, package(), OrderRecord("7", "Unpaid", "Upgrade", ("np-z",)))
        assert planned(options, package(), OrderRecord("7", "Paid", "Upgrade", ("np-z",))).changed

    def test_one_paid_order_is_waited_for_once(self) -> None:
        """An order whose kind billing leaves out explains one step, not two: carrying out forgets it after one wait."""
        options = {**AT_ALPHA, "bandwidth": 20, "remaining_days": 14, "pending_order_id": "7"}
        plan = planned(options, subscription(days=3), OrderRecord("7", "Paid"))
        assert [type(step) for step in plan.steps] == [WaitEffect, SetBandwidth]


def test_a_move_to_where_access_is_not_shown_is_refused_before_it() -> None:
    """What ``enabled`` cannot compare at the target must be found before the package is taken offline."""
    with pytest.raises(PlanningError, match=r"^enabled: "):
        planned({**BY_ID, "office_site_id": BETA, "enabled": False}, package(), site(BETA, None))


class TestAfterAnUnpaidOrder:
    """Steps after an unpaid order are left to a later run, and a note says so."""

    @pytest.mark.parametrize(
        ("options", "values", "order"),
        [
            ({**TEN, "enabled": False}, (site(),), "CreateNetworkPackage"),
            ({**AT_ALPHA, "bandwidth": 20, "enabled": False}, (package(), site()), "ModifyNetworkPackageBandwidth"),
            ({**AT_ALPHA, "remaining_days": 14, "enabled": False}, (subscription(days=3), site()), Renew.action),
        ],
    )
    def test_it_is_the_last_step(self, options: dict[str, Any], values: tuple[Any, ...], order: str) -> None:
        plan = planned({**options, "auto_pay": False}, *values)
        assert plan.actions[-1] == order
        assert "is left to a run after" in " ".join(plan.notes)
