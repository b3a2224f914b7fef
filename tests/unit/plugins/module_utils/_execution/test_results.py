# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of plans, and how it is returned: for one package, for many, and as a diff."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    EcdError,
    Interrupted,
    OutcomeUnknown,
    PlanningError,
    RefusedError,
    UnclearError,
    UnexpectedError,
    WaitTimeout,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.diffs import package_diff, prepared_diff
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.results import (
    NOTHING_DONE,
    Outcome,
    begun,
    bulk_result,
    predicted,
    single_result,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._model.order import OrderRecord
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.costs import Cost, PriceRefused
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.unfold import unfold

from ..values import ALPHA, BETA, desired, observed, package, site, subscription

CREATE = "CreateNetworkPackage"
MODIFY = "ModifyNetworkPackageBandwidth"
AT_ALPHA: dict[str, Any] = {"office_site_id": ALPHA, "office_site_name": "alpha"}
TEN: dict[str, Any] = {**AT_ALPHA, "bandwidth": 10}
BY_ID: dict[str, Any] = {"network_package_id": "np-a"}
SHAPE = set(package().to_result())


def planned(options: dict[str, Any], *values: Any) -> Plan:
    return unfold(desired(**options), observed(*values))


def refusal(request_id: str = "R") -> RefusedError:
    return RefusedError("CreateNetworkPackage failed", action=CREATE, code="NoStock", request_id=request_id)


def unknown() -> OutcomeUnknown:
    cause = UnclearError("read timeout", action=CREATE)
    return OutcomeUnknown("the outcome of CreateNetworkPackage is unknown", cause)


def price(amount: str | None, unit: str | None = "Hour", currency: str | None = "CNY", period: int = 1) -> Cost:
    trade = None if amount is None else Decimal(amount)
    problem = PriceRefused("no price", refusal()) if amount is None else None
    return Cost(CREATE, currency if amount else None, trade, None, trade, period if unit else None, unit, problem)


BUY = planned(TEN)
BUY_UNPAID = planned({**TEN, "auto_pay": False})
KEEP = planned(TEN, package())
RESIZE = planned({**AT_ALPHA, "bandwidth": 20}, package())
RESIZE_BY_ID = planned({**BY_ID, "bandwidth": 20}, package())
MOVE = planned({**BY_ID, "office_site_id": BETA, "office_site_name": "beta"}, package())
UNBIND = planned({**BY_ID, "unbind": True}, package())
BIND = planned({**BY_ID, "office_site_id": BETA}, package(office_site_id=None, office_site_name=None))
SWITCH = planned({**AT_ALPHA, "enabled": False}, package(), site())
RENEW = planned({**AT_ALPHA, "remaining_days": 14, "period": 2}, subscription(days=3))
RELEASE = planned({**AT_ALPHA, "state": "absent"}, package())
GONE = planned({**AT_ALPHA, "state": "absent"})
PENDING = planned({**TEN, "pending_order_id": "7"}, OrderRecord("7", "Unpaid"))
PAID = planned({**TEN, "pending_order_id": "7"}, OrderRecord("7", "Paid"))
CHANGING = (BUY, BUY_UNPAID, RESIZE, RESIZE_BY_ID, MOVE, UNBIND, BIND, SWITCH, RENEW, RELEASE)
QUIET = (KEEP, GONE, PENDING, PAID)
ERRORS: tuple[EcdError, ...] = (
    refusal(),
    WaitTimeout("waited 600 seconds"),
    Interrupted("the task was asked to stop"),
    UnexpectedError(ValueError("x")),
)


class TestOutcome:
    @pytest.mark.parametrize("plan", [*CHANGING, *QUIET])
    def test_success(self, plan: Plan) -> None:
        outcome = Outcome(plan, package(), plan.actions, ["8"], ["a note"], payment_pending=plan.payment_pending)
        assert outcome.to_result() == {
            "changed": plan.changed,
            "network_package": package().to_result(),
            "actions": plan.actions,
            "order_ids": ["8"],
            "notes": ["a note"],
            "payment_pending": plan.payment_pending,
        }

    @pytest.mark.parametrize("error", ERRORS)
    def test_a_failure_before_any_write_is_the_error_alone(self, error: EcdError) -> None:
        assert Outcome(RESIZE, package(), error=error).to_result() == error.to_result()

    @pytest.mark.parametrize("error", ERRORS)
    def test_a_failure_after_a_write_says_what_was_done(self, error: EcdError) -> None:
        outcome = Outcome(MOVE, package(office_site_id=None), ["DissociateNetworkPackage"], [], ["a note"], error=error)
        assert outcome.to_result() == {
            **error.to_result(),
            "changed": True,
            "network_package": package(office_site_id=None).to_result(),
            "actions": ["DissociateNetworkPackage"],
            "order_ids": [],
            "notes": ["a note"],
            "payment_pending": False,
        }

    @pytest.mark.parametrize("actions", [[], ["RenewNetworkPackages"]])
    def test_an_unknown_outcome_counts_as_a_change(self, actions: list[str]) -> None:
        result = Outcome(BUY, None, actions, error=unknown()).to_result()
        assert (result["failed"], result["changed"], result["outcome_unknown"]) == (True, True, True)
        # Only what is known to be done.
        assert result["actions"] == actions
        assert result["network_package"] is None

    @pytest.mark.parametrize("error", [None, *ERRORS, unknown()])
    @pytest.mark.parametrize("plan", [BUY_UNPAID, replace(RESIZE, desired=desired(auto_pay=False))])
    def test_the_number_of_an_order_that_was_placed_is_never_lost(self, plan: Plan, error: EcdError | None) -> None:
        outcome = Outcome(plan, None, plan.actions, ["7", "8"], error=error, payment_pending=plan.payment_pending)
        results = (outcome.to_result(), single_result(outcome), bulk_result([begun(KEEP), outcome])["results"][1])
        for result in results:
            assert result["order_ids"] == ["7", "8"]
            assert result["payment_pending"] is plan.payment_pending

    def test_the_number_of_an_order_of_an_earlier_run_is_never_lost(self) -> None:
        # As converge returns it when the price of another item of its region cannot be read.
        (result,) = bulk_result([Outcome(PENDING, error=refusal())])["results"]
        assert (result["order_ids"], result["payment_pending"]) == (["7"], True)

    def test_no_payment_is_pending_when_no_order_was_placed(self) -> None:
        plan = planned({**BY_ID, "bandwidth": 20, "office_site_id": BETA, "auto_pay": False}, package())
        outcome = Outcome(plan, package(), ["DissociateNetworkPackage"], error=refusal())
        assert outcome.to_result()["payment_pending"] is False

    @pytest.mark.parametrize(
        ("costs", "shown"),
        [(None, None), ((), []), ((price("0.4"),), [price("0.4").to_result()])],
    )
    @pytest.mark.parametrize("error", [None, refusal()])
    def test_costs_are_told_when_they_were_asked_for(
        self, costs: tuple[Cost, ...] | None, shown: list[Any] | None, error: EcdError | None
    ) -> None:
        result = Outcome(replace(BUY, costs=costs), None, [CREATE], error=error).to_result()
        assert result.get("cost") == shown
        assert ("cost" in result) is (costs is not None)

    def test_a_failure_that_the_api_answered_has_code_action_and_request_id(self) -> None:
        result = Outcome(BUY, error=refusal()).to_result()
        assert (result["code"], result["action"], result["request_id"]) == ("NoStock", CREATE, "R")


class TestBegunAndPredicted:
    @pytest.mark.parametrize("plan", [*CHANGING, *QUIET])
    def test_begun(self, plan: Plan) -> None:
        outcome = begun(plan)
        assert (outcome.plan, outcome.package, outcome.actions) == (plan, plan.before, [])
        assert (outcome.notes, outcome.error) == (list(plan.notes), None)
        assert outcome.order_ids == (["7"] if plan is PENDING else [])

    @pytest.mark.parametrize("plan", [*CHANGING, *QUIET])
    def test_check_mode_foretells_the_plan(self, plan: Plan) -> None:
        outcome = predicted(plan)
        assert (outcome.actions, outcome.notes) == (plan.actions, list(plan.notes))
        assert outcome.package == (plan.before if plan.payment_pending else plan.after)
        assert outcome.to_result()["changed"] is plan.changed

    def test_outcomes_of_one_plan_share_nothing(self) -> None:
        first, second = begun(BUY), begun(BUY)
        first.actions.append(CREATE)
        first.notes.append("a note")
        first.order_ids.append("7")
        assert (second.actions, second.notes, second.order_ids, BUY.notes) == ([], [], [], ())

    @pytest.mark.parametrize("outcome", [begun(PENDING), predicted(PENDING)])
    def test_an_order_that_still_waits_keeps_its_number(self, outcome: Outcome) -> None:
        result = outcome.to_result()
        assert (result["order_ids"], result["payment_pending"], result["changed"]) == (["7"], True, False)
        assert result["network_package"] is None


class TestSingle:
    @pytest.mark.parametrize("plan", [*CHANGING, *QUIET])
    def test_success_has_a_diff(self, plan: Plan) -> None:
        result = single_result(predicted(plan))
        assert result.pop("diff") == package_diff(plan)
        assert result == predicted(plan).to_result()

    @pytest.mark.parametrize("error", [*ERRORS, unknown()])
    def test_a_failure_has_none(self, error: EcdError) -> None:
        outcome = Outcome(BUY, None, [CREATE], error=error)
        assert single_result(outcome) == outcome.to_result()


def item(number: int, plan: Plan = BUY, **outcome: Any) -> Outcome:
    place = replace(plan.desired, item=f"network_packages[{number}]")
    return Outcome(replace(plan, desired=place), **outcome)


class TestBulk:
    def test_nothing(self) -> None:
        assert bulk_result([]) == {"changed": False, "results": [], "actions": [], "diff": {"prepared": ""}}

    @pytest.mark.parametrize("plans", [(KEEP,), (KEEP, GONE, PENDING), (BUY, KEEP), CHANGING])
    def test_success(self, plans: Sequence[Plan]) -> None:
        outcomes = [predicted(plan) for plan in plans]
        result = bulk_result(outcomes)
        assert result["changed"] is any(plan.changed for plan in plans)
        assert result["actions"] == [action for plan in plans for action in plan.actions]
        assert result["diff"] == {"prepared": prepared_diff(plans)}
        assert not {"failed", "msg"} & set(result)
        for entry, outcome in zip(result["results"], outcomes):
            left_out = {name: value for name, value in outcome.to_result().items() if name not in entry}
            assert not any(left_out.values())
            assert not left_out or not entry["changed"]
            assert {**left_out, **entry, "diff": None} == {**outcome.to_result(), "diff": None}

    def test_an_item_that_changes_has_its_line_as_diff_and_no_other_item_has_one(self) -> None:
        results = bulk_result([predicted(plan) for plan in (KEEP, RESIZE, GONE)])["results"]
        assert [set(entry) & {"diff"} for entry in results] == [set(), {"diff"}, set()]
        assert prepared_diff([KEEP, RESIZE, GONE]).endswith(results[1]["diff"]["prepared"])

    def test_a_failed_item_has_all_keys_of_one_that_did_not(self) -> None:
        result = bulk_result([item(0, error=refusal())])["results"][0]
        assert result == {**NOTHING_DONE, **refusal().to_result()}
        assert set(begun(KEEP).to_result()) <= set(result)

    def test_results_are_in_order_and_one_failure_hides_no_other_result(self) -> None:
        outcomes = [item(0, KEEP, package=package()), item(1, error=refusal()), item(2, BUY, actions=[CREATE])]
        result = bulk_result(outcomes)
        assert [entry.get("failed", False) for entry in result["results"]] == [False, True, False]
        assert (result["failed"], result["changed"], result["actions"]) == (True, True, [CREATE])
        assert result["msg"].startswith("1 of 3 network packages failed: network_packages[1]: ")

    @pytest.mark.parametrize("count", [1, 2, 3, 1000])
    def test_equal_failures_are_one_message(self, count: int) -> None:
        outcomes = [item(number, error=refusal()) for number in range(count)]
        result = bulk_result([*outcomes, item(count, KEEP)])
        more = f" and {count - 1} more" if count > 1 else ""
        assert result["msg"] == (
            f"{count} of {count + 1} network packages failed: network_packages[0]{more}: CreateNetworkPackage failed"
        )
        # All of them have one cause, so it is the task's.
        assert (result["action"], result["code"], result["request_id"]) == (CREATE, "NoStock", "R")

    def test_failures_are_grouped_wherever_they_are_in_the_list(self) -> None:
        errors = [WaitTimeout("slow"), Interrupted("stopped"), WaitTimeout("slow"), Interrupted("stopped")]
        result = bulk_result([item(number, error=error) for number, error in enumerate(errors)])
        assert result["msg"] == (
            "4 of 4 network packages failed: network_packages[0] and 1 more: slow; "
            "network_packages[1] and 1 more: stopped"
        )

    def test_different_failures_have_no_common_cause(self) -> None:
        result = bulk_result([item(0, error=refusal()), item(1, error=WaitTimeout("slow"))])
        assert not {"action", "code", "request_id"} & set(result)
        assert result["results"][0]["code"] == "NoStock"

    def test_many_different_failures_are_cut_in_the_message_only(self) -> None:
        outcomes = [item(number, error=WaitTimeout(f"slow {number}")) for number in range(12)]
        result = bulk_result(outcomes)
        assert result["msg"].startswith("12 of 12 network packages failed: network_packages[0]: slow 0; ")
        assert result["msg"].endswith("; and 7 more")
        assert [entry["msg"] for entry in result["results"]] == [f"slow {number}" for number in range(12)]

    @pytest.mark.parametrize("error", [PlanningError("no"), Interrupted("stopped")])
    def test_a_failure_without_a_call_names_none(self, error: EcdError) -> None:
        assert not {"action", "code", "request_id"} & set(bulk_result([item(0, error=error)]))

    def test_an_unknown_outcome_is_a_change_of_the_task(self) -> None:
        result = bulk_result([item(0, error=unknown()), item(1, KEEP)])
        assert (result["changed"], result["actions"]) == (True, [])
        assert result["results"][0]["outcome_unknown"] is True

    def test_an_item_whose_region_could_not_be_read_is_not_told_as_unchanged(self) -> None:
        # As converge returns it: nothing was planned for it.
        unread = item(1, Plan(desired(office_site_id=BETA, bandwidth=10)), error=refusal())
        text = bulk_result([item(0, BUY, actions=[CREATE]), unread])["diff"]["prepared"]
        assert text.startswith("1 to buy, ")
        assert "1 unchanged" not in text

    def test_a_thousand_changes_survive_awx(self) -> None:
        outcomes = [
            replace(predicted(replace(plan, costs=(price("0.4"),))), order_ids=[str(number)])
            for number, plan in enumerate([RESIZE] * 300 + [KEEP] * 700)
        ]
        # AWX drops a result above 700,000 characters; half of it is left to the options.
        assert len(json.dumps(bulk_result(outcomes[:300]))) < 350_000
        assert len(json.dumps(bulk_result(outcomes[300:]))) < 700_000


TRAFFIC = "Mbit/s PostPaid PayByTraffic"
SUBSCRIPTION = "Mbit/s PrePaid PayByBandwidth"
LINES: tuple[tuple[Plan, str], ...] = (
    (BUY, "alpha (cn-hangzhou): none → 10 Mbit/s PostPaid PayByTraffic"),
    (
        planned({"office_site_id": ALPHA, "bandwidth": 10}),
        "cn-hangzhou+dir-alpha (cn-hangzhou): none → 10 Mbit/s PostPaid PayByTraffic",
    ),
    (
        planned({"tags": {"team": "a"}, "bandwidth": 5, "pay_type": "PrePaid"}),
        "tags {'team': 'a'} (cn-hangzhou): none → 5 Mbit/s PrePaid PayByBandwidth",
    ),
    (
        RESIZE,
        "alpha (cn-hangzhou): np-a 10 Mbit/s PostPaid PayByTraffic → 20 Mbit/s PostPaid PayByTraffic",
    ),
    # The office is told by the package where the item names the package only.
    (
        RESIZE_BY_ID,
        "alpha (cn-hangzhou): np-a 10 Mbit/s PostPaid PayByTraffic → 20 Mbit/s PostPaid PayByTraffic",
    ),
    (
        MOVE,
        "beta (cn-hangzhou): np-a 10 Mbit/s PostPaid PayByTraffic at alpha → 10 Mbit/s PostPaid PayByTraffic at beta",
    ),
    (
        UNBIND,
        f"alpha (cn-hangzhou): np-a 10 {TRAFFIC} at alpha → 10 {TRAFFIC} at no office network",
    ),
    (
        BIND,
        f"{BETA} (cn-hangzhou): np-a 10 {TRAFFIC} at no office network → 10 {TRAFFIC} at {BETA}",
    ),
    (
        SWITCH,
        f"alpha (cn-hangzhou): np-a 10 {TRAFFIC}, enabled true → 10 {TRAFFIC}, enabled false",
    ),
    (
        RENEW,
        f"alpha (cn-hangzhou): np-a 10 {SUBSCRIPTION} → 10 {SUBSCRIPTION}, renewal 2 Month",
    ),
    (
        planned({**BY_ID, "bandwidth": 20}, package(office_site_name=None)),
        f"{ALPHA} (cn-hangzhou): np-a 10 {TRAFFIC} → 20 {TRAFFIC}",
    ),
    (RELEASE, "alpha (cn-hangzhou): np-a 10 Mbit/s PostPaid PayByTraffic → none"),
    (
        planned({**BY_ID, "state": "absent"}, package(office_site_id=None, office_site_name=None)),
        "np-a (cn-hangzhou): np-a 10 Mbit/s PostPaid PayByTraffic → none",
    ),
    (
        replace(BUY, costs=(price("0.4"),)),
        "alpha (cn-hangzhou): none → 10 Mbit/s PostPaid PayByTraffic, 0.4 CNY for 1 Hour",
    ),
    (
        replace(BUY, costs=(price("0.4"), price("-12", None), price(None))),
        "alpha (cn-hangzhou): none → 10 Mbit/s PostPaid PayByTraffic, 0.4 CNY for 1 Hour; -12 CNY; no price",
    ),
    (replace(BUY, costs=()), "alpha (cn-hangzhou): none → 10 Mbit/s PostPaid PayByTraffic"),
)


class TestPreparedDiff:
    @pytest.mark.parametrize(("plan", "line"), LINES)
    def test_a_package_that_changes_is_a_line(self, plan: Plan, line: str) -> None:
        _totals, *lines = prepared_diff([plan]).splitlines()
        assert lines == [line]

    @pytest.mark.parametrize(
        "options", [{**BY_ID, "office_site_id": BETA}, {**AT_ALPHA, "state": "absent"}, {**AT_ALPHA, "enabled": False}]
    )
    @pytest.mark.parametrize("missing", ["bandwidth", "internet_charge_type"])
    def test_what_the_api_left_out_is_not_told_as_none(self, options: dict[str, Any], missing: str) -> None:
        # A package that is being created may not show all of its values yet.
        fields: dict[str, Any] = {missing: None, "network_package_status": "Creating"}
        plan = planned(options, package(**fields), site())
        assert plan.changed
        assert "None" not in prepared_diff([plan])

    @pytest.mark.parametrize("plans", [(), (KEEP,), QUIET])
    def test_nothing_changes_so_nothing_is_said(self, plans: Sequence[Plan]) -> None:
        assert prepared_diff(plans) == ""

    @pytest.mark.parametrize("count", [1, 2, 300])
    def test_a_line_of_totals_and_a_line_for_each_package_in_order(self, count: int) -> None:
        plans = [
            planned({"office_site_id": f"site-{number}", "bandwidth": 10}, site(f"site-{number}"))
            for number in range(count)
        ]
        text = prepared_diff([KEEP, *plans, KEEP])
        totals, *lines = text.splitlines()
        assert totals == f"{count} to buy, 2 unchanged"
        assert [line.partition(" (")[0] for line in lines] == [f"site-{number}" for number in range(count)]
        assert text.endswith("\n")

    @pytest.mark.parametrize(
        ("plans", "totals"),
        [
            ((BUY,), "1 to buy, 0 unchanged"),
            ((RESIZE, MOVE, SWITCH), "3 to change, 0 unchanged"),
            ((RELEASE,), "1 to release, 0 unchanged"),
            ((BUY, BUY, RESIZE, RELEASE, *QUIET), "2 to buy, 1 to change, 1 to release, 4 unchanged"),
            ((replace(BUY, costs=()),), "1 to buy, 0 unchanged"),
            ((replace(BUY, costs=(price("0.4"),)),) * 3, "3 to buy, 0 unchanged; cost 1.2 CNY per hour"),
            (
                (replace(BUY, costs=(price("0.4"),)), replace(RENEW, costs=(price("300", "Month", period=2),))),
                "1 to buy, 1 to change, 0 unchanged; cost 0.4 CNY per hour + 300 CNY",
            ),
            (
                (replace(BUY, costs=(price("1"),)), replace(BUY, costs=(price("2", currency="USD"),))),
                "2 to buy, 0 unchanged; cost 1 CNY per hour + 2 USD per hour",
            ),
            (
                (replace(RESIZE, costs=(price("-12.5", None),)),),
                "1 to change, 0 unchanged; cost -12.5 CNY",
            ),
            (
                (replace(BUY, costs=(price("0.4"),)), replace(BUY, costs=(price(None),))),
                "2 to buy, 0 unchanged; cost 0.4 CNY per hour + 1 without a price",
            ),
            ((replace(BUY, costs=(price("5", currency=None),)),), "1 to buy, 0 unchanged; cost 5 per hour"),
        ],
    )
    def test_totals(self, plans: Sequence[Plan], totals: str) -> None:
        assert prepared_diff(plans).splitlines()[0] == totals


class TestPackageDiff:
    @pytest.mark.parametrize("plan", [*CHANGING, *QUIET])
    def test_there_is_a_difference_when_something_changes(self, plan: Plan) -> None:
        diff = package_diff(plan)
        assert (diff["before"] != diff["after"]) is plan.changed
        if not plan.changed:
            assert diff["before_header"] == diff["after_header"]

    @pytest.mark.parametrize("plan", [*CHANGING, *QUIET])
    def test_both_sides_have_the_shape_of_a_package_or_are_empty(self, plan: Plan) -> None:
        diff = package_diff(plan)
        extras = {"enabled", "renewal"}
        for name, value in (("before", plan.before), ("after", plan.after if plan.changed else plan.before)):
            assert set(diff[name]) - extras == (SHAPE if value else set())

    @pytest.mark.parametrize(
        ("plan", "before", "after"),
        [
            (BUY, "alpha", "alpha"),
            (RESIZE, "np-a, alpha", "np-a, alpha"),
            (KEEP, "np-a, alpha", "np-a, alpha"),
            # A moved package is told where it was, and where it will be.
            (MOVE, "np-a, alpha", "np-a, beta"),
            (BIND, "np-a", f"np-a, {BETA}"),
            (UNBIND, "np-a, alpha", "np-a"),
            (RELEASE, "np-a, alpha", "np-a, alpha"),
            (planned({**BY_ID, "state": "absent"}, package()), "np-a, alpha", "np-a, alpha"),
            (GONE, "alpha", "alpha"),
            (
                planned({**BY_ID, "state": "absent"}, package(office_site_id=None, office_site_name=None)),
                "np-a",
                "np-a",
            ),
            (planned({"tags": {"team": "a"}, "bandwidth": 5}), "tags {'team': 'a'}", "tags {'team': 'a'}"),
        ],
    )
    def test_headers(self, plan: Plan, before: str, after: str) -> None:
        diff = package_diff(plan)
        assert (diff["before_header"], diff["after_header"]) == (before, after)

    @pytest.mark.parametrize(
        ("plan", "name", "before", "after"),
        [(SWITCH, "enabled", True, False), (RENEW, "renewal", None, "2 Month"), (RESIZE, "bandwidth", 10, 20)],
    )
    def test_what_changes(self, plan: Plan, name: str, before: Any, after: Any) -> None:
        diff = package_diff(plan)
        assert (diff["before"][name], diff["after"][name]) == (before, after)

    @pytest.mark.parametrize("plan", [PENDING, PAID])
    def test_what_an_earlier_order_brings_about_is_no_change_of_this_run(self, plan: Plan) -> None:
        assert package_diff(plan)["after"] == {}

    @pytest.mark.parametrize(
        ("costs", "text"),
        [
            ((price("0.4"),), "0.4 CNY for 1 Hour"),
            ((price("300", "Month"), price("-12", None)), "300 CNY for 1 Month; -12 CNY"),
            ((price(None),), "no price"),
        ],
    )
    def test_the_price_is_part_of_what_will_be(self, costs: tuple[Cost, ...], text: str) -> None:
        diff = package_diff(replace(RESIZE, costs=costs))
        assert diff["after"]["cost"] == text
        assert "cost" not in diff["before"]

    def test_what_nobody_asked_for_is_not_shown(self) -> None:
        for costs in (None, ()):
            assert "cost" not in package_diff(replace(RESIZE, costs=costs))["after"]
