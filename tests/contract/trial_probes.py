# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Probes that read the trial purchase. They make no calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .api import Document, code_of, refusal
from .probe import PURCHASE, Finding, NotProbed, Probes, contradicted, holds, judged, unclear
from .trial import RESIZED, Snapshot, Step, Trial, has_tag

PROBES = Probes(PURCHASE)
BUY, TAGS, ONE, CHANGE = "Buy", "Tags", "One network package for each office network", "Change the bandwidth"
FIND, MOVE, SWITCH = (
    "Find the network package of an office network",
    "Move and unbind",
    "Enable or disable Internet access",
)
RELEASE, PASSING, OFFICES, READS = "Release", "Temporary statuses", "Office networks", "Reads after a write"
# What a package that is being created shows of itself.
CREATING_FIELDS = ("Bandwidth", "PayType", "InternetChargeType", "CreateTime", "OfficeSiteId")


@PROBES.probe("buy-response", BUY, "The response to a purchase has NetworkPackageId, and OrderId as text.")
def buy_response(trial: Trial) -> Finding:
    """Look at both."""
    step = trial.step("buy")
    if step.error:
        raise step.error
    document = step.document or {}
    named, order = document.get("NetworkPackageId"), document.get("OrderId")
    if not isinstance(named, str) or not named:
        return contradicted("no NetworkPackageId")
    if isinstance(order, str) and order:
        return holds("both, as text")
    if order is None:
        return contradicted("no OrderId", order_id="absent")
    return contradicted("OrderId is a number", order_id="number")


@PROBES.probe("buy-listed", BUY, "A new network package is listed by the first read after the purchase.")
def buy_listed(trial: Trial) -> Finding:
    """Count the reads that omit it."""
    snapshots = trial.followed("buy").snapshots
    reads = [row for now in snapshots for row in (now.listed, now.by_id)]
    if not reads:
        raise NotProbed(trial.ended)
    shown = [index for index, row in enumerate(reads) if row]
    if not shown:
        return contradicted(f"none of {len(reads)} reads showed it")
    first = snapshots[shown[0] // 2]
    seen = f"read {shown[0] + 1} showed it, {first.at:.0f} s after the response"
    return contradicted(seen, create_absent_polls=shown[0]) if shown[0] else holds(seen)


@PROBES.probe("buy-usable", BUY, "A new network package is Creating at first, and InUse within ten minutes.")
def buy_usable(trial: Trial) -> Finding:
    """Follow its status."""
    step = trial.followed("buy")
    statuses = list(dict.fromkeys(_status(now) for now in step.snapshots))
    if not step.settled:
        return contradicted(f"not InUse; statuses: {', '.join(statuses)}")
    usable = next(now for now in step.snapshots if now.shows("NetworkPackageStatus", "InUse"))
    right = {*statuses} <= {"none", "Creating", "InUse"} and "Creating" in statuses
    return judged(right, f"InUse after {usable.at:.0f} s; {', '.join(statuses)}")


@PROBES.probe("creating-fields", FIND, "A network package that is being created shows where it is, and what it is.")
def creating_fields(trial: Trial) -> Finding:
    """Look at the fields while it is Creating."""
    rows = _creating(trial)
    missing = [name for name in CREATING_FIELDS if not all(row.get(name) for row in rows)]
    if not missing:
        return holds(f"{len(rows)} rows show {', '.join(CREATING_FIELDS)}")
    # The emulator's other manner leaves out all but the office network.
    few = {name for name in CREATING_FIELDS if name != "OfficeSiteId"} <= {*missing}
    return contradicted(f"not shown: {', '.join(missing)}", **({"creating_fields": "few"} if few else {}))


@PROBES.probe("creating-tags", TAGS, "A network package that is being created shows its tags.")
def creating_tags(trial: Trial) -> Finding:
    """Look for the tag of the purchase."""
    rows = _creating(trial)
    shown = sum(has_tag(row) for row in rows)
    later = any(has_tag(now.by_id) for now in trial.steps["buy"].snapshots)
    few = {"creating_fields": "few"} if later and not shown else {}
    return judged(shown == len(rows), f"{shown} of {len(rows)} rows", **few)


@PROBES.probe("tags", TAGS, "The tags of a purchase are shown as soon as the network package is InUse.")
def tags(trial: Trial) -> Finding:
    """Look for the tag of the purchase."""
    rows = [row for now in trial.followed("buy").snapshots for row in (now.listed, now.by_id) if _in_use(row)]
    if not rows:
        raise NotProbed("the network package did not become usable")
    shown = sum(has_tag(row) for row in rows)
    return judged(shown == len(rows), f"{shown} of {len(rows)} rows")


@PROBES.probe(
    "office-shows-purchase", OFFICES, "After a purchase, the office network names the package and has Internet."
)
def office_shows_purchase(trial: Trial) -> Finding:
    """Look at DescribeOfficeSites once the package is in use."""
    step = trial.followed("buy")
    sites = [now.site for now in step.snapshots if now.site and _in_use(now.by_id)]
    if not sites:
        raise NotProbed("the network package did not become usable")
    named = [site for site in sites if site.get("NetworkPackageId") == trial.package_id]
    online = [site for site in sites if site.get("EnableInternetAccess") is True]
    right = len(named) == len(online) == len(sites)
    seen = f"named in {len(named)}, Internet access in {len(online)} of {len(sites)} reads"
    hidden = all("EnableInternetAccess" not in site for site in sites)
    return judged(right, seen, **({"enabled_shown": False} if hidden else {}))


@PROBES.probe("second-package", ONE, "A second purchase for the same office network is refused.")
def second_package(trial: Trial) -> Finding:
    """Look at the response."""
    step = trial.step("second")
    if step.error is None:
        return contradicted("accepted", second_package="accepted")
    return _refusal(step)


@PROBES.probe("resize", CHANGE, "A higher bandwidth of a pay-as-you-go package is in force at once, not booked.")
def resize(trial: Trial) -> Finding:
    """Follow the bandwidth."""
    step = trial.followed("resize")
    if not any(isinstance((now.by_id or {}).get("Bandwidth"), int) for now in step.snapshots):
        return unclear("no read shows the bandwidth as a number")
    if not step.settled:
        return contradicted("neither in force nor booked within two minutes")
    in_force = step.snapshots[-1].shows("Bandwidth", RESIZED)
    return judged(in_force, f"{'in force' if in_force else 'booked'}, {_after(step)}")


@PROBES.probe("same-bandwidth", CHANGE, "Setting the bandwidth that a network package has places an order.")
def same_bandwidth(trial: Trial) -> Finding:
    """Look at the response."""
    step = trial.step("same")
    if step.error is None and not step.order_id and not trial.steps["buy"].order_id:
        return unclear("accepted, and no response names an order")
    if step.error is None:
        return judged(step.order_id, "accepted, " + ("with an order" if step.order_id else "without an order"))
    refusal = _refusal(step)
    return contradicted(refusal.seen, modify_same="error")


@PROBES.probe("disable", SWITCH, "EnableInternetAccess becomes false when Internet access is disabled.")
def disable(trial: Trial) -> Finding:
    """Follow the office network."""
    return _followed(trial.followed("disable"), trial)


@PROBES.probe("enable", SWITCH, "EnableInternetAccess becomes true when Internet access is enabled.")
def enable(trial: Trial) -> Finding:
    """Follow the office network."""
    return _followed(trial.followed("enable"), trial)


@PROBES.probe(
    "dissociate", MOVE, "A package in use can be dissociated; it then shows no OfficeSiteId, and stays InUse."
)
def dissociate(trial: Trial) -> Finding:
    """Follow the package."""
    step = trial.followed("dissociate")
    statuses = sorted({_status(now) for now in step.snapshots})
    return judged(step.settled and statuses == ["InUse"], f"{_after(step)}; {', '.join(statuses)}")


@PROBES.probe("dissociate-again", MOVE, "Dissociating a package that has no office network is accepted.")
def dissociate_again(trial: Trial) -> Finding:
    """Look at the response."""
    step = trial.step("again")
    return holds("accepted") if step.error is None else contradicted(_refusal(step).seen)


@PROBES.probe("associate", MOVE, "A package in use that has no office network can be associated with one.")
def associate(trial: Trial) -> Finding:
    """Follow the package."""
    step = trial.followed("associate")
    if "dissociate" in trial.steps and not any((now.by_id or {}).get("OfficeSiteId") for now in _all(trial)):
        return unclear("no read shows where the package is")
    return judged(step.settled, _after(step))


@PROBES.probe("release", RELEASE, "A pay-as-you-go package in use can be released.")
def release(trial: Trial) -> Finding:
    """Follow the package."""
    step = trial.followed("release")
    return judged(step.settled, _after(step))


@PROBES.probe("released-listed", FIND, "A released package is Releasing for a while, and then no longer listed.")
def released_listed(trial: Trial) -> Finding:
    """Follow its status."""
    step = trial.followed("release")
    statuses = list(dict.fromkeys(_status(now) for now in step.snapshots))
    if "Released" in statuses:
        return contradicted(", ".join(statuses), released="listed")
    right = statuses[-1:] == ["none"] and {"Releasing"} <= {*statuses} <= {"InUse", "Releasing", "none"}
    return judged(right, ", ".join(statuses))


@PROBES.probe("releasing-again", PASSING, "Releasing a package that is Releasing: IncorrectNetworkPackageStatus.*")
def releasing_again(trial: Trial) -> Finding:
    """Look at the response."""
    return _temporary(trial.step("release while releasing"))


@PROBES.probe("releasing-change", PASSING, "Changing a package that is Releasing: IncorrectNetworkPackageStatus.*")
def releasing_change(trial: Trial) -> Finding:
    """Look at the response."""
    return _temporary(trial.step("change while releasing"))


@PROBES.probe("release-unknown", RELEASE, "The release of a package that does not exist is refused.")
def release_unknown(trial: Trial) -> Finding:
    """Look at the response to one more release."""
    step = trial.step("release gone")
    return contradicted("accepted") if step.error is None else _refusal(step)


@PROBES.probe("lag", READS, "Every read after the response to a write shows its effect.")
def lag(trial: Trial) -> Finding:
    """Look for reads that show the state before a write, in the listing, by ID and of the office network."""
    steps = {name: trial.steps[name] for name in _EFFECTS if name in trial.steps and trial.steps[name].snapshots}
    if not steps:
        raise NotProbed(trial.ended)
    # For each kind of read after each step: when it read, and whether it showed the effect.
    reads = [(kind, _reads(step, kind, new)) for name, step in steps.items() for kind, new in _EFFECTS[name].items()]
    old = [(kind, at) for kind, series in reads for at, new in series if not new]
    if not old:
        return holds("no read showed an old state")
    longest, kinds = max(at for _kind, at in old), sorted({kind for kind, _at in old})
    shown = [[new for _at, new in series] for _kind, series in reads]
    again = any(before and not after for series in shown for before, after in zip(series, series[1:]))
    seen = f"{len(old)} reads showed an old state, up to {longest:.0f} s after the response: {', '.join(kinds)}"
    which = "every_second" if again else "all" if "by ID" in kinds else "listings"
    return contradicted(f"{seen}{', also after newer ones' * again}", stale_seconds=max(longest, 1), stale_reads=which)


def _reads(step: Step, kind: str, new: Callable[[Document | None], bool]) -> list[tuple[float, bool]]:
    """Return when reads of a kind were made after a step that took effect, and whether they showed it."""
    if not step.settled:
        return []
    rows = [
        (now.at, {"listing": now.listed, "by ID": now.by_id, "office network": now.site}[kind])
        for now in step.snapshots
    ]
    return [(at, new(row)) for at, row in rows]


def _package(test: Callable[[Document | None], bool]) -> Mapping[str, Callable[[Document | None], bool]]:
    return {"listing": test, "by ID": test}


def _internet(value: bool) -> Mapping[str, Callable[[Document | None], bool]]:
    return {"office network": lambda row: bool(row) and (row or {}).get("EnableInternetAccess") is value}


# What the reads after a step show once it has taken effect.
_EFFECTS: Mapping[str, Mapping[str, Callable[[Document | None], bool]]] = {
    "resize": _package(
        lambda row: bool(row) and RESIZED in ((row or {}).get("Bandwidth"), (row or {}).get("ReservationBandwidth"))
    ),
    "disable": _internet(False),
    "enable": _internet(True),
    "dissociate": _package(lambda row: bool(row) and not (row or {}).get("OfficeSiteId")),
    "associate": _package(lambda row: bool(row) and bool((row or {}).get("OfficeSiteId"))),
    "release": _package(lambda row: not _in_use(row)),
}


def _all(trial: Trial) -> list[Snapshot]:
    return [now for step in trial.steps.values() for now in step.snapshots]


def _creating(trial: Trial) -> list[Document]:
    rows = [row for now in trial.followed("buy").snapshots for row in (now.listed, now.by_id)]
    found = [row for row in rows if row and row.get("NetworkPackageStatus") == "Creating"]
    if not found:
        raise NotProbed("no read showed the network package as Creating")
    return found


def _in_use(row: Document | None) -> bool:
    return bool(row) and (row or {}).get("NetworkPackageStatus") == "InUse"


def _status(now: Snapshot) -> str:
    """Return the status in the row read by ID; no text of the API but the documented words."""
    if now.by_id is None:
        return "none"
    status: Any = now.by_id.get("NetworkPackageStatus")
    return status if status in ("Creating", "InUse", "Releasing", "Released") else "another status"


def _temporary(step: Step) -> Finding:
    if step.error is None:
        return contradicted("accepted")
    code, seen = step.error.code or "", _refusal(step).seen
    if "NotFound" in code:
        return unclear(f"{seen}: it was gone already")
    return judged(code.startswith("IncorrectNetworkPackageStatus."), seen)


def _after(step: Step) -> str:
    if step.shown_at is not None:
        return f"shown after {step.shown_at:.0f} s"
    return f"not shown within {step.snapshots[-1].at:.0f} s" if step.snapshots else "not followed"


def _followed(step: Step, trial: Trial) -> Finding:
    if step.settled:
        return holds(_after(step))
    sites = [now.site for now in step.snapshots if now.site]
    if sites and all("EnableInternetAccess" not in site for site in sites):
        return contradicted("EnableInternetAccess is not shown", enabled_shown=False)
    if any(site.get("NetworkPackageId") not in (None, "", trial.package_id) for site in sites):
        return unclear("the office network has another network package by now")
    return contradicted(_after(step))


def _refusal(step: Step) -> Finding:
    """Return how a step was refused. Raises the error of a step that was not refused for what it asks."""
    if step.error is None:
        raise NotProbed("the step was accepted")
    return holds(f"refused: HTTP {step.status}, {code_of(refusal(step.error))}")
