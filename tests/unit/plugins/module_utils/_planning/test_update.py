# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an existing package needs: a longer term, another office network, another bandwidth, access on or off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError, PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.observed import FactNeeded, RenewalFact
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import Renew, SetBandwidth
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.steps import (
    Associate,
    Dissociate,
    SetEnabled,
    SetRenewal,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.unfold import unfold
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.update import needs_renewal
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.wait_steps import WaitReleased, WaitUsable

from ..values import ALPHA, BETA, NOW, date, desired, observed, package, renewal, site, subscription

SITES = {ALPHA: site(), BETA: site(BETA)}
RENEW: dict[str, Any] = {"remaining_days": 14}
MOVE: dict[str, Any] = {"office_site_id": BETA}
RESIZE: dict[str, Any] = {"bandwidth": 20}
SWITCH: dict[str, Any] = {"enabled": False}
CONCERNS: tuple[tuple[dict[str, Any], list[type]], ...] = (
    (MOVE, [Dissociate, Associate]),
    (RENEW, [Renew]),
    (RESIZE, [SetBandwidth]),
    (SWITCH, [SetEnabled]),
)
# Which of the concerns a run has, all sixteen choices.
CHOICES = list(product([False, True], repeat=len(CONCERNS)))
SOON = subscription(days=3)


def updated(options: dict[str, Any], before: Package, others: Sequence[Package] = (), sites: Any = None) -> Plan:
    wanted = desired(**{"network_package_id": "np-a", **options})
    return unfold(wanted, observed(before, *others, sites=SITES if sites is None else sites))


def refused(options: dict[str, Any], before: Package, **rest: Any) -> str:
    with pytest.raises(PlanningError) as caught:
        updated(options, before, **rest)
    return str(caught.value)


def kinds(update: Plan) -> list[type]:
    return [type(step) for step in update.steps]


def chosen(choice: Sequence[bool]) -> tuple[dict[str, Any], list[type]]:
    options: dict[str, Any] = {}
    steps: list[type] = []
    for (option, kind), needed in zip(CONCERNS, choice):
        if needed:
            options.update(option)
            steps += kind
    return options, steps


class TestOrderOfSteps:
    @pytest.mark.parametrize("choice", CHOICES)
    def test_move_renewal_bandwidth_access(self, choice: tuple[bool, ...]) -> None:
        options, steps = chosen(choice)
        assert kinds(updated(options, SOON)) == steps

    @pytest.mark.parametrize("choice", CHOICES)
    def test_every_step_is_for_the_package(self, choice: tuple[bool, ...]) -> None:
        options, _steps = chosen(choice)
        assert {getattr(step, "network_package_id", None) for step in updated(options, SOON).steps} <= {"np-a"}

    @pytest.mark.parametrize("choice", CHOICES)
    def test_only_what_is_desired_is_predicted_to_change(self, choice: tuple[bool, ...]) -> None:
        options, steps = chosen(choice)
        update = updated(options, SOON)
        moved = Associate in steps
        assert update.after == SOON._replace(
            office_site_id=BETA if moved else ALPHA,
            office_site_name=None if moved else "alpha",
            bandwidth=20 if SetBandwidth in steps else 10,
        )
        extras = [("renewal", None, "1 Month")] * (Renew in steps) + [("enabled", True, False)] * (SetEnabled in steps)
        assert list(update.extras) == extras
        assert update.notes == ()

    def test_access_is_switched_where_the_package_moves_to(self) -> None:
        update = updated({**MOVE, **SWITCH}, SOON)
        assert update.steps[-1] == SetEnabled("np-a", BETA, False)


class TestDrift:
    @pytest.mark.parametrize("others", [{}, RENEW, MOVE, RESIZE, SWITCH])
    @pytest.mark.parametrize(
        ("option", "wanted", "before"),
        [
            ("pay_type", "PostPaid", SOON),
            ("pay_type", "PrePaid", package()),
            ("internet_charge_type", "PayByTraffic", SOON),
            ("internet_charge_type", "PayByBandwidth", package()),
        ],
    )
    def test_what_the_api_cannot_change_is_refused_with_both_values(
        self, option: str, wanted: str, before: Package, others: dict[str, Any]
    ) -> None:
        message = refused({**others, option: wanted}, before)
        assert message.startswith(f"{option}: {wanted} is desired, but np-a has {getattr(before, option)}")

    @pytest.mark.parametrize("option", ["pay_type", "internet_charge_type"])
    def test_equal_or_open_is_no_drift(self, option: str) -> None:
        for wanted in (None, getattr(SOON, option)):
            assert updated({option: wanted}, SOON).steps == ()
        # What the API left out cannot be compared.
        unknown: dict[str, Any] = {option: None}
        assert updated({option: getattr(SOON, option)}, subscription(**unknown)).steps == ()

    def test_a_booked_change_of_the_charge_type_is_named(self) -> None:
        before = package(
            reservation_internet_charge_type="PayByBandwidth", reservation_active_time="2026-02-01T00:00:00Z"
        )
        message = refused({"internet_charge_type": "PayByBandwidth"}, before)
        assert "a change to PayByBandwidth is booked for 2026-02-01T00:00:00Z" in message
        assert "booked" not in refused({"pay_type": "PrePaid"}, before)
        assert "booked" not in refused({"internet_charge_type": "PayByBandwidth"}, package())


class TestWaits:
    @pytest.mark.parametrize("choice", CHOICES)
    def test_a_package_that_is_being_created_is_waited_for_before_it_is_changed(self, choice: tuple[bool, ...]) -> None:
        options, steps = chosen(choice)
        assert kinds(updated(options, SOON._replace(network_package_status="Creating"))) == [WaitUsable, *steps]

    @pytest.mark.parametrize("status", ["InUse", "Frozen", None])
    def test_no_other_state_is_waited_for(self, status: str | None) -> None:
        assert kinds(updated({}, package(network_package_status=status))) == []

    def test_an_unpaid_package_that_needs_nothing_may_be_created_for_ever(self) -> None:
        assert kinds(updated({"auto_pay": False}, package(network_package_status="Creating"))) == []


class TestRenewal:
    @pytest.mark.parametrize(
        ("days", "remaining_days", "renews"),
        [
            (100, None, False),
            (3, None, False),
            (-3, None, False),
            (100, 14, False),
            (15, 14, False),
            (14.01, 14, False),
            (14, 14, False),
            (13.99, 14, True),
            (0.01, 14, True),
            (-3, 14, True),
            (0.01, 0, False),
            (-0.01, 0, True),
            (0.5, 1, True),
        ],
    )
    def test_a_subscription_that_ends_too_soon(self, days: float, remaining_days: int | None, renews: bool) -> None:
        before, options = subscription(days=days), {"remaining_days": remaining_days}
        assert needs_renewal(desired(**options), before, NOW) is renews
        assert kinds(updated(options, before)) == ([Renew] if renews else [])

    @pytest.mark.parametrize("pay_type", ["PostPaid", None])
    def test_only_a_subscription_has_a_term(self, pay_type: str | None) -> None:
        before = package(pay_type=pay_type, business_status="Expired", expired_time="soon")
        assert updated(RENEW, before).steps == ()

    def test_a_date_decides_and_not_a_status_that_contradicts_it(self) -> None:
        """A status that stays after a renewal would have every run renew again."""
        plan = updated(RENEW, subscription(days=100, business_status="Expired"))
        assert kinds(plan) == []
        assert any("business_status Expired" in warning for warning in plan.warnings)
        assert kinds(updated(RENEW, subscription(days=-1, business_status="Normal"))) == [Renew]

    def test_the_step_and_what_it_changes(self) -> None:
        options = {**RENEW, "period": 2, "period_unit": "Month"}
        before = subscription(days=-1)
        update = updated(options, before)
        assert update.steps == (Renew(desired(network_package_id="np-a", **options), "np-a", date(-1)),)
        assert update.extras == (("renewal", None, "2 Month"),)
        # The server decides when it expires.
        assert update.after == before._replace(business_status="Normal")

    @pytest.mark.parametrize(
        ("days", "period", "unit", "remaining_days"),
        [
            (3, 1, "Week", 30),
            (-100, 1, "Week", 14),
            (3, 1, "Month", 60),
            (-100, 2, "Month", 90),
            (3, 1, "Year", 400),
        ],
    )
    def test_a_term_after_which_the_next_run_would_renew_again(
        self, days: float, period: int, unit: str, remaining_days: int
    ) -> None:
        options = {"remaining_days": remaining_days, "period": period, "period_unit": unit}
        message = refused(options, subscription(days=days))
        assert message.startswith(f"remaining_days: {remaining_days} is not allowed with a term of {period} {unit}")
        for part in ("np-a", "period", "period_unit"):
            assert part in message

    @pytest.mark.parametrize(
        ("days", "period", "unit", "remaining_days"),
        [
            (3, 1, "Week", 7),
            # A term begins where the old one ends; one that is over does not count.
            (6, 1, "Week", 10),
            (-100, 1, "Month", 25),
            (3, 1, "Month", 30),
            (29, 1, "Month", 50),
            (3, 1, "Year", 360),
        ],
    )
    def test_a_term_that_is_long_enough(self, days: float, period: int, unit: str, remaining_days: int) -> None:
        options = {"remaining_days": remaining_days, "period": period, "period_unit": unit}
        assert kinds(updated(options, subscription(days=days))) == [Renew]

    @pytest.mark.parametrize("text", [None, "", "soon", "2026-01-15", "2026-01-15T08:00Z", "2026-13-01T00:00:00Z"])
    def test_a_date_that_cannot_be_read(self, text: str | None) -> None:
        before = subscription(expired_time=text)
        assert "ExpiredTime of np-a" in refused(RENEW, before)
        # It is no concern of those who do not ask for it.
        assert kinds(updated(RESIZE, before)) == [SetBandwidth]


class TestMove:
    def test_from_one_office_network_to_another(self) -> None:
        update = updated({**MOVE, "office_site_name": "beta"}, package(office_site_vpc_type="basic"))
        assert update.steps == (Dissociate("np-a"), Associate("np-a", BETA, "beta"))
        assert update.after == package(office_site_id=BETA, office_site_name="beta", office_site_vpc_type=None)

    def test_a_package_without_an_office_network_is_only_bound(self) -> None:
        update = updated(MOVE, package(office_site_id=None, office_site_name=None))
        assert update.steps == (Associate("np-a", BETA),)

    @pytest.mark.parametrize("office_site_id", [ALPHA, None])
    def test_where_it_is_or_anywhere_it_stays(self, office_site_id: str | None) -> None:
        neighbour = package("np-b")
        update = updated({"office_site_id": office_site_id}, package(), [neighbour])
        assert (update.steps, update.after) == ((), package())

    @pytest.mark.parametrize("status", ["Creating", "InUse", "Frozen", None])
    def test_an_office_network_with_a_live_package_is_refused(self, status: str | None) -> None:
        neighbour = package("np-b", office_site_id=BETA, network_package_status=status)
        message = refused(MOVE, package(), others=[neighbour])
        assert message.startswith(f"office_site_id: {BETA} has the live package np-b already")
        assert "np-a cannot be bound" in message

    def test_packages_that_are_being_released_there_are_waited_out_first(self) -> None:
        neighbours = [
            package("np-b", office_site_id=BETA, network_package_status="Releasing"),
            package("np-c", office_site_id=BETA, network_package_status="Released"),
            package("np-d", office_site_id=BETA, network_package_status="Releasing"),
        ]
        update = updated(MOVE, package(), neighbours)
        # Before the package is taken from its old office network, so that it is offline as short as possible.
        assert kinds(update) == [WaitReleased, Dissociate, Associate]
        wait = update.steps[0]
        assert isinstance(wait, WaitReleased)
        assert wait.ids == {"np-b", "np-d"}

    def test_a_package_that_is_released_there_does_not_count(self) -> None:
        neighbour = package("np-b", office_site_id=BETA, network_package_status="Released")
        assert kinds(updated(MOVE, package(), [neighbour])) == [Dissociate, Associate]

    def test_unbind(self) -> None:
        update = updated({"unbind": True}, package(office_site_vpc_type="basic"))
        assert update.steps == (Dissociate("np-a"),)
        assert update.after == package(office_site_id=None, office_site_name=None, office_site_vpc_type=None)

    def test_unbind_what_is_not_bound(self) -> None:
        before = package(office_site_id=None, office_site_name=None)
        update = updated({"unbind": True}, before)
        assert (update.steps, update.after) == ((), before)


class TestBandwidth:
    @pytest.mark.parametrize(
        ("fields", "wanted"),
        [
            ({"bandwidth": 10}, None),
            ({"bandwidth": 10}, 10),
            ({"bandwidth": 10, "reservation_bandwidth": 20}, 10),
            ({"bandwidth": 10, "reservation_bandwidth": 20}, 20),
            ({"bandwidth": None, "reservation_bandwidth": 20}, 20),
        ],
    )
    def test_in_force_or_booked_is_not_ordered(self, fields: dict[str, Any], wanted: int | None) -> None:
        before = package(**fields)
        update = updated({"bandwidth": wanted}, before)
        assert (update.steps, update.after) == ((), before)

    @pytest.mark.parametrize("wanted", [2, 9, 11, 20, 200])
    @pytest.mark.parametrize("booked", [None, 0, 30])
    def test_anything_else_is(self, wanted: int, booked: int | None) -> None:
        update = updated({"bandwidth": wanted}, package(reservation_bandwidth=booked))
        assert [
            (step.action, getattr(step, "bandwidth", None)) for step in update.steps if isinstance(step, SetBandwidth)
        ] == [("ModifyNetworkPackageBandwidth", wanted)]
        assert update.after and update.after.bandwidth == wanted

    @pytest.mark.parametrize(("before", "most"), [(package(), 200), (SOON, 1000)])
    def test_what_the_types_of_the_package_allow(self, before: Package, most: int) -> None:
        assert kinds(updated({"bandwidth": most}, before)) == [SetBandwidth]
        for wanted in (1, most + 1):
            with pytest.raises(InputError, match=rf"^bandwidth: {wanted} is not allowed; .*2 to {most} Mbit/s"):
                updated({"bandwidth": wanted}, before)

    @pytest.mark.parametrize("status", ["InUse", "Frozen"])
    def test_a_bandwidth_that_is_not_shown_could_be_the_desired_one(self, status: str) -> None:
        message = refused(RESIZE, package(bandwidth=None, network_package_status=status))
        assert "does not show the bandwidth of np-a" in message

    def test_the_change_waits_for_the_payment_of_the_renewal(self) -> None:
        update = updated({**RENEW, **RESIZE, "auto_pay": False}, SOON)
        assert kinds(update) == [Renew]
        assert update.notes == ("ModifyNetworkPackageBandwidth is left to a run after the order is paid",)
        assert update.after and update.after.bandwidth == SOON.bandwidth


class TestAutomaticRenewal:
    @pytest.mark.parametrize(("wanted", "shown"), list(product([True, False], [True, False, None])))
    def test_compared_with_what_billing_shows(self, wanted: bool, shown: bool | None) -> None:
        update = renewing({"auto_renew": wanted, "period": 2}, renewal(shown, problem="" if shown is not None else "?"))
        if shown in (None, wanted):
            assert (update.steps, update.extras) == ((), ())
        else:
            term = (2, "Month") if wanted else ()
            assert update.steps == (SetRenewal("np-a", wanted, "gws", "gws_bw", *term),)
            assert update.extras == (("auto_renew", shown, wanted),)
        assert update.uncompared == ("?" if shown is None else "")
        assert (update.after, update.orders) == (subscription(), ())

    def test_the_term_is_not_compared(self) -> None:
        assert renewing({"auto_renew": True, "period": 6}, renewal(True, period=1, period_unit="Year")).steps == ()

    def test_what_billing_shows_is_asked_for(self) -> None:
        with pytest.raises(FactNeeded) as caught:
            updated({"auto_renew": False}, subscription())
        assert caught.value.facts == (RenewalFact("np-a"),)

    @pytest.mark.parametrize(
        ("options", "before"),
        [
            ({}, subscription()),
            ({"auto_renew": None}, subscription()),
            ({"auto_renew": True}, package()),
            ({"auto_renew": True, "state": "absent"}, subscription(days=-3)),
            ({"auto_renew": True}, subscription(network_package_status="Released")),
        ],
    )
    def test_where_nothing_is_to_be_compared_nothing_is_asked(self, options: dict[str, Any], before: Package) -> None:
        if before.network_package_status == "Released":
            assert "is Released" in refused(options, before)
        else:
            assert SetRenewal not in kinds(updated(options, before))

    def test_a_package_that_is_bought_has_it_from_the_purchase(self) -> None:
        wanted = desired(office_site_id=ALPHA, bandwidth=10, pay_type="PrePaid", auto_renew=True)
        assert [step.action for step in unfold(wanted, observed()).writes] == ["CreateNetworkPackage"]

    @pytest.mark.parametrize("shown", [True, False])
    def test_a_renewal_carries_it(self, shown: bool) -> None:
        update = renewing({**RENEW, "auto_renew": True}, renewal(shown), SOON)
        assert kinds(update) == [Renew]
        assert ("auto_renew", False, True) in update.extras or shown

    def test_it_is_known_before_a_renewal(self) -> None:
        with pytest.raises(FactNeeded):
            updated({**RENEW, "auto_renew": True}, SOON)

    def test_after_a_change_of_bandwidth_and_before_access(self) -> None:
        update = renewing({**RESIZE, **SWITCH, "auto_renew": True}, renewal(False))
        assert kinds(update) == [SetBandwidth, SetRenewal, SetEnabled]

    def test_without_a_product_code_nothing_can_be_set(self) -> None:
        update = renewing({"auto_renew": True}, renewal(False, product_code=None))
        assert update.steps == ()
        assert "no ProductCode" in update.uncompared
        assert renewing({"auto_renew": False}, renewal(False, product_code=None)).uncompared == ""

    def test_an_expired_subscription_is_one(self) -> None:
        assert kinds(renewing({"auto_renew": True}, renewal(False), subscription(days=-3))) == [SetRenewal]


def renewing(options: dict[str, Any], shown: Any, before: Package | None = None) -> Plan:
    wanted = desired(network_package_id="np-a", **options)
    return unfold(wanted, observed(before or subscription(), sites=SITES, renewals={"np-a": shown}))


class TestAccess:
    @pytest.mark.parametrize(
        ("enabled", "actual", "switches"),
        [
            (None, True, False),
            (None, None, False),
            (True, True, False),
            (False, False, False),
            (True, False, True),
            (False, True, True),
        ],
    )
    def test_compared_with_the_office_network(self, enabled: bool | None, actual: bool | None, switches: bool) -> None:
        update = updated({"enabled": enabled}, package(), sites={ALPHA: site(ALPHA, actual)})
        assert update.steps == ((SetEnabled("np-a", ALPHA, bool(enabled)),) if switches else ())
        assert update.extras == ((("enabled", actual, enabled),) if switches else ())
        assert update.after == package()

    @pytest.mark.parametrize("enabled", [True, False])
    @pytest.mark.parametrize("sites", [{ALPHA: None}, {ALPHA: site(ALPHA, None)}])
    def test_what_is_not_shown_cannot_be_compared(self, enabled: bool, sites: Any) -> None:
        assert refused({"enabled": enabled}, package(), sites=sites).startswith("enabled: DescribeOfficeSites does not")

    @pytest.mark.parametrize("enabled", [True, False])
    def test_a_package_without_an_office_network(self, enabled: bool) -> None:
        message = refused({"enabled": enabled}, package(office_site_id=None))
        assert message.startswith("enabled: np-a has no office network")
