# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a list of wishes has that one wish has not: items that mean the same plan, many results, a short diff."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from ._apply import Outcome
from ._errors import InputError, TaskFailed
from ._model import Package, Wish
from ._plan import Plan

# More would only hide what they have in common.
ERRORS_SHOWN = 5


def wishes_from(
    items: Iterable[tuple[str, Mapping[str, Any]]], read: Callable[[Mapping[str, Any], str], Wish]
) -> list[Wish]:
    """Return the wishes of all items, which come with the names of their places in the user's list.

    Raises InputError that names the wrong items, or two that mean one plan.
    """
    wishes, errors = [], []
    for place, item in items:
        try:
            wishes.append(read(item, place + name_of(item)))
        except InputError as error:
            errors.append(str(error))
    raise_all(errors)
    _refuse_twins((wish, identity) for wish in wishes for identity in _identities(wish))
    _refuse_overlapping_tags(wishes)
    return wishes


def raise_all(errors: Sequence[str]) -> None:
    """Raise one InputError for what is wrong with several items; none when nothing is."""
    if errors:
        more = f"; and {len(errors) - ERRORS_SHOWN} more" if len(errors) > ERRORS_SHOWN else ""
        raise InputError("; ".join(errors[:ERRORS_SHOWN]) + more)


def refuse_twins_among(plans: Iterable[Plan]) -> None:
    """Check that no two plans are about one network package or one office network. Raises InputError."""
    about = []
    for plan in plans:
        if plan.live:
            about.append((plan.wish, ("network package", plan.live.network_package_id)))
        if plan.after and plan.after.office_site_id:
            about.append((plan.wish, ("office network", plan.after.office_site_id)))
    _refuse_twins(about)


def name_of(item: Mapping[str, Any]) -> str:
    """Return what an item calls itself, to stand behind its place in a list."""
    names = ("network_package_id", "office_site_id", "office_site_name")
    return next((f" ({item[name]})" for name in names if item.get(name)), "")


def _identities(wish: Wish) -> list[tuple[str, Hashable]]:
    if wish.network_package_id:
        return [("network_package_id", wish.network_package_id)]
    if wish.office_site_id:
        return [("office_site_id", wish.office_site_id)]
    return [("office_site_name", wish.office_site_name)] if wish.office_site_name else []


def _refuse_twins(about: Iterable[tuple[Wish, tuple[str, Any]]]) -> None:
    first: dict[tuple[str, Any], Wish] = {}
    for wish, subject in about:
        other = first.setdefault(subject, wish)
        if other is not wish:
            raise InputError(
                f"{other.item} and {wish.item} mean one plan: {subject[0]} {subject[1]}. Keep one of them; nothing "
                "was changed"
            )


def _refuse_overlapping_tags(wishes: Sequence[Wish]) -> None:
    by_tags = [wish for wish in wishes if wish.tags and not _identities(wish)]
    for index, wish in enumerate(by_tags):
        for other in by_tags[:index]:
            if wish.tags.items() <= other.tags.items() or other.tags.items() <= wish.tags.items():
                raise InputError(
                    f"{other.item} and {wish.item} mean one plan: a plan with the tags of one bears those of the "
                    "other. Keep one of them, or give each a tag value of its own; nothing was changed"
                )


def result_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what the task returns. Raises TaskFailed when an item failed; all results are in it."""
    results = [_item_result(outcome) for outcome in outcomes]
    failed = [(outcome, result) for outcome, result in zip(outcomes, results) if result.get("failed")]
    result: dict[str, Any] = {
        "changed": any(result["changed"] for result in results),
        "results": results,
        "actions": [action for result in results for action in result["actions"]],
        "diff": diff_of([outcome.plan for outcome in outcomes]),
    }
    if not failed:
        return result
    messages = [f"{outcome.plan.wish.item}: {item['msg']}" for outcome, item in failed[:ERRORS_SHOWN]]
    head = f"{len(failed)} of {len(results)} network packages failed: "
    raise TaskFailed({**result, "msg": head + "; ".join(messages)})


def _item_result(outcome: Outcome) -> dict[str, Any]:
    try:
        result = outcome.to_result()
    except TaskFailed as failure:
        empty: dict[str, Any] = {"changed": False, "network_package": None, "actions": [], "order_ids": [], "notes": []}
        return {**empty, **failure.to_result(), "failed": True}
    if not result["changed"]:
        # A fleet's unchanged plans are most of its results, and two more copies of each would be most of the cost.
        del result["diff"]
    return result


def diff_of(plans: Iterable[Plan]) -> dict[str, str]:
    """Return the difference as one line for each plan that changes: where, from what, to what, at what cost."""
    changing = [plan for plan in plans if plan.changed]
    return {
        "before": "".join(f"{_place(plan)}: {_shown(plan, plan.live)}{_extras(plan, 1)}\n" for plan in changing),
        "after": "".join(
            f"{_place(plan)}: {_shown(plan, plan.after)}{_extras(plan, 2)}{_priced(plan)}\n" for plan in changing
        ),
    }


def _place(plan: Plan) -> str:
    wish = plan.wish
    return wish.office_site_name or wish.office_site_id or wish.network_package_id or wish.identity


def _shown(plan: Plan, package: Package | None) -> str:
    if package is None:
        return "no plan"
    moves = plan.live and plan.after and plan.live.office_site_id != plan.after.office_site_id
    site = f" at {package.office_site_id or 'no office network'}" if moves else ""
    key = f"{package.network_package_id} " if package.network_package_id else ""
    return f"{key}{package.bandwidth} Mbit/s {package.pay_type} {package.internet_charge_type}{site}"


def _extras(plan: Plan, column: int) -> str:
    return "".join(f", {extra[0]} {extra[column]}" for extra in plan.extras if extra[column] is not None)


def _priced(plan: Plan) -> str:
    return f", cost {'; '.join(str(cost) for cost in plan.costs)}" if plan.costs else ""
