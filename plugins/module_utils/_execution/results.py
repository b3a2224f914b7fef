# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of each plan, and how it is returned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import _errors as errors
from .._model.package import RELEASED, RELEASING, Package
from .._planning import steps
from .._planning.plan import Plan
from .._text import MAX_SENTENCE, shown, some_of
from . import diffs

NOTHING_DONE: dict[str, Any] = {
    "changed": False,
    "network_package": None,
    "actions": [],
    "order_ids": [],
    "notes": [],
    "payment_pending": False,
}
# What an undeclared package returns beside itself, where there is something to tell.
TOLD = ("failed", "msg", "action", "code", "request_id", "outcome_unknown", "notes")
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
    # Why billing does not tell whether automatic renewal is as desired.
    uncompared: str = ""
    error: errors.EcdError | None = None

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
        if self.actions or isinstance(self.error, errors.OutcomeUnknown):
            result.update(done, changed=True)
        return result


def warn_of(outcomes: Sequence[Outcome], warn: Callable[[str], None]) -> None:
    """Give every warning to ``warn``; what billing does not tell of a thousand packages is one warning."""
    by_problem: dict[str, list[str]] = {}
    for outcome in outcomes:
        outcome.warn_with(warn)
        if outcome.uncompared:
            package = outcome.package or outcome.plan.before
            by_problem.setdefault(outcome.uncompared, []).append(str(package and package.network_package_id))
    for problem, ids in by_problem.items():
        warn(shown(f"auto_renew: not compared for {some_of(ids)}: {problem}", MAX_SENTENCE))


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
        uncompared=plan.uncompared,
    )


def predicted(plan: Plan) -> Outcome:
    """Return the outcome that check mode reports."""
    package = _moved(plan) if plan.payment_pending else plan.after
    return replace(begun(plan), package=package, actions=plan.actions, payment_pending=plan.payment_pending)


def _moved(plan: Plan) -> Package | None:
    """Return the package of a plan whose order waits for payment: only a move, which comes before, takes effect."""
    before, after = plan.before, plan.after
    if before is None or after is None:
        return before
    return before._replace(
        office_site_id=after.office_site_id,
        office_site_name=after.office_site_name,
        office_site_vpc_type=after.office_site_vpc_type,
    )


def single_result(outcome: Outcome) -> dict[str, Any]:
    """Return what a task with one desired state returns."""
    result = outcome.to_result()
    return result if outcome.error else {**result, "diff": diffs.package_diff(_as_done(outcome))}


def _as_done(outcome: Outcome) -> Plan:
    """Return the plan whose diff shows what was done: nothing, when nothing was needed any more."""
    return outcome.plan if outcome.actions else replace(outcome.plan, steps=(), after=outcome.plan.before, extras=())


def bulk_result(outcomes: Sequence[Outcome], sweeps: bool = False) -> dict[str, Any]:
    """Return what a task with a list returns; ``failed`` and ``msg`` when an item or a release failed.

    ``sweeps``: the task looked for undeclared packages, whose outcomes come after those of the items.
    """
    done = [_item_result(outcome) for outcome in outcomes]
    results = done[: sum(not outcome.plan.desired.undeclared for outcome in outcomes)]
    result: dict[str, Any] = {
        "changed": any(item["changed"] for item in done),
        "results": results,
        "actions": [action for item in done for action in item["actions"]],
        "diff": {
            "prepared": diffs.prepared_diff([_as_done(outcome) for outcome in outcomes if not _untouched(outcome)])
        },
    }
    if sweeps:
        found = zip((outcome.plan.before for outcome in outcomes[len(results) :]), done[len(results) :])
        result["undeclared"] = [_undeclared(package, item) for package, item in found if package]
    failed = [outcome for outcome in outcomes if outcome.error]
    if failed:
        messages = _failures(failed)
        if len(messages) == 1:
            result.update(_cause(failed[0]))
        head = f"{len(failed)} of {len(done)} network packages failed: "
        result.update(failed=True, msg=head + errors.joined(messages))
    return result


def _undeclared(package: Package, result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a task returns for a package that no item means: the package as found, and what became of it."""
    more = {name: result[name] for name in TOLD if result.get(name)}
    sent = steps.Delete.action in result["actions"]
    released = sent and _is_gone(result)
    if sent and not released:
        more["notes"] = [*more.get("notes", ()), f"{steps.Delete.action} was accepted, but its effect was not seen"]
    return {**package.to_result(), "released": released, **more}


def _is_gone(result: Mapping[str, Any]) -> bool:
    """Tell whether the package that was seen last is gone, or going: a release may be accepted and have no effect."""
    package = result["network_package"]
    return package is None or package["network_package_status"] in (RELEASING, RELEASED)


def _untouched(outcome: Outcome) -> bool:
    """Tell whether the item failed before anything was done, for example because its region could not be read."""
    return outcome.error is not None and not outcome.actions and not isinstance(outcome.error, errors.OutcomeUnknown)


def _cause(outcome: Outcome) -> dict[str, Any]:
    """Return the code, action and request id of a failure, where the API named them."""
    result = outcome.to_result()
    return {name: result[name] for name in ("action", "code", "request_id") if name in result}


def _item_result(outcome: Outcome) -> dict[str, Any]:
    result = outcome.to_result()
    if outcome.error:
        result = {**NOTHING_DONE, **result}
    if result["changed"]:
        return {**result, "diff": {"prepared": f"{diffs.line_of(outcome.plan)}\n"}}
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
