# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ask the API what packages cost that exist: an hour, or a month of a subscription. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .._client.ecd import Ecd
from .._model.package import POST_PAID, PRE_PAID, Package
from .._planning.costs import Cost, PriceQuestion
from .._text import MAX_SENTENCE, shown
from .prices import price_of

# Questions at the same time. The quota of calls is the account's, and others use it too.
CONCURRENCY = 4
MAX_NAMED = 5
# How many packages of a kind are asked for until one has a price.
MAX_ASKED = 3

# What decides the price of a package: two of one kind cost the same.
Kind = tuple[Any, ...]


def costs_of(
    regions: Mapping[str, Ecd], packages: Sequence[Package], warn: Callable[[str], None]
) -> list[dict[str, Any] | None]:
    """Return the cost of each package: None, and a warning that says why, where the API names no price.

    Each kind of package is asked for once. The price of a renewal is asked for by the id of a package; the first one
    of a kind that has a price stands for the others.
    """
    asked = _questions(packages)
    costs: dict[Kind, Cost] = {}
    if asked:
        with ThreadPoolExecutor(min(CONCURRENCY, len(asked))) as pool:
            found = [pool.submit(_first_price, regions[str(kind[0])], questions) for kind, questions in asked.items()]
            costs = {kind: future.result() for kind, future in zip(asked, found)}
    for warning in _warnings(packages, costs):
        warn(warning)
    return [_shape(costs.get(_kind(package))) for package in packages]


def _kind(package: Package) -> Kind:
    basis = (package.region_id, package.pay_type, package.bandwidth, package.internet_charge_type)
    # Whether a renewal has a price depends on the state.
    state = (package.network_package_status, package.business_status)
    return (*basis, *state) if package.pay_type == PRE_PAID else basis


def _questions(packages: Iterable[Package]) -> dict[Kind, list[PriceQuestion]]:
    """Return what to ask for each kind of package, until a question is answered."""
    asked: dict[Kind, list[PriceQuestion]] = {}
    for package in packages:
        kind = _kind(package)
        question = _question(package) if len(asked.get(kind, ())) < MAX_ASKED else None
        if question and question not in asked.setdefault(kind, []):
            asked[kind].append(question)
    return asked


def _first_price(ecd: Ecd, questions: Iterable[PriceQuestion]) -> Cost:
    """Return the first price, or why the first question has none."""
    refused: list[Cost] = []
    for question in questions:
        cost = price_of(ecd, question)
        if not cost.problem:
            return cost
        refused.append(cost)
        if cost.problem.cause.shared:
            break
    return refused[0]


def _question(package: Package) -> PriceQuestion | None:
    """Return what to ask; None for a package that does not show what it is."""
    if package.pay_type == PRE_PAID:
        params: dict[str, Any] = {"ResourceType": "Bandwidth", "InstanceId": package.network_package_id}
        return _asking("a renewal", "DescribeRenewalPrice", params, "Month")
    if package.pay_type == POST_PAID and package.bandwidth:
        params = {"ResourceType": "Bandwidth", "Bandwidth": package.bandwidth}
        params["InternetChargeType"] = package.internet_charge_type
        return _asking(f"an hour of {package.bandwidth} Mbit/s", "DescribePrice", params, "Hour")
    return None


def _asking(what: str, operation: str, params: Mapping[str, Any], unit: str) -> PriceQuestion:
    return PriceQuestion(what, operation, (*params.items(), ("Period", 1), ("PeriodUnit", unit)), 1, unit)


def _shape(cost: Cost | None) -> dict[str, Any] | None:
    if cost is None or cost.problem:
        return None
    return {name: value for name, value in cost.to_result().items() if name != "action"}


def _warnings(packages: Sequence[Package], costs: Mapping[Kind, Cost]) -> Iterator[str]:
    """Yield a warning for each reason why packages have no price."""
    reasons: dict[Any, tuple[str, list[str]]] = {}
    for package in packages:
        cost = costs.get(_kind(package))
        if cost and not cost.problem:
            continue
        reason = str(cost.problem) if cost else "the API does not show its bandwidth, or how it is paid"
        # Not by the text: ids of requests and packages make equal reasons look different.
        result = cost.problem.to_result() if cost and cost.problem else {}
        key = (result.get("action"), result.get("code"))
        reasons.setdefault(key, (reason, []))[1].append(str(package.network_package_id))
    for reason, ids in reasons.values():
        named = ", ".join(ids[:MAX_NAMED]) + (f" and {len(ids) - MAX_NAMED} more" if len(ids) > MAX_NAMED else "")
        yield shown(f"estimate_cost: no price for {named}: {reason}", MAX_SENTENCE)
