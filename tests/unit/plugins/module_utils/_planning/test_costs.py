# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What orders cost: the question for each kind of order, how a price is told, sums and the ceiling."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import PlanningError, RefusedError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.limits import Budget
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.costs import (
    MAX_COSTS_SHOWN,
    Cost,
    PriceQuestion,
    PriceRefused,
    TooExpensive,
    check_ceilings,
    not_priced_yet,
    price_question,
    totals,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import Create, Order, Renew, SetBandwidth

from ..values import date, desired, package, subscription

CREATE = "CreateNetworkPackage"
HOUR = (1, "Hour")
BUY: dict[str, Any] = {
    "office_site_id": "any",
    "bandwidth": 10,
    "pay_type": "PostPaid",
    "internet_charge_type": "PayByTraffic",
}
SUBSCRIBE: dict[str, Any] = {**BUY, "pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth"}


def buy(**options: Any) -> Create:
    return Create(desired(**{**BUY, **options}))


def cost(price: str | None, currency: str | None = "CNY", **fields: Any) -> Cost:
    amount = None if price is None else Decimal(price)
    usual = {"action": CREATE, "period": 1, "period_unit": "Hour"}
    return Cost(
        currency=currency, original_price=amount, discount_price=None, trade_price=amount, **{**usual, **fields}
    )


def check_ceiling(costs: Any, most: float) -> None:
    check_ceilings([("", entry) for entry in costs], Budget(True, most))


def unpriced() -> Cost:
    refusal = RefusedError("DescribePrice failed", action="DescribePrice", code="PriceNotFound", request_id="R")
    return cost(None, None, problem=PriceRefused(f"{CREATE} cannot be priced: {refusal}", refusal))


class TestQuestion:
    @pytest.mark.parametrize(
        ("options", "period", "unit"),
        [
            ({}, 1, "Hour"),
            # The term is that of a subscription.
            ({"period": 3, "period_unit": "Year"}, 1, "Hour"),
            (SUBSCRIBE, 1, "Month"),
            ({**SUBSCRIBE, "period": 6}, 6, "Month"),
            ({**SUBSCRIBE, "period": 1, "period_unit": "Week"}, 1, "Week"),
            ({**SUBSCRIBE, "period": 2, "period_unit": "Year"}, 2, "Year"),
        ],
    )
    def test_purchase(self, options: dict[str, Any], period: int, unit: str) -> None:
        question = price_question(buy(**options), None)
        assert (question.order, question.operation) == (CREATE, "DescribePrice")
        assert dict(question.params) == {
            "ResourceType": "Bandwidth",
            "Bandwidth": 10,
            "InternetChargeType": options.get("internet_charge_type", "PayByTraffic"),
            "Period": period,
            "PeriodUnit": unit,
            "PromotionId": None,
        }
        assert (question.period, question.period_unit) == (period, unit)

    @pytest.mark.parametrize(("period", "unit"), [(1, "Week"), (2, "Month"), (3, "Year")])
    def test_renewal(self, period: int, unit: str) -> None:
        order = Renew(desired(period=period, period_unit=unit), "np-a", date(3))
        question = price_question(order, subscription(days=3))
        assert (question.order, question.operation) == ("RenewNetworkPackages", "DescribeRenewalPrice")
        assert dict(question.params) == {
            "ResourceType": "Bandwidth",
            "InstanceId": "np-a",
            "Period": period,
            "PeriodUnit": unit,
        }
        assert (question.period, question.period_unit) == (period, unit)

    @pytest.mark.parametrize(
        ("before", "span"),
        [
            (package(), HOUR),
            # The rest of a term has no period.
            (subscription(), (None, None)),
            (None, HOUR),
        ],
    )
    def test_change_of_bandwidth(self, before: Package | None, span: tuple[Any, Any]) -> None:
        question = price_question(SetBandwidth(desired(promotion_id="gift"), "np-a", 20), before)
        assert (question.order, question.operation) == ("ModifyNetworkPackageBandwidth", "DescribeModificationPrice")
        assert dict(question.params) == {
            "ResourceType": "NetworkPackage",
            "InstanceId": "np-a",
            "Bandwidth": 20,
            "PromotionId": "gift",
        }
        assert (question.period, question.period_unit) == span

    def test_a_promotion_is_part_of_the_question(self) -> None:
        assert dict(price_question(buy(promotion_id="gift"), None).params)["PromotionId"] == "gift"

    @pytest.mark.parametrize(
        ("options", "equal"),
        [
            ({}, True),
            # What does not change the price.
            ({"office_site_id": "other"}, True),
            ({"office_site_id": None, "tags": {"team": "a"}}, True),
            ({"auto_pay": False}, True),
            ({"enabled": True}, True),
            ({"item": "network_packages[1]"}, True),
            ({"bandwidth": 20}, False),
            ({"internet_charge_type": "PayByBandwidth"}, False),
            ({"promotion_id": "gift"}, False),
            (SUBSCRIBE, False),
        ],
    )
    def test_equal_questions_are_equal_values(self, options: dict[str, Any], equal: bool) -> None:
        first, second = price_question(buy(), None), price_question(buy(**options), None)
        assert (first == second) is equal
        assert len({first, second}) == (1 if equal else 2)

    def test_an_order_of_no_known_kind(self) -> None:
        with pytest.raises(TypeError):
            price_question(Order(desired()), None)

    def test_a_question_is_a_value(self) -> None:
        question = PriceQuestion(CREATE, "DescribePrice", (("Bandwidth", 10),), *HOUR)
        assert {question: "price"}[PriceQuestion(CREATE, "DescribePrice", (("Bandwidth", 10),), *HOUR)] == "price"


class TestPrice:
    @pytest.mark.parametrize(
        ("price", "text"),
        [
            (cost("0.4"), "0.4 CNY for 1 Hour"),
            (cost("300", period=2, period_unit="Month"), "300 CNY for 2 Month"),
            (cost("300", period=None, period_unit=None), "300 CNY"),
            (cost("-12.5", period=None, period_unit=None), "-12.5 CNY"),
            (cost("0"), "0 CNY for 1 Hour"),
            (cost("0.4", None), "0.4 for 1 Hour"),
            (unpriced(), "no price"),
        ],
    )
    def test_as_text(self, price: Cost, text: str) -> None:
        assert str(price) == text

    def test_as_a_result(self) -> None:
        price = Cost(CREATE, "CNY", Decimal("10.10"), Decimal("0.1"), Decimal("10.0"), 2, "Month")
        assert price.to_result() == {
            "action": CREATE,
            "currency": "CNY",
            "original_price": 10.1,
            "discount_price": 0.1,
            "trade_price": 10.0,
            "period": 2,
            "period_unit": "Month",
        }

    def test_what_is_not_known_is_null_and_never_0(self) -> None:
        result = unpriced().to_result()
        assert [result[name] for name in ("currency", "original_price", "discount_price", "trade_price")] == [None] * 4
        assert "problem" not in result

    def test_a_free_order_has_a_price(self) -> None:
        assert cost("0").to_result()["trade_price"] == 0.0


class TestCeiling:
    @pytest.mark.parametrize(
        ("prices", "total"),
        [
            ([], "0"),
            (["0"], "0"),
            (["10"], "10"),
            (["10", "5.5"], "15.5"),
            # Decimals: floats would say 0.30000000000000004.
            (["0.1", "0.2"], "0.3"),
            (["0.1"] * 10, "1"),
            # A refund pays for nothing else.
            (["10", "-5"], "10"),
            (["-5"], "0"),
            (["-5", "-7", "3"], "3"),
        ],
    )
    def test_the_sum_is_allowed_and_a_cent_less_is_not(self, prices: list[str], total: str) -> None:
        for order in set(permutations(prices[:4])) if len(prices) < 5 else {tuple(prices)}:
            costs = [cost(price) for price in order]
            check_ceiling(costs, float(total))
            check_ceiling(costs, float(total) + 0.01)
            if Decimal(total) > 0:
                with pytest.raises(TooExpensive, match=r"^max_cost: the planned purchases cost "):
                    check_ceiling(costs, float(Decimal(total) - Decimal("0.01")))

    def test_nothing_may_cost_anything(self) -> None:
        check_ceiling([cost("0"), cost("-1")], 0)
        with pytest.raises(TooExpensive):
            check_ceiling([cost("0.0001")], 0)

    def test_the_error_has_the_sum_the_ceiling_and_the_costs(self) -> None:
        costs = [cost("10"), cost("-2", action="ModifyNetworkPackageBandwidth")]
        with pytest.raises(TooExpensive) as caught:
            check_ceiling(costs, 9.5)
        assert str(caught.value) == (
            "max_cost: the planned purchases cost 10 CNY, more than the 9.5 allowed (CreateNetworkPackage 10 CNY for 1 "
            "Hour, ModifyNetworkPackageBandwidth -2 CNY for 1 Hour); nothing was changed"
        )
        result = caught.value.to_result()
        assert (result["failed"], result["msg"]) == (True, str(caught.value))
        assert result["cost"] == [entry.to_result() for entry in costs]

    @pytest.mark.parametrize("more", [0, 1, 20])
    def test_a_long_list_is_cut_in_the_message_and_whole_in_the_result(self, more: int) -> None:
        costs = [cost("1")] * (MAX_COSTS_SHOWN + more)
        with pytest.raises(TooExpensive) as caught:
            check_ceiling(costs, 0.5)
        assert str(caught.value).count("CreateNetworkPackage") == MAX_COSTS_SHOWN
        assert (f" and {more} more)" in str(caught.value)) is (more > 0)
        assert len(caught.value.to_result()["cost"]) == len(costs)

    @pytest.mark.parametrize("prices", list(permutations([("1", "CNY"), ("1", "USD"), ("1", "CNY")])))
    def test_two_currencies_have_no_sum(self, prices: tuple[tuple[str, str], ...]) -> None:
        with pytest.raises(PlanningError, match=r"^max_cost: prices in CNY and USD cannot be summed"):
            check_ceiling([cost(*price) for price in prices], 1000)

    @pytest.mark.parametrize("costs", list(permutations([cost("1"), unpriced(), cost("10000")])))
    def test_an_order_without_a_price_is_no_order_for_nothing(self, costs: tuple[Cost, ...]) -> None:
        with pytest.raises(PriceRefused) as caught:
            check_ceiling(costs, 1_000_000)
        assert caught.value.to_result() == {
            "failed": True,
            "msg": f"{CREATE} cannot be priced: DescribePrice failed",
            "action": "DescribePrice",
            "code": "PriceNotFound",
            "request_id": "R",
        }

    @pytest.mark.parametrize("currencies", [[None], [None, None], [None, "CNY"], ["CNY", None]])
    def test_a_currency_that_the_api_left_out_is_not_told_as_none(self, currencies: list[str | None]) -> None:
        with pytest.raises((TooExpensive, PlanningError)) as caught:
            check_ceiling([cost("5", currency) for currency in currencies], 1)
        assert "None" not in str(caught.value)

    @pytest.mark.parametrize(
        ("term", "hour", "budget", "option"),
        [
            ("300", "1", Budget(True, 300, 1), None),
            ("300", "1", Budget(True, 299, 1), "max_cost"),
            ("300", "1", Budget(True, 300, 0.5), "max_hourly_cost"),
            ("-300", "-1", Budget(True, 0, 0), None),
            # With an hourly ceiling alone nothing limits a term.
            ("300", "1", Budget(True, None, 1), None),
            # An hour and a term have no sum.
            ("0", "0", Budget(True, 1000), "max_cost: some of the prices are for an hour"),
        ],
    )
    def test_an_hour_and_a_term_have_ceilings_of_their_own(
        self, term: str, hour: str, budget: Budget, option: str | None
    ) -> None:
        costs = [("a", cost(term, period=2, period_unit="Month")), ("b", cost(hour))]
        if option is None:
            check_ceilings(costs, budget)
            return
        with pytest.raises((TooExpensive, PlanningError), match=rf"^{option}"):
            check_ceilings(costs, budget)

    def test_what_has_no_price_names_its_item(self) -> None:
        with pytest.raises(PriceRefused, match=r"^network_packages\[3\]: CreateNetworkPackage cannot be priced"):
            check_ceilings([("network_packages[3]", unpriced())], Budget(True, None, 5))

    def test_a_price_that_is_known_after_the_renewal(self) -> None:
        later = not_priced_yet(SetBandwidth(desired(), "np-a", 20))
        assert str(later) == "a price that is known after the renewal"
        for budget in (Budget(True, 1000), Budget(True, None, 1000)):
            with pytest.raises(PlanningError, match=r"^item: .* in two tasks"):
                check_ceilings([("item", later)], budget)


class TestTotals:
    @pytest.mark.parametrize(
        ("costs", "sums"),
        [
            ([], {}),
            ([unpriced()], {}),
            ([cost("0.4"), cost("0.2")], {("CNY", "hour"): "0.6"}),
            ([cost("0.4"), unpriced()], {("CNY", "hour"): "0.4"}),
            # An hour and a term have no sum, nor have two currencies.
            (
                [cost("1"), cost("300", period=2, period_unit="Month"), cost("5", period=None, period_unit=None)],
                {("CNY", "hour"): "1", ("CNY", None): "305"},
            ),
            ([cost("1"), cost("2", "USD")], {("CNY", "hour"): "1", ("USD", "hour"): "2"}),
            ([cost("1", None)], {(None, "hour"): "1"}),
            # What is paid back is subtracted here: it is a sum and no ceiling.
            ([cost("1"), cost("-3")], {("CNY", "hour"): "-2"}),
            ([cost("0")], {("CNY", "hour"): "0"}),
        ],
    )
    def test_sums(self, costs: list[Cost], sums: dict[tuple[str | None, str | None], str]) -> None:
        assert totals(costs) == {key: Decimal(amount) for key, amount in sums.items()}
        assert totals(iter(costs)) == totals(reversed(costs))
