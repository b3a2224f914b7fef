# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold for every run, judged by the journal and by what the account really holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..emulator import ACCESS_KEY_SECRET
from ..fake.account import DAY
from .backends import Truth
from .world import Call, Hang, Killed, Run, World

CREATE = "CreateNetworkPackage"
DELETE = "DeleteNetworkPackages"
ENABLE = "ModifyNetworkPackageEnabled"
SET_RENEWAL = "SetRenewal"
FRESH = 60.0
Finding = tuple[str, str]


def judge(world: World, run: Run) -> list[Finding]:
    """Return what is wrong with a run that has ended, and with the runs inside it: pairs of a kind and a text."""
    found = [finding for nested in run.nested for finding in judge(world, nested)]
    return found + [(kind, f"run {run.number}: {text}") for kind, text in _findings(world, run)]


def _findings(world: World, run: Run) -> Iterator[Finding]:
    if isinstance(run.error, Hang):
        yield "hang", str(run.error)
    elif run.error and not isinstance(run.error, Killed):
        yield "raises", f"{type(run.error).__name__}: {run.error}"
    if run.check and run.writes:
        yield "check mode writes", ", ".join(call.action for call in run.writes)
    yield from _secrets(world, run)
    yield from _twice(world, run)
    yield from _orders(world, run)
    yield from _writes_in_time(run)
    yield from _renewals(run)
    yield from _releases(world, run)
    if run.result is not None and not run.check:
        yield from _told(run)
        yield from _success(world, run)


def _secrets(world: World, run: Run) -> Iterator[Finding]:
    text = repr((run.result, run.warnings, str(run.error)))
    for secret in (ACCESS_KEY_SECRET, *world.backend.secrets, "Signature="):
        if secret in text:
            yield "secret", f"the output holds {secret}"


def _twice(world: World, run: Run) -> Iterator[Finding]:
    """A package beside another one of the same identity: reported with both ids, or nobody could have known."""
    blind = world.manners.lag or world.manners.hidden_reads or world.manners.unshown
    for call in run.writes:
        if not call.beside or _lied_to(world, run, call) or not _one_of_a_kind(run, call.params):
            continue
        if _follows_a_killed_run_too_soon(world, run):
            continue
        if isinstance(run.error, Killed):
            earlier = [other for other in world.runs if other is not run and other.ended >= run.began - 300]
            if not (run.interfered or blind or any(other.interfered for other in earlier)):
                yield "twice", f"bought {call.bought} beside {', '.join(call.beside)}, then was killed"
            continue
        text = f"{(run.result or {}).get('msg')}"
        loud = run.failed and all(key in text for key in (str(call.bought), *call.beside))
        unknown = run.failed and any(item.get("outcome_unknown") for item in run.results)
        excused = run.failed and (run.stopped_at is not None or run.faulty)
        # The other one may be gone by the time of the second look.
        gone = run.end is not None and not all(key in run.end.packages for key in (call.bought, *call.beside))
        if not (loud or unknown or excused or gone or _warned_of_blindness(run)):
            yield "twice", f"bought {call.bought} beside {', '.join(call.beside)}, and said: {text}"


def _lied_to(world: World, run: Run, call: Call) -> bool:
    """Tell whether two listings lie about the package beside, which nobody can see through who buys by tags.

    An office network names its package all the same, unless that came after it was asked, or it lags.
    """
    manners = world.manners
    names = bool(call.params.get("OfficeSiteId")) and not (manners.lag or manners.names_lag or manners.hidden_reads)
    return run.lies > 1 and not (names and not run.interfered)


def _releases(world: World, run: Run) -> Iterator[Finding]:
    """A release is of a package that an item declares absent, or that no item means, and no more than allowed."""
    sent = [call for call in run.writes if call.action == DELETE]
    most = run.params.get("max_releases")
    took_effect = sum(call.effect for call in sent)
    if most is not None and took_effect > most:
        yield "too many releases", f"{took_effect} releases with max_releases {most}"
    for call in sent:
        row = call.released
        if row is None or any(item.get("state") == "absent" and matches(world, item, row) for item in run.items):
            continue
        if _came_too_late(run, call, row):
            continue
        if not may_be_released(run, row):
            yield "released", f"{row.id} was released, which is {row}"
        # What another run did a moment ago may not show yet.
        if any(matches(world, item, row) for item in run.items) and not (run.interfered or run.blind or run.flaps):
            yield "released", f"{row.id} was released, which an item means"


def _came_too_late(run: Run, call: Call, row: Truth) -> bool:
    """Tell whether somebody else had released ``row`` just before, which the run could not know: that is no release."""
    return not row.live and not call.effect and (run.interfered or run.blind or run.flaps)


def may_be_released(run: Run, row: Truth) -> bool:
    """Tell whether ``row`` is one that a run may release although no item declares it absent."""
    ends = row.pay_type == "PostPaid" or row.expires <= run.began + DAY / 24
    tags = run.params.get("undeclared_tags", {})
    allowed = run.params.get("undeclared") == "release" and tags.items() <= dict(row.tags).items()
    return bool(allowed and ends and row.live)


def _follows_a_killed_run_too_soon(world: World, run: Run) -> bool:
    """Tell whether read after read hides what a killed run bought just before: accepted, and documented."""
    manners = world.manners
    if manners.hidden_reads < 2 and not (manners.lag and manners.hidden_reads):
        return False
    earlier = world.runs[: world.runs.index(run)]
    return any(isinstance(other.error, Killed) and other.ended >= run.began - 60 for other in earlier)


def _one_of_a_kind(run: Run, params: Mapping[str, str]) -> bool:
    """Tags are an identity of items that have no better one."""
    if params.get("OfficeSiteId"):
        return True
    return any(not {"network_package_id", "office_site_id", "office_site_name"} & set(item) for item in run.items)


def _warned_of_blindness(run: Run) -> bool:
    return run.faulty and bool(run.warnings)


def _orders(world: World, run: Run) -> Iterator[Finding]:
    """At most one order of a kind per package and run, none beside a known unpaid one, none above the ceiling."""
    end = run.end
    if end is None:
        return
    placed = [end.orders[call.order] for call in run.writes if call.order and call.order in end.orders]
    for (kind, package), number in Counter((bill.kind, bill.package) for bill in placed).items():
        if number > 1:
            yield "two orders", f"{number} orders {kind} for {package}"
    for item in run.items:
        pending = str(item.get("pending_order_id", ""))
        before = run.start.orders.get(pending) if run.start else None
        after = end.orders.get(pending)
        if run.module == "one" and before and after and before.status == after.status == "Unpaid" and placed:
            yield "ordered beside", f"{placed[0].kind} was ordered although order {pending} is unpaid"
    ceiling = run.params.get("max_cost")
    if ceiling is not None and not run.interfered:
        spent = sum(max(bill.price, 0.0) for bill in placed)
        if spent > ceiling + 0.01:
            yield "ceiling", f"ordered for {spent} under max_cost {ceiling}"


def _renewals(run: Run) -> Iterator[Finding]:
    """Automatic renewal costs money for years: nothing sets it that nobody declared, and nothing sets it twice."""
    done: set[tuple[str, str]] = set()
    for call in run.writes:
        if call.action != SET_RENEWAL:
            continue
        wanted = call.params["RenewalStatus"] == "AutoRenewal"
        package = call.params["InstanceIDs"]
        row = run.start.packages.get(package) if run.start else None
        declared = [{**run.params.get("defaults", {}), **item} for item in run.items]
        asked = [item for item in declared if item.get("auto_renew") is wanted and item.get("state") != "absent"]
        if not asked or (row is not None and row.pay_type != "PrePaid"):
            yield "renewal unasked", f"{call.params} was sent; the items are {declared}"
        if (package, str(wanted)) in done and not run.interfered:
            yield "renewal twice", f"{call.params} was sent again after it took effect"
        if call.effect:
            done.add((package, str(wanted)))


def _writes_in_time(run: Run) -> Iterator[Finding]:
    read: float | None = None
    for call in run.calls:
        if call.write and call.stopping:
            yield "after stop", f"{call.action} was sent after the run was told to stop"
        if call.write and (read is None or call.time - read > FRESH):
            age = "nothing was read" if read is None else f"the last reading is {call.time - read:.0f} s old"
            yield "stale", f"{call.action} was sent when {age}"
        if call.action == "DescribeNetworkPackages" and call.shown:
            read = call.ended
    if run.stopped_at is not None and run.ended - run.stopped_at > 120:
        yield "stops late", f"went on for {run.ended - run.stopped_at:.0f} s after it was told to stop"


def _told(run: Run) -> Iterator[Finding]:
    """What a run tells is what took effect, or it says that it does not know."""
    result = run.result or {}
    told = Counter(result.get("actions", []))
    effects = Counter(call.action for call in run.writes if call.effect or call.order)
    committed = Counter(call.action for call in run.writes if call.committed)
    unknown = sum(bool(item.get("outcome_unknown")) for item in run.results)
    missing, invented = effects - told, told - committed
    if missing and sum(missing.values()) > unknown:
        yield "not told", f"{dict(missing)} took effect; told: {dict(told)}, outcome_unknown: {unknown}"
    # Who lost a response and sees the wish fulfilled cannot know that another one did it.
    if invented and not ((run.interfered or run.blind) and any(call.unclear for call in run.writes)):
        yield "invented", f"{dict(invented)} was told and did not happen"
    # A response without the OrderId that a run must hand back is as good as none.
    if unknown and not run.hide_orders and not any(call.unclear for call in run.writes):
        yield "unknown", "outcome_unknown although every response was clear"
    if bool(result.get("changed")) != bool(told or unknown):
        yield "changed", f"changed is {result.get('changed')} with actions {dict(told)}, outcome_unknown {unknown}"
    seen = {call.order for call in run.writes if call.order and call.shown}
    placed = {call.order for call in run.writes if call.order}
    pending = {str(item.get("pending_order_id")) for item in run.items}
    orders = {order for item in run.results for order in item.get("order_ids", [])}
    if not run.hide_orders and seen - orders:
        yield "orders not told", f"{sorted(map(str, seen - orders))} were placed; told: {sorted(orders)}"
    if orders - placed - pending:
        yield "orders invented", f"{sorted(orders - placed - pending)}"


def _success(world: World, run: Run) -> Iterator[Finding]:
    # A run that needs no order reads once, and may be shown the old state.
    shown_old = run.flaps and not run.writes
    if run.end is None or run.interfered or run.blind or shown_old or run.lies > 1:
        return
    for item, result in zip(run.items, run.results):
        if run.failed and ("results" not in (run.result or {}) or result.get("failed")):
            continue
        if result.get("payment_pending") or (world.manners.balance == "unpaid" and run.params.get("wait") is False):
            # Without waiting nobody learns that an order was not paid although it was to be.
            continue
        for text in missing_from(world, run, {**run.params.get("defaults", {}), **item}):
            yield "not as desired", f"reported success, but {text}; the item is {dict(item)}"
    if not run.failed and not run.lies and not run.flaps:
        yield from _left(world, run)


def _left(world: World, run: Run) -> Iterator[Finding]:
    """What no item means is released, if it has been in use since the run began."""
    assert run.start is not None and run.end is not None
    for row in run.start.packages.values():
        meant = any(matches(world, item, row) for item in run.items)
        still = run.end.packages.get(row.id)
        due = row.status == "InUse" and row.pay_type == "PostPaid" and not meant and may_be_released(run, row)
        if due and still is not None and still.live:
            yield "not released", f"reported success, but {row.id} is {still.status}"


def matches(world: World, item: Mapping[str, Any], row: Truth) -> bool:
    """Tell whether the identity of ``item`` means ``row``."""
    if item.get("network_package_id"):
        return bool(row.id == item["network_package_id"])
    if item.get("office_site_id") or item.get("office_site_name"):
        return row.site == (item.get("office_site_id") or world.site_ids[item["office_site_name"]])
    return bool(item.get("tags")) and item["tags"].items() <= dict(row.tags).items()


def missing_from(world: World, run: Run, item: Mapping[str, Any]) -> Iterator[str]:
    """Say what the account lacks of what ``item`` declares."""
    assert run.end is not None
    rows = [row for row in run.end.packages.values() if row.live and matches(world, item, row)]
    if item.get("state") == "absent":
        if rows:
            yield f"{rows[0].id} is {rows[0].status}"
    elif item.get("purchase") is False and not rows:
        return
    elif len(rows) != 1:
        yield f"there are {len(rows)} packages: {[row.id for row in rows]}"
    else:
        yield from _differences(run, item, rows[0])
        wanted, shown = item.get("auto_renew"), world.manners.billing == "knows"
        if shown and wanted is not None and rows[0].pay_type == "PrePaid" and rows[0].auto_renew != wanted:
            yield f"{rows[0].id} has auto_renew {rows[0].auto_renew}"
        enabled, internet = item.get("enabled"), run.end.internet.get(rows[0].site)
        if enabled is not None and world.manners.switch_shown and internet != enabled:
            yield f"Internet access of {rows[0].site} is {internet}"


def _differences(run: Run, item: Mapping[str, Any], row: Truth) -> Iterator[str]:
    days = item.get("remaining_days")
    term = row.expires - run.began
    both = item.get("network_package_id") and item.get("office_site_id")
    wrong = {
        f"{row.bandwidth} Mbit/s": item.get("bandwidth") and item["bandwidth"] not in (row.bandwidth, row.booked),
        # Who leaves orders unpaid does not wait.
        row.status: run.params.get("wait", True) and item.get("auto_pay", True) and row.status != "InUse",
        row.pay_type: item.get("pay_type") and row.pay_type != item["pay_type"],
        f"{term / DAY:.1f} days left": days is not None and row.pay_type == "PrePaid" and term < days * DAY,
        f"at {row.site or 'no office network'}": both and row.site != item["office_site_id"],
        f"still at {row.site}": item.get("unbind") and row.site,
    }
    for text, holds in wrong.items():
        if holds:
            yield f"{row.id}: {text}"


def compare(world: World, check: Run, real: Run) -> list[Finding]:
    """Return what is wrong with a foretelling, when nothing came between it and the real run."""
    if not (check.quiet and real.quiet) or check.result is None or real.result is None:
        return []
    if check.failed:
        if real.writes or not real.failed:
            return [("foretold", f"run {check.number} failed in check mode, run {real.number} did not")]
    elif real.failed:
        refused = any(call.refused for call in real.writes)
        short = world.manners.balance != "enough" and real.writes
        # A paid order that names no package is waited for, and may be another's.
        nameless = not world.manners.billing_names_package and any("pending_order_id" in item for item in real.items)
        # One that was paid a moment ago and has had its effect is waited for, as it looks like one that has not.
        nameless |= "its effect did not show" in str((real.result or {}).get("msg"))
        if not (refused or short or nameless or real.hide_orders or not world.manners.switch_shown):
            return [("foretold", f"run {check.number} foretold success, run {real.number} failed without a refusal")]
    else:
        for name in ("actions", "changed"):
            told, did = check.result.get(name), real.result.get(name)
            if told != did:
                return [("foretold", f"run {check.number} foretold {name} {told}, run {real.number} had {did}")]
    return []


def again(world: World, first: Run, second: Run) -> list[Finding]:
    """Return what is wrong with a second run right after a successful one."""
    if second.blind or (not world.manners.switch_shown and any("enabled" in item for item in first.items)):
        return []
    if world.manners.balance == "unpaid":
        # The order of the first run was not paid although it was to be: nothing tells that without waiting.
        return []
    if first.result is None or first.failed or not (first.quiet and second.quiet) or second.result is None:
        return []
    # Where reads flap, only orders rest on two of them.
    wrong = [call for call in second.writes if call.order or not second.flaps]
    if wrong:
        return [("second run", f"run {second.number} writes: {', '.join(call.action for call in wrong)}")]
    if not second.flaps and (second.failed or second.result.get("changed")):
        return [("second run", f"run {second.number} failed or changed")]
    return []
