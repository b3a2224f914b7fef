# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the orders of plans cost, asked of the API and summed in decimals. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ._api import Ecd
from ._errors import EcdError, PlanningError, RefusedError
from ._model import PRE_PAID
from ._plan import Plan
from ._steps import Create, Renew, SetBandwidth
from ._transport import READ

# Of a fleet's costs the first say enough; all of them are in the result.
COSTS_SHOWN = 5


@dataclass(frozen=True)
class Question:
    """What to ask for the price of one order; ``params`` as pairs, so that equal questions are one."""

    order: str
    action: str
    params: tuple[tuple[str, Any], ...]
    period: int | None
    period_unit: str | None


@dataclass(frozen=True)
class Cost:
    """The price of one order. PostPaid prices are for an hour and leave traffic out; Decimal, in ``currency``."""

    action: str
    currency: str | None
    original_price: Decimal | None
    discount_price: Decimal | None
    trade_price: Decimal | None
    period: int | None
    period_unit: str | None
    problem: PriceRefused | None = None

    def to_result(self) -> dict[str, Any]:
        """Return the cost with plain numbers."""
        prices = {name: getattr(self, name) for name in ("original_price", "discount_price", "trade_price")}
        return {
            "action": self.action,
            "currency": self.currency,
            **{name: None if price is None else float(price) for name, price in prices.items()},
            "period": self.period,
            "period_unit": self.period_unit,
        }

    def __str__(self) -> str:
        if self.trade_price is None:
            return "no price"
        span = f" for {self.period} {self.period_unit}" if self.period else ""
        return f"{self.trade_price} {self.currency or ''}".strip() + span


class TooExpensive(EcdError):
    """The orders would cost more than is allowed. Raised before any write."""

    def __init__(self, message: str, costs: Iterable[Cost]) -> None:
        super().__init__(message)
        self._costs = list(costs)

    def to_result(self) -> dict[str, Any]:
        return {**super().to_result(), "cost": [cost.to_result() for cost in self._costs]}


def prices_of(api: Ecd, plans: Sequence[Plan], concurrency: int = 1) -> list[tuple[Cost, ...]]:
    """Return what the orders of each plan cost. The same question is asked once, on ``concurrency`` threads.

    An order that the API does not price has its refusal as ``problem``. Raises CallError for every other failure.
    """
    questions = [[_QUESTIONS[type(step)](plan, step) for step in plan.orders] for plan in plans]
    distinct = list(dict.fromkeys(question for asked in questions for question in asked))
    if concurrency == 1 or len(distinct) < 2:
        costs = [_ask(api, question) for question in distinct]
    else:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(concurrency, len(distinct))) as pool:
            costs = list(pool.map(lambda question: _ask(api, question), distinct))
    answers = dict(zip(distinct, costs))
    return [tuple(answers[question] for question in asked) for asked in questions]


def check_ceiling(costs: Iterable[Cost], max_cost: float) -> None:
    """Check that ``costs`` are at most ``max_cost`` in sum.

    Raises TooExpensive, or PlanningError for what has no sum: an order without a price, two currencies.
    """
    costs = list(costs)
    for cost in costs:
        if cost.problem:
            raise cost.problem
    currencies = sorted({str(cost.currency) for cost in costs})
    if len(currencies) > 1:
        raise PlanningError(f"max_cost: prices in {' and '.join(currencies)} cannot be summed; nothing was changed")
    total, ceiling = sum((cost.trade_price or Decimal(0) for cost in costs), Decimal(0)), Decimal(str(max_cost))
    if total > ceiling:
        parts = ", ".join(f"{cost.action} {cost}" for cost in costs[:COSTS_SHOWN])
        more = f" and {len(costs) - COSTS_SHOWN} more" if len(costs) > COSTS_SHOWN else ""
        raise TooExpensive(
            f"max_cost: the planned purchases cost {total} {currencies[0]}, more than the {ceiling} allowed "
            f"({parts}{more}); nothing was changed",
            costs,
        )


def _ask(api: Ecd, question: Question) -> Cost:
    try:
        price = api.call(question.action, READ, dict(question.params), _price)
    except RefusedError as error:
        if error.code is None:
            raise
        problem = PriceRefused(f"{question.order} cannot be priced: {error}", error)
        return Cost(question.order, None, None, None, None, question.period, question.period_unit, problem)
    return Cost(question.order, *price, question.period, question.period_unit)


class PriceRefused(PlanningError):
    """The API names no price for an order."""

    def __init__(self, message: str, cause: RefusedError) -> None:
        super().__init__(message)
        self._cause = cause

    def to_result(self) -> dict[str, Any]:
        return {**self._cause.to_result(), "msg": str(self)}


def _of_purchase(plan: Plan, step: Create) -> Question:
    wish = step.wish
    period, unit = (wish.period, wish.period_unit) if wish.pay_type == PRE_PAID else (1, "Hour")
    params = {
        "ResourceType": "Bandwidth",
        "Bandwidth": wish.bandwidth,
        "InternetChargeType": wish.internet_charge_type,
        "Period": period,
        "PeriodUnit": unit,
        "PromotionId": wish.promotion_id,
    }
    return Question(step.action, "DescribePrice", tuple(params.items()), period, unit)


def _of_bandwidth(plan: Plan, step: SetBandwidth) -> Question:
    params = {
        # The API's word for a plan differs from operation to operation.
        "ResourceType": "NetworkPackage",
        "InstanceId": step.network_package_id,
        "Bandwidth": step.bandwidth,
        "PromotionId": step.wish.promotion_id,
    }
    span = (None, None) if plan.live and plan.live.pay_type == PRE_PAID else (1, "Hour")
    return Question(step.action, "DescribeModificationPrice", tuple(params.items()), *span)


def _of_renewal(plan: Plan, step: Renew) -> Question:
    period, unit = step.wish.period, step.wish.period_unit
    params = {
        "ResourceType": "Bandwidth",
        "InstanceId": step.network_package_id,
        "Period": period,
        "PeriodUnit": unit,
    }
    return Question(step.action, "DescribeRenewalPrice", tuple(params.items()), period, unit)


_QUESTIONS: Mapping[type, Callable[[Plan, Any], Question]] = {
    Create: _of_purchase,
    SetBandwidth: _of_bandwidth,
    Renew: _of_renewal,
}


def _price(document: Mapping[str, Any]) -> tuple[str | None, Decimal | None, Decimal | None, Decimal]:
    info = document.get("PriceInfo")
    price = info.get("Price") if isinstance(info, dict) else None
    if not isinstance(price, dict):
        raise ValueError("no PriceInfo.Price")
    original, discount, trade = (_amount(price, name) for name in ("OriginalPrice", "DiscountPrice", "TradePrice"))
    if trade is None:
        raise ValueError("TradePrice is missing")
    currency = price.get("Currency")
    return str(currency) if currency else None, original, discount, trade


def _amount(price: Mapping[str, Any], name: str) -> Decimal | None:
    value = price.get(name)
    if value is None:
        return None
    try:
        # By way of text: a float as such is not the amount that was written.
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{name} is {value!r}, not an amount") from None
    if isinstance(value, bool) or not amount.is_finite() or amount < 0:
        raise ValueError(f"{name} is {value!r}, not an amount of 0 or more")
    return amount
