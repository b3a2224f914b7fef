# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``--diff`` shows of plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._model.package import Package
from .._planning.costs import Cost, totals
from .._planning.plan import Plan
from .._text import MAX_NAME, shown, shown_in


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
    """Return one line of totals and one line for each package that changes or is undeclared; empty without any."""
    plans = list(plans)
    changing = [plan for plan in plans if plan.changed]
    kept = [plan for plan in plans if plan.desired.undeclared and not plan.changed]
    if not changing and not kept:
        return ""
    return "".join(f"{line}\n" for line in (_totals(plans, changing, len(kept)), *map(line_of, [*changing, *kept])))


def _totals(plans: Sequence[Plan], changing: Sequence[Plan], kept: int) -> str:
    bought = sum(plan.buys for plan in changing)
    gone = sum(plan.after is None for plan in changing)
    counts = {"to buy": bought, "to change": len(changing) - bought - gone, "to release": gone}
    parts = [f"{count} {what}" for what, count in counts.items() if count]
    parts.append(f"{len(plans) - len(changing) - kept} unchanged")
    parts += [f"{kept} undeclared and kept"] if kept else []
    priced = [cost for plan in changing for cost in plan.costs or ()]
    sums = [
        f"{amount} {currency or ''}".strip() + (f" per {unit}" if unit else "")
        for (currency, unit), amount in totals(priced).items()
    ]
    unpriced = sum(cost.trade_price is None for cost in priced)
    if unpriced:
        sums.append(f"{unpriced} without a price")
    return ", ".join(parts) + (f"; cost {' + '.join(sums)}" if sums else "")


def line_of(plan: Plan) -> str:
    old = f"{_shown(plan, plan.before)}{_extras(plan, 1)}"
    if plan.desired.undeclared:
        return f"{_place(plan)} ({plan.desired.region_id}): {old}{' → none' if plan.changed else ''}, undeclared"
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
    return "".join(f", {extra[0]} {_value(extra[column])}" for extra in plan.extras if extra[column] is not None)


def _value(value: Any) -> str:
    """Return a value as it is spelled in YAML."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _priced(costs: Sequence[Cost] | None) -> str:
    return f", {'; '.join(str(cost) for cost in costs)}" if costs else ""
