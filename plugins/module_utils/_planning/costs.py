# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the orders of a plan cost: the question for each kind of order, the price, and the ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .. import _errors as errors
from .._model.limits import Budget
from .._model.package import PRE_PAID, Package
from . import orders

# The first costs of a long list say enough; all of them are in the result.
MAX_COSTS_SHOWN = 5


@dataclass(frozen=True)
class PriceQuestion:
    """What to ask for the price of one order; ``params`` as pairs, so that equal questions compare equal.

    ``period`` and ``period_unit`` are the term that the price is for; None is the rest of a running term.
    """

    order: str
    operation: str
    params: tuple[tuple[str, Any], ...]
    period: int | None
    period_unit: str | None


class PriceRefused(errors.PlanningError):
    """The API names no price for an order."""

    def __init__(self, message: str, cause: errors.CallError) -> None:
        super().__init__(message)
        self.cause = cause

    def to_result(self) -> dict[str, Any]:
        return {**self.cause.to_result(), "msg": str(self)}


@dataclass(frozen=True)
class Cost:
    """The price of one order in ``currency``. PostPaid prices are for an hour and leave traffic out.

    A price may be negative: a refund. ``problem`` is set when the API names no price, ``later`` when it rests on an
    order that is placed before.
    """

    action: str
    currency: str | None
    original_price: Decimal | None
    discount_price: Decimal | None
    trade_price: Decimal | None
    period: int | None
    period_unit: str | None
    problem: PriceRefused | None = None
    later: bool = False

    @property
    def hourly(self) -> bool:
        """Whether the price is for an hour."""
        return self.period_unit == "Hour"

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
            return "a price that is known after the renewal" if self.later else "no price"
        span = f" for {self.period} {self.period_unit}" if self.period else ""
        return f"{self.trade_price} {self.currency or ''}".strip() + span


class TooExpensive(errors.EcdError):
    """The orders would cost more than is allowed. Raised before any write."""

    def __init__(self, message: str, costs: Iterable[Cost]) -> None:
        super().__init__(message)
        self._costs = list(costs)

    def to_result(self) -> dict[str, Any]:
        return {**super().to_result(), "cost": [cost.to_result() for cost in self._costs]}


def price_question(order: orders.Order, before: Package | None) -> PriceQuestion:
    """Return what to ask for the price of ``order``; ``before`` is the package that it changes."""
    if isinstance(order, orders.Create):
        return _purchase_question(order)
    if isinstance(order, orders.Renew):
        return _renewal_question(order)
    if isinstance(order, orders.SetBandwidth):
        return _bandwidth_question(order, before)
    raise TypeError(order.action)


def _purchase_question(order: orders.Create) -> PriceQuestion:
    desired = order.desired
    period, unit = (desired.period, desired.period_unit) if desired.pay_type == PRE_PAID else (1, "Hour")
    params = {
        "ResourceType": "Bandwidth",
        "Bandwidth": desired.bandwidth,
        "InternetChargeType": desired.internet_charge_type,
        "Period": period,
        "PeriodUnit": unit,
        "PromotionId": desired.promotion_id,
    }
    return PriceQuestion(order.action, "DescribePrice", tuple(params.items()), period, unit)


def _renewal_question(order: orders.Renew) -> PriceQuestion:
    period, unit = order.desired.period, order.desired.period_unit
    params = {
        "ResourceType": "Bandwidth",
        "InstanceId": order.network_package_id,
        "Period": period,
        "PeriodUnit": unit,
    }
    return PriceQuestion(order.action, "DescribeRenewalPrice", tuple(params.items()), period, unit)


def _bandwidth_question(order: orders.SetBandwidth, before: Package | None) -> PriceQuestion:
    params = {
        # The API's word for a package differs from operation to operation.
        "ResourceType": "NetworkPackage",
        "InstanceId": order.network_package_id,
        "Bandwidth": order.bandwidth,
        "PromotionId": order.desired.promotion_id,
    }
    span = (None, None) if before and before.pay_type == PRE_PAID else (1, "Hour")
    return PriceQuestion(order.action, "DescribeModificationPrice", tuple(params.items()), *span)


def not_priced_yet(order: orders.Order) -> Cost:
    """Return the cost of an order that is priced for what an earlier order of the same plan brings about."""
    return Cost(order.action, None, None, None, None, None, None, later=True)


def check_ceilings(costs: Iterable[tuple[str, Cost]], budget: Budget) -> None:
    """Check the costs, each with the list item that it is of, against the ceilings; a refund counts as 0.

    Raises TooExpensive, or PlanningError for what has no sum: an order without a price, a price without a currency, two
    currencies, an hour and a term.
    """
    costs = list(costs)
    for item, cost in costs:
        _refuse_unknown(item, cost)
    hourly = [cost for _item, cost in costs if cost.hourly]
    others = [cost for _item, cost in costs if not cost.hourly]
    if budget.max_hourly_cost is not None:
        _check_sum("max_hourly_cost", hourly, budget.max_hourly_cost)
        if budget.max_cost is not None:
            _check_sum("max_cost", others, budget.max_cost)
    elif budget.max_cost is not None:
        if hourly and others:
            raise errors.PlanningError(
                "max_cost: some of the prices are for an hour and some for a term, which have no sum; set "
                "max_hourly_cost for the first. Nothing was changed"
            )
        _check_sum("max_cost", hourly or others, budget.max_cost)


def _refuse_unknown(item: str, cost: Cost) -> None:
    if cost.problem:
        raise cost.problem.about(item)
    if cost.later:
        raise errors.PlanningError(
            "max_cost and max_hourly_cost: the change of bandwidth is priced when the renewal is in force, so that no "
            "ceiling can hold for it. Renew and change the bandwidth in two tasks; nothing was changed"
        ).about(item)
    if not cost.currency:
        raise errors.PlanningError(
            f"max_cost and max_hourly_cost: the API names no currency for the price of {cost.action}, so that no "
            "ceiling can hold for it; nothing was changed"
        ).about(item)


def _check_sum(option: str, costs: Sequence[Cost], most: float) -> None:
    currencies = sorted({str(cost.currency) for cost in costs})
    if len(currencies) > 1:
        raise errors.PlanningError(
            f"{option}: prices in {' and '.join(currencies)} cannot be summed; nothing was changed"
        )
    total = sum((max(cost.trade_price or Decimal(0), Decimal(0)) for cost in costs), Decimal(0))
    ceiling = Decimal(str(most))
    if total > ceiling:
        parts = ", ".join(f"{cost.action} {cost}" for cost in costs[:MAX_COSTS_SHOWN])
        more = f" and {len(costs) - MAX_COSTS_SHOWN} more" if len(costs) > MAX_COSTS_SHOWN else ""
        raise TooExpensive(
            f"{option}: the planned purchases cost {total} {currencies[0]}, more than the {ceiling} allowed "
            f"({parts}{more}); nothing was changed",
            costs,
        )


def totals(costs: Iterable[Cost]) -> Mapping[tuple[str | None, str | None], Decimal]:
    """Return the sum of the known prices for each (currency, "hour" or None for a term); refunds are subtracted."""
    sums: dict[tuple[str | None, str | None], Decimal] = {}
    for cost in costs:
        if cost.trade_price is not None:
            key = (cost.currency, "hour" if cost.hourly else None)
            sums[key] = sums.get(key, Decimal(0)) + cost.trade_price
    return sums
