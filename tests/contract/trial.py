# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The trial purchase: one small pay-as-you-go package is bought, changed, moved and released, and followed meanwhile.

Whatever happens after the purchase was sent, a signal included, ends in ``release``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._client.responses import named_order, named_package
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError, EcdError, RefusedError

from .api import Api, Document, Run, UnexpectedShape, code_of, with_value
from .prices import purchase_price
from .probe import NotProbed
from .release import ENDED, LOST, Release, release, release_command
from .settings import MAX_COST, OFFICE_SITE, Settings

BANDWIDTH, RESIZED = 2, 3
TAG = "alicloud.ecd-contract"
# How long states are waited for, in seconds.
USABLE, CHANGED, GONE = 600.0, 120.0, 600.0
# Reads after a change has shown, which tell whether a later one shows the old state again.
MORE_SNAPSHOTS = 2


@dataclass(frozen=True)
class Snapshot:
    """What three reads showed ``at`` seconds after the response to the write before; None is no row."""

    at: float
    listed: Document | None
    by_id: Document | None
    site: Document | None

    def shows(self, name: str, value: Any) -> bool:
        """Tell whether both reads of the package show a value."""
        return all(row is not None and row.get(name) == value for row in (self.listed, self.by_id))


@dataclass
class Step:
    """A write, and the snapshots after it."""

    action: str
    document: Document | None = None
    error: CallError | None = None
    status: int | None = None
    snapshots: list[Snapshot] = field(default_factory=list)
    # When its effect showed, in seconds after the response.
    shown_at: float | None = None
    # The network package that was found in the region after a purchase whose response named none.
    found_id: str | None = None
    # What this step bought is released.
    released: bool = False
    # Whether it was followed to the end, and not cut off by a signal or by a read that failed.
    followed: bool = False
    # The network packages of the region before this step: none of them was bought by it.
    known_ids: frozenset[str] = frozenset()

    @property
    def settled(self) -> bool:
        """Whether its effect showed in time."""
        return self.shown_at is not None

    @property
    def refused(self) -> bool:
        """Whether the response proves that the write did nothing."""
        return isinstance(self.error, RefusedError)

    @property
    def package_id(self) -> str | None:
        """The network package that the response names, whether it tells of success or not, or that was found."""
        named = self.error.network_package_id if self.error else named_package(self.document or {})
        return self.found_id if named is None or named in self.known_ids else named

    @property
    def order_id(self) -> str | None:
        """The order that the response names."""
        return self.error.order_id if self.error else named_order(self.document or {})


@dataclass
class Trial:
    """The writes of the trial by name, in their order; ``ended`` says why there are no more.

    ``left`` has a sentence for each network package that may still exist.
    """

    office_site: str
    steps: dict[str, Step] = field(default_factory=dict)
    ended: str = "the step before failed"
    package_id: str | None = None
    known_ids: frozenset[str] = frozenset()
    left: list[str] = field(default_factory=list)

    def step(self, name: str) -> Step:
        """Return a step that was sent. Raises NotProbed."""
        if name not in self.steps:
            raise NotProbed(self.ended)
        return self.steps[name]

    def followed(self, name: str) -> Step:
        """Return a step that was followed. Raises NotProbed, or the error of a step that has not shown an effect."""
        step = self.step(name)
        if step.error and not step.settled:
            raise step.error
        if not step.followed:
            raise NotProbed(self.ended)
        return step


def tag_of(row: Document | None) -> Any:
    """Return the value of the tag of a trial in a row; None if there is none."""
    tags = (row or {}).get("Tags")
    found = [tag for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    return next((tag.get("Value") for tag in found if tag.get("Key") == TAG), None)


def has_tag(row: Document | None) -> bool:
    """Tell whether a row shows the tag of a trial."""
    return tag_of(row) is not None


def check(api: Api, settings: Settings, say: Callable[[str], None]) -> None:
    """Check that the trial may begin. Raises NotProbed: nothing was written, and nothing will be."""
    if settings.office_site is None or settings.max_cost is None:
        raise NotProbed(f"set {OFFICE_SITE} and {MAX_COST} to buy a network package for some minutes")
    site = api.office_site(settings.office_site)
    if site is None:
        raise NotProbed(f"{OFFICE_SITE} does not exist in {api.region_id}")
    rows = api.packages()
    left = [row for row in rows if has_tag(row) and row.get("NetworkPackageStatus") in ("Creating", "InUse")]
    for row in left:
        say(release_command(api.region_id, str(row.get("NetworkPackageId"))))
    if left:
        raise NotProbed("an earlier run left a network package, so nothing was bought: release it, then run again")
    if with_value(rows, "OfficeSiteId", settings.office_site) or site.get("NetworkPackageId"):
        raise NotProbed(f"{OFFICE_SITE} has a network package already, so nothing was bought")
    # What may exist at the same time: the package after its change, and a second one, if the API does not refuse it.
    costs = [purchase_price(api, bandwidth, "PayByTraffic", "Hour") for bandwidth in (RESIZED, BANDWIDTH)]
    if any(cost.trade_price is None or not cost.currency for cost in costs):
        raise NotProbed("the API names no price for an hour, so nothing was bought")
    total = sum(max(cost.trade_price or 0, 0) for cost in costs)
    if total > settings.max_cost:
        raise NotProbed(f"an hour costs up to {total} {costs[0].currency}, more than {MAX_COST}={settings.max_cost}")


class Story:
    """Carries out the trial; ``usable`` is called when the package is in use, for whoever wants to look at it."""

    def __init__(self, run: Run, usable: Callable[[], None] = lambda: None) -> None:
        self._run = run
        self._usable = usable
        self.trial = Trial(run.settings.office_site or "")

    def tell(self) -> None:
        """Carry out all steps; what was bought is released whatever happens. Raises Interrupted after the release."""
        trial = self.trial
        trial.known_ids = frozenset(str(row.get("NetworkPackageId")) for row in self._run.api.packages())
        try:
            self._steps()
        except CallError as error:
            trial.ended = f"{error.action} failed: {code_of(error)}"
        except UnexpectedShape as error:
            trial.ended = str(error)
        except EcdError:
            trial.ended = "stopped by a signal"
            raise
        finally:
            self._release_all()

    def _steps(self) -> None:
        if not self._buy():
            return
        if not self.trial.steps["buy"].settled:
            self.trial.ended = "the network package did not become usable in time"
            return
        self._usable()
        self._buy_second()
        self._change_bandwidth()
        self._switch_internet()
        self._move()
        self._release()

    # -- Steps

    def _buy(self) -> bool:
        step = self._write("buy", "CreateNetworkPackage", **self._purchase())
        if step.package_id is None and not step.refused:
            step.found_id = self._find_bought()
        self.trial.package_id = step.package_id
        if self.trial.package_id is None:
            self.trial.ended = "nothing was bought"
            return False
        self._run.say(f"Bought {self.trial.package_id}. It will be released, also when you stop with Ctrl-C.")
        self._follow("buy", lambda now: now.shows("NetworkPackageStatus", "InUse"), USABLE)
        return True

    def _change_bandwidth(self) -> None:
        package = {"NetworkPackageId": self.trial.package_id}
        action = "ModifyNetworkPackageBandwidth"
        step = self._write("resize", action, **package, Bandwidth=RESIZED, AutoPay=True)
        self._follow("resize", lambda now: _has_bandwidth(now, RESIZED), CHANGED)
        if step.settled and step.snapshots[-1].shows("Bandwidth", RESIZED):
            self._write("same", action, **package, Bandwidth=RESIZED, AutoPay=True)
            self._follow("same", lambda now: True, CHANGED)

    def _switch_internet(self) -> None:
        for name, enabled in (("disable", False), ("enable", True)):
            package = {"NetworkPackageId": self.trial.package_id}
            self._write(name, "ModifyNetworkPackageEnabled", **package, Enabled=enabled)
            self._follow(name, lambda now, wanted=enabled: _internet(now) is wanted, CHANGED)  # type: ignore[misc]

    def _move(self) -> None:
        package = {"NetworkPackageId": self.trial.package_id}
        step = self._write("dissociate", "DissociateNetworkPackage", **package)
        self._follow("dissociate", lambda now: _bound_to(now) == {""}, CHANGED)
        if step.settled:
            self._write("again", "DissociateNetworkPackage", **package)
        self._write("associate", "AssociateNetworkPackage", **package, OfficeSiteId=self.trial.office_site)
        self._follow("associate", lambda now: _bound_to(now) == {self.trial.office_site}, CHANGED)

    def _release(self) -> None:
        package = {"NetworkPackageId": [self.trial.package_id]}
        self._write("release", "DeleteNetworkPackages", **package)
        if self.trial.steps["release"].error:
            return
        first = self._snapshot(self._run.api.record.now())
        self.trial.steps["release"].snapshots.append(first)
        if "Releasing" in (_status(first.listed), _status(first.by_id)):
            self._write("release while releasing", "DeleteNetworkPackages", **package)
            # The value that it has, so that nothing changes, whatever the API does.
            same = {"NetworkPackageId": self.trial.package_id, "Bandwidth": self._bandwidth(), "AutoPay": True}
            self._write("change while releasing", "ModifyNetworkPackageBandwidth", **same)
        self._follow("release", lambda now: {_status(now.listed), _status(now.by_id)} <= {"", "Released"}, GONE)
        if self.trial.steps["release"].settled:
            self._write("release gone", "DeleteNetworkPackages", **package)

    def _bandwidth(self) -> int:
        resized = self.trial.steps.get("resize")
        return RESIZED if resized and resized.settled else BANDWIDTH

    # -- Writes and reads

    def _purchase(self) -> dict[str, Any]:
        return {
            "Bandwidth": BANDWIDTH,
            "OfficeSiteId": self.trial.office_site,
            "PayType": "PostPaid",
            "InternetChargeType": "PayByTraffic",
            "AutoPay": True,
            "Tag": [{"Key": TAG, "Value": self._run.run_id}],
        }

    def _write(self, name: str, action: str, **params: Any) -> Step:
        known_ids = self.trial.known_ids | {self.trial.package_id or ""}
        step = self.trial.steps[name] = Step(action, known_ids=known_ids)
        self._run.say(f"{action} ({name}) ...")
        try:
            step.document = self._run.api.write(action, **params)
        except CallError as error:
            step.error = error
            self._run.say(f"  {error}")
        except EcdError:
            # Never sent.
            del self.trial.steps[name]
            raise
        step.status = self._run.api.record.last(action).status
        return step

    def _snapshot(self, begin: float) -> Snapshot:
        api, package_id = self._run.api, str(self.trial.package_id)
        at = round(api.record.now() - begin, 3)
        listed = with_value(api.packages(), "NetworkPackageId", package_id)
        return Snapshot(at, listed, api.package(package_id), api.office_site(self.trial.office_site))

    def _follow(self, name: str, done: Callable[[Snapshot], bool], timeout: float) -> None:
        """Take snapshots until the effect of a step shows, and some more."""
        step = self.trial.steps[name]
        if step.refused:
            return
        begin, more = self._run.api.record.now(), MORE_SNAPSHOTS
        while more and self._run.api.record.now() - begin <= timeout:
            now = self._snapshot(begin)
            step.snapshots.append(now)
            if step.shown_at is None and done(now):
                step.shown_at = now.at
            more -= step.settled
            if more:
                self._run.api.pause(self._run.settings.interval)
        step.followed = True

    # -- What was bought

    def _buy_second(self) -> None:
        """Try to buy a second package for the same office network. If the API sells it, release it at once."""
        step = self._write("second", "CreateNetworkPackage", **self._purchase())
        if not step.refused:
            self._run.say("The API did not refuse a second network package for the same office network.")
            step.released = not self._release_bought([step], but=self.trial.package_id)

    def _find_bought(self) -> str | None:
        """Look for a purchase whose response named no package."""
        begin = self._run.api.record.now()
        while True:
            found = next(iter(self._bought(self._run.api)), None)
            if found or self._run.api.record.now() - begin > LOST:
                return found
            self._run.api.pause(self._run.settings.interval)

    def _bought(self, api: Api) -> Iterator[str]:
        """Yield the live packages of the region that have the tag of this run: no other one is certainly its own."""
        for row in api.packages():
            package_id = str(row.get("NetworkPackageId"))
            if tag_of(row) == self._run.run_id and _status(row) not in ENDED and package_id not in self.trial.known_ids:
                yield package_id

    def _release_all(self) -> None:
        steps = self.trial.steps
        purchases = [steps[name] for name in ("buy", "second") if name in steps and not steps[name].released]
        if purchases:
            self.trial.left = self._release_bought(purchases)
            self._tell_strangers()

    def _release_bought(self, purchases: Sequence[Step], but: str | None = None) -> list[str]:
        """Release what these purchases bought. Return a sentence for each package that may still exist.

        A refused purchase is looked for, too: the refusal may be that of a request that was sent twice.
        """
        released = self.trial.steps.get("release")
        sent = [step for step in purchases if not step.refused]
        named = [step.package_id for step in sent if step.package_id]
        work = Release(
            named=named,
            lost=len(sent) - len(named),
            accepted=[self.trial.package_id] if released and not released.error else [],
            search=lambda: [key for key in self._bought(self._run.after_stop) if key != but],
        )
        return release(self._run.after_stop, work, self._run.settings.interval, self._run.say)

    def _tell_strangers(self) -> None:
        """Name the new package of the office network that may be of a lost purchase, or of somebody else."""
        steps = [self.trial.steps[name] for name in ("buy", "second") if name in self.trial.steps]
        if all(step.package_id or step.refused for step in steps):
            return
        try:
            rows = self._run.after_stop.packages()
        except (CallError, UnexpectedShape):
            return
        for row in rows:
            package_id = str(row.get("NetworkPackageId"))
            new = package_id not in self.trial.known_ids and _status(row) not in ENDED
            if new and row.get("OfficeSiteId") == self.trial.office_site and tag_of(row) is None:
                command = release_command(self._run.api.region_id, package_id)
                self.trial.left.append(
                    f"{package_id} is new in the office network, without the tag of this run. If nobody else bought "
                    f"it, the purchase whose response was lost did. {command}"
                )


def _status(row: Document | None) -> str:
    return str(row.get("NetworkPackageStatus") or "another") if row else ""


def _has_bandwidth(now: Snapshot, bandwidth: int) -> bool:
    rows = (now.listed, now.by_id)
    return all(row and bandwidth in (row.get("Bandwidth"), row.get("ReservationBandwidth")) for row in rows)


def _internet(now: Snapshot) -> Any:
    return now.site.get("EnableInternetAccess") if now.site else None


def _bound_to(now: Snapshot) -> set[str]:
    return {str(row.get("OfficeSiteId") or "") if row else "?" for row in (now.listed, now.by_id)}
