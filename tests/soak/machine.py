# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state machine: random worlds, random runs, everything that may come between, judged after every run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ..fake import Manners
from ..fake.account import DAY
from ..fake.manners import CHOICES
from .judge import Finding, again, compare, judge
from .world import AFTER, BEFORE, LIES, MODULES, Event, Run, World

NAMES = ("berlin", "paris")
TAGS = {"team": "one"}
Wish = Mapping[str, Any]


class Violation(AssertionError):
    """A rule is broken; there is a class for each kind, so that each kind is shrunk by itself."""


_NUMBERS = re.compile(r"np-\w+|run \d+|\d+(\.\d+)?|dir-\d+|\[.*|\{.*")
_KINDS: dict[str, type[Violation]] = {}


def violation(kind: str) -> type[Violation]:
    """Return the class of the violations of this kind."""
    return _KINDS.setdefault(kind, type(f"Violation_{kind.replace(' ', '_')}", (Violation,), {}))


@dataclass
class Counts:
    """What was done, over all examples."""

    worlds: int = 0
    runs: int = 0
    finished: int = 0
    killed: int = 0
    stopped: int = 0
    nested: int = 0
    calls: int = 0
    writes: int = 0
    orders: int = 0
    faults: int = 0
    violations: dict[str, int] = field(default_factory=dict)
    # The shortest story of each kind of violation, by its text without numbers.
    stories: dict[str, list[str]] = field(default_factory=dict)

    def add(self, run: Run) -> None:
        self.runs += 1
        self.finished += run.result is not None
        self.killed += run.dead
        self.stopped += run.stopped_at is not None
        self.nested += len(run.nested)
        self.calls += len(run.calls)
        self.writes += len(run.writes)
        self.orders += sum(call.order is not None for call in run.writes)
        self.faults += sum(call.fault is not None for call in run.calls)
        for nested in run.nested:
            self.add(nested)

    def __str__(self) -> str:
        names = ("worlds", "runs", "finished", "killed", "stopped", "nested", "calls", "writes", "orders", "faults")
        return "  ".join(f"{name} {getattr(self, name):,}" for name in names)


COUNTS = Counts()

bandwidths = st.sampled_from((10, 20, 30))
identities: st.SearchStrategy[Wish] = st.sampled_from(
    (
        {"office_site_id": 0},
        {"office_site_id": 1},
        {"tags": TAGS},
        {"office_site_name": NAMES[0]},
        {"network_package_id": 0},
        {"network_package_id": 1},
    )
)
terms: st.SearchStrategy[Wish] = st.sampled_from(
    (
        {"period": 1, "period_unit": "Month"},
        {"period": 1, "period_unit": "Week"},
        {"period": 2, "period_unit": "Month"},
        {"period": 1, "period_unit": "Year"},
    )
)


@st.composite
def wishes(draw: st.DrawFn, bulk: bool = False) -> dict[str, Any]:
    """Draw what one item declares; office networks and ids are numbers that the world replaces."""
    identity = draw(identities)
    if draw(st.integers(0, 5)) == 5:
        return {**identity, "state": "absent", **draw(_some({"force": st.just(True)}, 3))}
    wish = {**identity, **draw(_some({"auto_renew": st.booleans()}, 3))}
    if "network_package_id" not in identity or draw(st.booleans()):
        wish["bandwidth"] = draw(bandwidths)
    if "network_package_id" in identity:
        wish.update(draw(st.sampled_from(({}, {"office_site_id": 0}, {"office_site_id": 1}, {"unbind": True}))))
    if draw(st.integers(0, 3)) == 3:
        wish["pay_type"] = "PrePaid"
        wish.update(draw(terms))
    wish.update(
        draw(
            _some(
                {
                    "remaining_days": st.sampled_from((3, 7, 31, 45)),
                    "enabled": st.booleans(),
                    "auto_pay": st.just(False),
                    "tags": st.just(TAGS),
                    "pending_order_id": st.just("last"),
                },
                6,
            )
        )
    )
    if wish.get("unbind"):
        wish.pop("enabled", None)
    return wish


def _some(options: Mapping[str, st.SearchStrategy[Any]], of: int) -> st.SearchStrategy[dict[str, Any]]:
    """Draw each of the options once in ``of`` times."""

    def drawn(values: Mapping[str, tuple[int, Any]]) -> dict[str, Any]:
        return {name: value for name, (number, value) in values.items() if number == of - 1}

    pairs = {name: st.tuples(st.integers(0, of - 1), strategy) for name, strategy in options.items()}
    return st.fixed_dictionaries(pairs).map(drawn)


limits = _some(
    {
        "wait": st.just(False),
        "max_cost": st.sampled_from((1, 100, 150, 250, 10_000)),
        "settle_timeout": st.sampled_from((5, 0)),
    },
    5,
)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw a module and its options."""
    options = draw(limits)
    if draw(st.integers(0, 7)) == 7:
        wish = {"office_site_id": draw(st.integers(0, 1)), "bandwidth": draw(bandwidths)}
        wish.update(remaining_days=draw(st.sampled_from((7, 3))), max_cost=draw(st.sampled_from((110, 220, 330))))
        return "one", wish
    if draw(st.integers(0, 2)) < 2:
        return "one", {**draw(wishes()), **options}
    items = draw(st.lists(wishes(bulk=True), min_size=1, max_size=3))
    return "many", {"network_packages": items, "concurrency": 1, **options, **draw(rest)}


# What to do about the packages that no item means.
rest: st.SearchStrategy[Wish] = st.sampled_from(
    (
        {},
        {},
        {"max_releases": 0},
        {"undeclared": "report"},
        {"undeclared": "release", "max_releases": 1},
        {"undeclared": "release", "max_releases": 3},
        {"undeclared": "release", "max_releases": 3, "undeclared_tags": TAGS},
    )
)


places = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 2)),
    st.tuples(st.just("tick"), st.integers(0, 12)),
    st.tuples(st.just("sleep"), st.integers(0, 3)),
)
hands: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    st.tuples(
        st.just("buys"),
        st.tuples(
            st.sampled_from((0, 1, None)),
            bandwidths,
            st.sampled_from(({}, TAGS)),
            st.sampled_from(("InUse", "Creating")),
        ),
    ),
    st.tuples(st.just("changes"), st.tuples(st.integers(0, 2), bandwidths)),
    st.tuples(st.just("releases"), st.integers(0, 2)),
    st.tuples(st.just("pays"), st.integers(0, 1)),
    st.tuples(st.just("cancels"), st.integers(0, 1)),
)
fault_events = st.tuples(
    st.just("fault"), st.tuples(st.sampled_from((*BEFORE, *AFTER, *LIES)), st.sampled_from((1, 2, 7)))
)
passing_events = st.tuples(st.just("time passes"), st.sampled_from((10, 70, 700)))


def _events(*whats: st.SearchStrategy[tuple[str, Any]]) -> st.SearchStrategy[list[Event]]:
    event = st.builds(lambda place, what: Event(*place, *what), places, st.one_of(*whats))
    return st.lists(event, min_size=1, max_size=2)


@st.composite
def manners(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a world's manners, of which most are the friendly ones."""
    names = draw(st.lists(st.sampled_from(sorted(CHOICES)), max_size=5, unique=True))
    return {name: draw(st.sampled_from(CHOICES[name][1:])) for name in names}


existing = st.lists(
    st.fixed_dictionaries(
        {
            "site": st.sampled_from((0, 1, None)),
            "bandwidth": bandwidths,
            "pay_type": st.sampled_from(("PostPaid", "PrePaid")),
            "days": st.sampled_from((20, 2, -3, 300)),
            "tags": st.sampled_from(({}, TAGS)),
            "status": st.sampled_from(("InUse", "Creating", "Releasing")),
        }
    ),
    max_size=2,
)


class Machine(RuleBasedStateMachine):
    """Runs on one world. ``only`` limits the kinds of violations that count; None: all."""

    backend = "fake"
    only: frozenset[str] | None = None
    ignored: frozenset[str] = frozenset()
    # Count only, and go on.
    survey = False

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None
        self.last_order = ""

    @initialize(drawn=manners(), packages=existing)
    def begin(self, drawn: Mapping[str, Any], packages: Sequence[Mapping[str, Any]]) -> None:
        self.world = world = World(self.backend, Manners(**drawn))
        COUNTS.worlds += 1
        sites = [world.add_site(name) for name in NAMES]
        taken: set[str] = set()
        for row in packages:
            site = "" if row["site"] is None else sites[row["site"]]
            if site and site in taken and world.manners.second_package == "refused":
                continue
            taken.add(site)
            status = "InUse" if row["pay_type"] == "PrePaid" else row["status"]
            package_id = world.backend.buy(site, row["bandwidth"], row["pay_type"], row["days"], row["tags"], status)
            term = f", {row['days']} days left" if row["pay_type"] == "PrePaid" else ""
            world.tell(
                f"there is {package_id} at {site or 'no office network'}: {row['bandwidth']} Mbit/s "
                f"{row['pay_type']} {row['tags'] or ''} {status}{term}"
            )
        # What exists has existed for long: reads that lag show it.
        world.backend.sleep(world.manners.lag + 1)

    # -- Rules

    @rule(task=tasks())
    def foretold_and_repeated(self, task: tuple[str, dict[str, Any]]) -> None:
        """Nobody interferes: check mode, the real run, and the same once more."""
        world = self._world
        self._settle_down()
        module, params = self._named(task)
        check = self._run(module, params, check=True)
        real = self._run(module, params)
        if not self._at_an_edge(params):
            self._blame(compare(world, check, real))
        if real.failed or any(item.get("payment_pending") for item in real.results):
            return
        self._blame(again(world, real, self._run(module, params)))

    @rule(task=tasks())
    def a_run(self, task: tuple[str, dict[str, Any]]) -> None:
        """A run right after whatever was before."""
        self._run(*self._named(task))

    @rule(task=tasks(), script=_events(fault_events))
    def run_with_faults(self, task: tuple[str, dict[str, Any]], script: list[Event]) -> None:
        self._run(*self._named(task), script=script)

    @rule(task=tasks(), fault=st.sampled_from(BEFORE), times=st.integers(1, 3), write=st.integers(0, 1))
    def stopped_in_a_pause(self, task: tuple[str, dict[str, Any]], fault: str, times: int, write: int) -> None:
        """The first pause after a write that was not carried out is the moment of the stop."""
        script = [Event("write", write, "fault", (fault, times)), Event("write", write, "stopped in the next sleep")]
        self._run(*self._named(task), script=script)

    @rule(task=tasks(), script=_events(hands, passing_events, fault_events))
    def run_with_interference(self, task: tuple[str, dict[str, Any]], script: list[Event]) -> None:
        self._run(*self._named(task), script=script)

    @rule(
        task=tasks(),
        place=places,
        what=st.sampled_from(("killed", "killed after", "stopped")),
        script=st.one_of(st.just([]), _events(fault_events, hands)),
    )
    def end_a_run_and_run_again(
        self, task: tuple[str, dict[str, Any]], place: tuple[str, int], what: str, script: list[Event]
    ) -> None:
        """A run is killed or stopped somewhere; the same task follows."""
        module, params = self._named(task)
        self._run(module, params, script=[*script, Event(*place, what)])
        self._run(module, params)

    @rule(
        task=tasks(),
        other=tasks(),
        place=places,
        same=st.booleans(),
        script=st.one_of(st.just([]), _events(fault_events)),
    )
    def two_runs(
        self,
        task: tuple[str, dict[str, Any]],
        other: tuple[str, dict[str, Any]],
        place: tuple[str, int],
        same: bool,
        script: list[Event],
    ) -> None:
        """A second run, often of the same task, happens between two calls of the first."""
        module, params = self._named(task)
        inner = (module, params) if same else self._named(other)
        self._run(module, params, script=[Event(*place, "run", (*inner, script))])

    @rule(
        wanted=bandwidths,
        ceiling=st.sampled_from((110, 220, 330)),
        days=st.sampled_from((2, -3)),
        term=terms,
        script=st.one_of(st.just([]), _events(fault_events)),
    )
    def renewal_and_change_under_a_ceiling(
        self, wanted: int, ceiling: int, days: int, term: Wish, script: list[Event]
    ) -> None:
        """A package that expires soon is renewed and changed in one run."""
        world = self._world
        picture = world.backend.picture()
        free = [site for site in picture.internet if all(row.site != site for row in picture.packages.values())]
        if not free:
            return
        package_id = world.backend.buy(free[0], 10, "PrePaid", days, {}, "InUse")
        world.tell(f"there is {package_id} at {free[0]}: 10 Mbit/s PrePaid, {days} days left")
        world.backend.sleep(world.manners.lag + 1)
        params = {"office_site_id": free[0], "bandwidth": wanted, "remaining_days": 5, "max_cost": ceiling, **term}
        self._run("one", params, script=script)

    @rule(seconds=st.sampled_from((5, 65, 3600, DAY, 20 * DAY)))
    def time_passes(self, seconds: float) -> None:
        self._world.backend.sleep(seconds)
        self._world.tell(f"{seconds} s pass")

    @rule(what=hands)
    def somebody(self, what: tuple[str, Any]) -> None:
        self._world.hand(*what)

    @precondition(lambda self: bool(self.last_order))
    @rule(what=st.sampled_from(("pays", "cancels")), task=tasks())
    def an_order_is_decided(self, what: str, task: tuple[str, dict[str, Any]]) -> None:
        """Somebody pays or cancels, and a run that knows of the order follows."""
        self._world.hand(what, 0)
        module, params = self._named(task)
        if module == "one":
            params["pending_order_id"] = self.last_order
        self._run(module, params)

    # -- Help

    @property
    def _world(self) -> World:
        assert self.world is not None
        return self.world

    def _settle_down(self) -> None:
        """Let everything that is under way end."""
        self._world.backend.sleep(400)
        for _read in range(4):
            # Reads end what a number of reads was to hide.
            self._world.read()
        self._world.unsettled = False

    def _run(self, module: str, params: dict[str, Any], check: bool = False, script: Sequence[Event] = ()) -> Run:
        run = self._world.run(module, params, check, script)
        COUNTS.add(run)
        orders = [order for item in run.results for order in item.get("order_ids", [])]
        if orders:
            self.last_order = orders[-1]
        self._blame(judge(self._world, run))
        return run

    def _blame(self, found: Sequence[Finding]) -> None:
        counted = [item for item in found if item[0] not in self.ignored and (not self.only or item[0] in self.only)]
        for kind, _text in counted:
            COUNTS.violations[kind] = COUNTS.violations.get(kind, 0) + 1
        for kind, text in counted:
            pattern = f"{kind}: {_NUMBERS.sub('#', text)[:70]}"
            story = [f"{kind}: {text}", *self._world.story]
            if len(story) < len(COUNTS.stories.get(pattern, [""] * 1000)):
                COUNTS.stories[pattern] = story
        if counted and not self.survey:
            kind, text = counted[0]
            raise violation(kind)("\n".join([f"{kind}: {text}", *self._world.story]))

    def _named(self, task: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
        """Return the task with the ids of this world, and without options that the module does not have."""
        module, options = task
        if self._world.manners.lag or self._world.manners.hidden_reads:
            # Who looks for the effect of a write for less time than the service takes cannot be helped.
            options = {name: value for name, value in options.items() if name != "settle_timeout"}
        known = MODULES[module].ARGUMENT_SPEC
        if module == "one":
            options = self._with_ids(options)
        else:
            options = {**options, "network_packages": [self._with_ids(item) for item in options["network_packages"]]}
        return module, {name: value for name, value in options.items() if name in known}

    def _with_ids(self, wish: Wish) -> dict[str, Any]:
        named = dict(wish)
        picture = self._world.backend.picture()
        if "office_site_id" in named:
            named["office_site_id"] = list(picture.internet)[named["office_site_id"]]
        if "network_package_id" in named:
            ids = sorted(picture.packages) or ["np-unknown"]
            named["network_package_id"] = ids[named["network_package_id"] % len(ids)]
        if named.get("pending_order_id") == "last":
            del named["pending_order_id"]
            if self.last_order:
                named["pending_order_id"] = self.last_order
        return named

    def _at_an_edge(self, params: Mapping[str, Any]) -> bool:
        """Tell whether a day that is counted ends within this hour."""
        items = params.get("network_packages", [params])
        days = [item["remaining_days"] for item in items if item.get("remaining_days") is not None]
        now = self._world.backend.now()
        left = [row.expires - now for row in self._world.backend.picture().packages.values()]
        return any(abs(seconds - number * DAY) < 3600 for seconds in left for number in (*days, 0))
