# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of each plan, and how it is returned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .._errors import EcdError, OutcomeUnknown, joined
from .._model.package import Package
from .._planning.costs import Cost, totals
from .._planning.plan import Plan
from .._text import MAX_NAME, MAX_SENTENCE, shown, shown_in

NOTHING_DONE: dict[str, Any] = {
    "changed": False,
    "network_package": None,
    "actions": [],
    "order_ids": [],
    "notes": [],
    "payment_pending": False,
}
# What an unchanged item of a list does not return when it is empty.
SILENT = ("order_ids", "notes", "payment_pending", "cost")


@dataclass
class Outcome:
    """What became of one plan; ``error`` is None when all went well, ``package`` is what was last seen."""

    plan: Plan
    package: Package | None = None
    actions: list[str] = field(default_factory=list)
    order_ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # The id of the package that was bought.
    bought: str | None = None
    payment_pending: bool = False
    error: EcdError | None = None

    def warn_with(self, warn: Callable[[str], None]) -> None:
        """Give every warning to ``warn``, fit for a screen."""
        for warning in self.warnings:
            warn(shown(warning, MAX_SENTENCE))

    def to_result(self) -> dict[str, Any]:
        """Return what a task returns for this plan. A failure that comes after a write carries what was done."""
        done: dict[str, Any] = {
            "network_package": self.package.to_result() if self.package else None,
            "actions": self.actions,
            "order_ids": self.order_ids,
            "notes": [shown(note, MAX_SENTENCE) for note in self.notes],
        }
        if self.plan.costs is not None:
            done["cost"] = [cost.to_result() for cost in self.plan.costs]
        if self.error is None:
            return {"changed": bool(self.actions), **done, "payment_pending": self.payment_pending}
        done["payment_pending"] = self.payment_pending
        result = self.error.to_result()
        if self.plan.pending_order:
            result.update(order_ids=self.order_ids or [self.plan.pending_order], payment_pending=True)
        elif self.order_ids:
            result["order_ids"] = list(dict.fromkeys([*self.order_ids, *result.get("order_ids", ())]))
        if self.actions or isinstance(self.error, OutcomeUnknown):
            result.update(done, changed=True)
        return result


def begun(plan: Plan) -> Outcome:
    """Return the outcome of a plan of which nothing is done yet."""
    pending = [plan.pending_order] if plan.pending_order else []
    return Outcome(
        plan,
        plan.before,
        order_ids=pending,
        notes=list(plan.notes),
        warnings=list(plan.warnings),
        payment_pending=plan.pending_order is not None,
    )


def predicted(plan: Plan) -> Outcome:
    """Return the outcome that check mode reports."""
    # An order has no effect before it is paid.
    package = plan.before if plan.payment_pending else plan.after
    return replace(begun(plan), package=package, actions=plan.actions, payment_pending=plan.payment_pending)


def single_result(outcome: Outcome) -> dict[str, Any]:
    """Return what a task with one desired state returns."""
    result = outcome.to_result()
    return result if outcome.error else {**result, "diff": package_diff(_as_done(outcome))}


def _as_done(outcome: Outcome) -> Plan:
    """Return the plan whose diff shows what was done: nothing, when nothing was needed any more."""
    return outcome.plan if outcome.actions else replace(outcome.plan, steps=(), after=outcome.plan.before, extras=())


def bulk_result(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what a task with a list returns; ``failed`` and ``msg`` when an item failed."""
    results = [_item_result(outcome) for outcome in outcomes]
    result: dict[str, Any] = {
        "changed": any(item["changed"] for item in results),
        "results": results,
        "actions": [action for item in results for action in item["actions"]],
        "diff": {"prepared": prepared_diff([_as_done(outcome) for outcome in outcomes if not _untouched(outcome)])},
    }
    failed = [outcome for outcome in outcomes if outcome.error]
    if failed:
        messages = _failures(failed)
        if len(messages) == 1:
            result.update(_cause(failed[0]))
        head = f"{len(failed)} of {len(results)} network packages failed: "
        result.update(failed=True, msg=head + joined(messages))
    return result


def _untouched(outcome: Outcome) -> bool:
    """Tell whether the item failed before anything was done, for example because its region could not be read."""
    return outcome.error is not None and not outcome.actions and not isinstance(outcome.error, OutcomeUnknown)


def _cause(outcome: Outcome) -> dict[str, Any]:
    """Return the code, action and request id of a failure, where the API named them."""
    result = outcome.to_result()
    return {name: result[name] for name in ("action", "code", "request_id") if name in result}


def _item_result(outcome: Outcome) -> dict[str, Any]:
    result = outcome.to_result()
    if outcome.error:
        result = {**NOTHING_DONE, **result}
    if result["changed"]:
        return {**result, "diff": {"prepared": f"{_line(outcome.plan)}\n"}}
    if outcome.error:
        return result
    # A thousand unchanged items must fit into what AWX keeps of a result: 700,000 characters.
    return {name: value for name, value in result.items() if value or name not in SILENT}


def _failures(failed: Iterable[Outcome]) -> list[str]:
    """Return a message for each failed item, or one for all items that failed with the same message."""
    by_message: dict[str, list[Outcome]] = {}
    for outcome in failed:
        by_message.setdefault(str(outcome.error), []).append(outcome)
    return [
        f"{same[0].plan.desired.item}{f' and {len(same) - 1} more' if same[1:] else ''}: {message}"
        for message, same in by_message.items()
    ]


def package_diff(plan: Plan) -> dict[str, Any]:
    """Return what ``--diff`` shows for one package, as a screen can show it."""
    return dict(shown_in(_package_diff(plan)))


def _package_diff(plan: Plan) -> dict[str, Any]:
    before = plan.before.to_result() if plan.before else {}
    # What an order of an earlier run brings about is no change of this one.
    after = (plan.after.to_result() if plan.after else {}) if plan.changed else before
    headings = {"before_header": _subject(plan, plan.before), "after_header": _subject(plan, plan.after)}
    if not plan.changed:
        return {"before": before, "after": before, **headings, "after_header": headings["before_header"]}
    for name, old, new in plan.extras:
        before[name], after[name] = old, new
    if plan.costs:
        after["cost"] = "; ".join(str(cost) for cost in plan.costs)
    return {"before": before, "after": after, **headings}


def _subject(plan: Plan, package: Package | None) -> str:
    """Return the package and the office network that it has (or had), for the header of a diff."""
    key = plan.before.network_package_id if plan.before else None
    if package is None:
        return _named(key, _place(plan) if key != _place(plan) else None)
    return _named(key, package.office_site_name or package.office_site_id) or _named(plan.desired.identity)


def _named(*names: str | None) -> str:
    """Return names of any length as a screen can show them."""
    return ", ".join(shown(name, MAX_NAME) for name in names if name)


def prepared_diff(plans: Iterable[Plan]) -> str:
    """Return one line of totals and one line for each package that changes; empty when none does."""
    plans = list(plans)
    changing = [plan for plan in plans if plan.changed]
    if not changing:
        return ""
    return "".join(f"{line}\n" for line in (_totals(plans, changing), *map(_line, changing)))


def _totals(plans: Sequence[Plan], changing: Sequence[Plan]) -> str:
    bought = sum(plan.buys for plan in changing)
    gone = sum(plan.after is None for plan in changing)
    counts = {"to buy": bought, "to change": len(changing) - bought - gone, "to release": gone}
    parts = [f"{count} {what}" for what, count in counts.items() if count]
    parts.append(f"{len(plans) - len(changing)} unchanged")
    priced = [cost for plan in changing for cost in plan.costs or ()]
    sums = [
        f"{amount} {currency or ''}".strip() + (f" per {unit}" if unit else "")
        for (currency, unit), amount in totals(priced).items()
    ]
    unpriced = sum(cost.trade_price is None for cost in priced)
    if unpriced:
        sums.append(f"{unpriced} without a price")
    return ", ".join(parts) + (f"; cost {' + '.join(sums)}" if sums else "")


def _line(plan: Plan) -> str:
    old = f"{_shown(plan, plan.before)}{_extras(plan, 1)}"
    new = f"{_shown(plan, plan.after)}{_extras(plan, 2)}"
    return f"{_place(plan)} ({plan.desired.region_id}): {old} → {new}{_priced(plan.costs)}"


def _place(plan: Plan) -> str:
    desired, before = plan.desired, plan.before
    named = desired.office_site_name or desired.office_site_id
    site = (before.office_site_name or before.office_site_id) if before else None
    return _named(named or site or desired.network_package_id or desired.identity)


def _shown(plan: Plan, package: Package | None) -> str:
    if package is None:
        return "none"
    moves = plan.before and plan.after and plan.before.office_site_id != plan.after.office_site_id
    site = f" at {_named(package.office_site_name or package.office_site_id or 'no office network')}" if moves else ""
    key = f"{_named(package.network_package_id)} " if package.network_package_id and package is plan.before else ""
    speed = f"{package.bandwidth} Mbit/s" if package.bandwidth is not None else "unknown bandwidth"
    return key + " ".join(filter(None, (speed, _named(package.pay_type), _named(package.internet_charge_type)))) + site


def _extras(plan: Plan, column: int) -> str:
    return "".join(f", {extra[0]} {extra[column]}" for extra in plan.extras if extra[column] is not None)


def _priced(costs: Sequence[Cost] | None) -> str:
    return f", {'; '.join(str(cost) for cost in costs)}" if costs else ""
