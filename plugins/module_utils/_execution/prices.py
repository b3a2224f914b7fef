# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ask the API what the orders of plans cost. Reads only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from .. import _errors as errors
from .._client.ecd import Ecd
from .._client.transport import READ
from .._planning import orders
from .._planning.costs import Cost, PriceQuestion, PriceRefused, not_priced_yet, price_question
from .._planning.plan import Plan

# Larger amounts are no prices of a bandwidth, in any currency, and lose digits in a sum.
MAX_AMOUNT = 10**15
MAX_SPELLED = 30
_CURRENCY = re.compile(r"[A-Za-z]{1,10}")
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?")


def prices_of(ecd: Ecd, plans: Sequence[Plan], concurrency: int = 1) -> list[tuple[Cost, ...]]:
    """Return what the orders of each plan cost. Equal questions are asked once, on ``concurrency`` threads.

    An order whose price cannot be read has the failure as ``problem``.
    """
    questions = [[_question(plan, number) for number in range(len(plan.orders))] for plan in plans]
    distinct = list(dict.fromkeys(question for asked in questions for question in asked if question))
    if concurrency == 1 or len(distinct) < 2:
        costs = [price_of(ecd, question) for question in distinct]
    else:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(concurrency, len(distinct))) as pool:
            costs = list(pool.map(lambda question: price_of(ecd, question), distinct))
    responses = dict(zip(distinct, costs))
    return [
        tuple(responses[asked] if asked else not_priced_yet(order) for order, asked in zip(plan.orders, questions_of))
        for plan, questions_of in zip(plans, questions)
    ]


def _question(plan: Plan, number: int) -> PriceQuestion | None:
    """Return what to ask for the price of an order; None when it rests on an order before it."""
    order = plan.orders[number]
    if isinstance(order, orders.SetBandwidth) and any(
        isinstance(before, orders.Renew) for before in plan.orders[:number]
    ):
        return None
    return price_question(order, plan.before)


def price_of(ecd: Ecd, question: PriceQuestion) -> Cost:
    try:
        price = ecd.call(question.operation, READ, dict(question.params), _price)
    except errors.CallError as error:
        problem = PriceRefused(f"{question.order} cannot be priced: {error}", error)
        return Cost(question.order, None, None, None, None, question.period, question.period_unit, problem)
    return Cost(question.order, *price, question.period, question.period_unit)


def _price(document: Mapping[str, Any]) -> tuple[str | None, Decimal | None, Decimal | None, Decimal]:
    info = document.get("PriceInfo")
    price = info.get("Price") if isinstance(info, dict) else None
    if not isinstance(price, dict):
        raise ValueError("no PriceInfo.Price")
    original, discount, trade = (_amount(price, name) for name in ("OriginalPrice", "DiscountPrice", "TradePrice"))
    if trade is None:
        raise ValueError("TradePrice is missing")
    currency = price.get("Currency")
    known = isinstance(currency, str) and _CURRENCY.fullmatch(currency)
    return currency if known else None, original, discount, trade


def _amount(price: Mapping[str, Any], name: str) -> Decimal | None:
    value = price.get(name)
    if value is None:
        return None
    amount = _decimal(value)
    if amount is None:
        # Some of what is no amount takes a long time to be spelled.
        shown = (
            f"{value[:MAX_SPELLED]!r}"
            if isinstance(value, str)
            else f"a {type(value).__name__} out of bounds or with an exponent"
        )
        raise ValueError(f"{name} is {shown}, not an amount")
    return amount


def _decimal(value: Any) -> Decimal | None:
    """Return a plain decimal number; None for anything else. By way of text: a float is not what was written."""
    if isinstance(value, str):
        return Decimal(value) if len(value) <= MAX_SPELLED and _PLAIN.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return Decimal(str(value)) if -MAX_AMOUNT < value < MAX_AMOUNT else None
