# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of the modules in one world, each with a script of what happens to it, and a journal of what it did."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import httpx
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator

from ...plugins.module_utils._client.region import Access, Session, connect
from ...plugins.module_utils._client.signals import MAX_SETTLING_SLEEP
from ...plugins.module_utils._client.timing import Timing
from ...plugins.module_utils._errors import EcdError
from ...plugins.modules import network_package, network_packages
from ..emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from ..fake import Manners
from .backends import BACKENDS, Backend, Picture, Truth, document_of

REGION = "cn-hangzhou"
ENDPOINT = "http://127.0.0.1:9"
MODULES: Mapping[str, ModuleType] = {"one": network_package, "many": network_packages}
OWN = {
    "region_id": REGION,
    "access_key_id": ACCESS_KEY_ID,
    "access_key_secret": ACCESS_KEY_SECRET,
    "endpoint": ENDPOINT,
    "bss_endpoint": ENDPOINT,
    "wait_timeout": 300,
}
READS = ("Describe", "Get", "Query")
MAX_TICKS = 4000
MAX_SECONDS = 20
LATENCY = 0.2
BEFORE = ("throttled", "throttled for long", "refused", "no connection", "reset before", "500 before", "html before")
AFTER = ("reset after", "hang after", "503 after", "html after", "empty after")
LIES = ("one package missing", "no list")
FAULTS = (*BEFORE, *AFTER, *LIES)


class Killed(BaseException):
    """The process is gone: nothing that it would have done after this happens."""


class Hang(BaseException):
    """A run does not end."""


@dataclass(frozen=True)
class Event:
    """Something that happens at the ``number``-th write, sleep or tick (a call or a sleep) of a run, from 0."""

    at: str
    number: int
    what: str
    detail: Any = None

    def __str__(self) -> str:
        detail = "" if self.detail is None else f" {self.detail}"
        return f"at {self.at} {self.number}: {self.what}{detail}"


@dataclass
class Call:
    """One call of a run: ``committed`` when the account said yes, ``effect`` when it changed something."""

    action: str
    params: Mapping[str, str]
    time: float
    stopping: bool
    ended: float = 0.0
    fault: str | None = None
    committed: bool = False
    refused: bool = False
    effect: bool = False
    shown: bool = False
    order: str | None = None
    bought: str | None = None
    beside: tuple[str, ...] = ()
    # What a release was sent for, as it really was then.
    released: Truth | None = None

    @property
    def write(self) -> bool:
        return not self.action.startswith(READS)

    @property
    def unclear(self) -> bool:
        return self.write and self.fault is not None and self.fault not in BEFORE[:4]

    def __str__(self) -> str:
        names = (
            "NetworkPackageId",
            "NetworkPackageId.1",
            "OfficeSiteId",
            "Bandwidth",
            "Tag.1.Key",
            "Period",
            "AutoPay",
        )
        shown = " ".join(f"{self.params[name]}" for name in names if name in self.params)
        outcome = "done" if self.committed else "refused" if self.refused else "not done"
        fault = f" [{self.fault}]" if self.fault else ""
        beside = f" BESIDE {', '.join(self.beside)}" if self.beside else ""
        return f"{self.action} {shown}: {outcome}{fault}{' -> ' + self.bought if self.bought else ''}{beside}"


@dataclass
class Run:
    """One run of a module."""

    number: int
    module: str
    params: Mapping[str, Any]
    check: bool = False
    script: Sequence[Event] = ()
    calls: list[Call] = field(default_factory=list)
    ticks: int = 0
    sleeps: int = 0
    began: float = 0.0
    ended: float = 0.0
    stopped_at: float | None = None
    dead: bool = False
    interfered: bool = False
    lies: int = 0
    nested: list[Run] = field(default_factory=list)
    result: dict[str, Any] | None = None
    error: BaseException | None = None
    warnings: list[str] = field(default_factory=list)
    start: Picture | None = None
    end: Picture | None = None
    pending_faults: list[str] = field(default_factory=list)
    hide_orders: bool = False
    blind: bool = False
    flaps: bool = False
    stop_asleep: bool = False

    @property
    def items(self) -> list[Mapping[str, Any]]:
        return [self.params] if self.module == "one" else list(self.params["network_packages"])

    @property
    def results(self) -> list[Mapping[str, Any]]:
        result = self.result or {}
        return [*result["results"], *result.get("undeclared", ())] if "results" in result else [result]

    @property
    def writes(self) -> list[Call]:
        return [call for call in self.calls if call.write]

    @property
    def failed(self) -> bool:
        return bool((self.result or {}).get("failed"))

    @property
    def quiet(self) -> bool:
        """Tell whether nobody and nothing came between."""
        return not (self.interfered or self.lies or self.dead or self.stopped_at or self.faulty)

    @property
    def faulty(self) -> bool:
        return any(call.fault for call in self.calls)


class World:
    """One account and the runs on it. ``story`` is what happened, line by line."""

    def __init__(self, backend: str, manners: Manners) -> None:
        self.manners = manners
        self.backend: Backend = BACKENDS[backend](manners)
        self.runs: list[Run] = []
        self.story: list[str] = [f"a world of the {backend}; manners: {manners.differences() or 'friendly'}"]
        self.site_ids: dict[str, str] = {}
        # Whether something was done that nobody waited to see.
        self.unsettled = False
        self.written = float("-inf")
        self._lock = threading.RLock()
        self._active: list[Run] = []

    def add_site(self, name: str) -> str:
        """Add an office network."""
        self.site_ids[name] = self.backend.add_site(name)
        return self.site_ids[name]

    def tell(self, line: str) -> None:
        self.story.append("  " * len(self._active) + line)

    def read(self) -> None:
        """Read the region once, as somebody else."""
        params = {"RegionId": REGION, "MaxResults": "100"}
        action = {"x-acs-action": "DescribeNetworkPackages"}
        self.backend.answer(httpx.Request("POST", f"{ENDPOINT}/", params=params, headers=action))

    # -- A run

    def run(self, module: str, params: Mapping[str, Any], check: bool = False, script: Sequence[Event] = ()) -> Run:
        """Carry out one run to its end."""
        run = Run(len(self.runs) + 1, module, dict(params), check, script, began=self.backend.now())
        self.runs.append(run)
        run.start = self.backend.picture()
        run.hide_orders = self.manners.order_id == "absent"
        lagging = bool(self.manners.lag or self.manners.hidden_reads)
        run.blind = lagging and (self.unsettled or bool(self._active))
        # Where reads flap, they show what was before for as long as they lag, although the last run has seen what is.
        run.flaps = lagging and self.manners.flapping and run.began <= self.written + self.manners.lag
        mode = " in check mode" if check else ""
        events = f"; {'; '.join(map(str, script))}" if script else ""
        self.tell(f"run {run.number}{mode}: {_short(params)}{events}")
        self._active.append(run)
        try:
            with deadline(MAX_SECONDS):
                run.result = self._result(run)
        except Killed as error:
            run.error = error
        except Hang as error:
            run.error = error
        except Exception as error:  # noqa: BLE001 - that anything else is raised is what we look for
            run.error = error
        finally:
            self._active.pop()
        run.ended, run.end = self.backend.now(), self.backend.picture()
        self.unsettled |= bool(run.writes) and (run.dead or run.stopped_at is not None or run.failed or run.faulty)
        if run.writes:
            self.written = run.ended
        for call in run.writes:
            self.tell(f"    {call}")
        self.tell(f"  run {run.number} {_ending(run)}")
        return run

    def _result(self, run: Run) -> dict[str, Any]:
        module = MODULES[run.module]
        own = {name: value for name, value in OWN.items() if name in module.ARGUMENT_SPEC}
        checked = ModuleArgumentSpecValidator(module.ARGUMENT_SPEC).validate({**own, **run.params})
        if checked.error_messages:
            return {"failed": True, "msg": "; ".join(checked.error_messages)}
        try:
            result: dict[str, Any] = module.run(
                checked.validated_parameters, run.check, run.warnings.append, self._connect(run)
            )
        except EcdError as error:
            result = error.to_result()
        return result

    def _connect(self, run: Run) -> Callable[[Access, Iterable[str]], AbstractContextManager[Session]]:
        def opened(access: Access, region_ids: Iterable[str]) -> AbstractContextManager[Session]:
            def sleep(seconds: float) -> None:
                self._happen(run, "sleep", run.sleeps)
                run.sleeps += 1
                if run.stop_asleep:
                    run.stopped_at = run.stopped_at or self.backend.now()
                self._tick(run)
                # As the modules' own sleep: a stop ends it, and after one none is long.
                self.backend.sleep(seconds if run.stopped_at is None else min(seconds, MAX_SETTLING_SLEEP))

            def stopping() -> bool:
                return run.stopped_at is not None

            timing = Timing(self.backend.now, self.backend.now, sleep, stopping)
            transport = httpx.MockTransport(lambda request: self._handle(run, request))
            return connect(access, region_ids, timing=timing, transport=transport)

        return opened

    # -- What happens at a call or a sleep

    def _tick(self, run: Run) -> None:
        self._alive(run)
        if run.ticks > MAX_TICKS:
            run.dead = True
            raise Hang(f"more than {MAX_TICKS} calls and sleeps")
        self._happen(run, "tick", run.ticks)
        run.ticks += 1
        self._alive(run)

    @staticmethod
    def _alive(run: Run) -> None:
        if run.dead:
            raise Killed

    def _handle(self, run: Run, request: httpx.Request) -> httpx.Response:
        # The moment at which the module sent it: what happens on the way it cannot know.
        action, stopping = request.headers["x-acs-action"], run.stopped_at is not None
        call = Call(action, dict(request.url.params), self.backend.now(), stopping)
        if call.write:
            self._happen(run, "write", len(run.writes))
        self._tick(run)
        with self._lock:
            run.calls.append(call)
            self.backend.sleep(LATENCY)
            if run.pending_faults:
                call.fault = run.pending_faults.pop(0)
            killed = call.fault == "killed after"
            if call.fault in BEFORE:
                self.backend.sleep(LATENCY)
                return _broken(call.fault, request)
            response = self._answer(run, call, request)
            call.ended = self.backend.now()
        if killed:
            call.fault = None
            run.dead = True
            raise Killed
        if call.fault in AFTER:
            if call.fault == "hang after":
                self.backend.sleep(30)
            return _broken(call.fault, request)
        if call.fault in LIES and not call.write:
            run.lies += 1
            call.shown = True
            return _lying(call.fault, response)
        call.shown = True
        return response

    def _answer(self, run: Run, call: Call, request: httpx.Request) -> httpx.Response:
        before = self.backend.picture()
        response = self.backend.answer(request)
        if not call.write:
            return response
        after = self.backend.picture()
        call.committed, call.refused = response.status_code < 300, response.status_code >= 300
        call.effect = before.without_status() != after.without_status()
        if call.action == "DeleteNetworkPackages":
            call.released = before.packages.get(call.params["NetworkPackageId.1"])
        new = [order for order in after.orders if order not in before.orders]
        call.order = new[0] if new else None
        if call.action == "CreateNetworkPackage" and call.committed:
            bought = [key for key in after.packages if key not in before.packages]
            call.bought = bought[0] if bought else None
            if call.bought:
                call.beside = tuple(
                    row.id for row in before.packages.values() if row.live and same_identity(row, call.params)
                )
        if call.effect or call.order:
            for other in self._active:
                if other is not run:
                    other.interfered = True
        return response

    def _happen(self, run: Run, at: str, number: int) -> None:
        for event in run.script:
            if (event.at, event.number) != (at, number):
                continue
            if event.what == "killed":
                run.dead = True
                raise Killed
            if event.what == "stopped":
                run.stopped_at = run.stopped_at or self.backend.now()
            elif event.what == "stopped in the next sleep":
                run.stop_asleep = True
            elif event.what == "fault":
                name, times = event.detail
                run.pending_faults += [name] * times
            elif event.what == "killed after":
                run.pending_faults.append("killed after")
            elif event.what == "time passes":
                self.backend.sleep(event.detail)
            elif event.what == "run":
                module, params, script = event.detail
                run.nested.append(self.run(module, params, script=script))
            else:
                self.hand(event.what, event.detail)

    # -- What people do by hand

    def hand(self, what: str, detail: Any) -> None:
        """Pay, cancel, buy, change or release something, when there is something; runs under way are disturbed."""
        picture = self.backend.picture()
        live = [row for row in picture.packages.values() if row.live]
        unpaid = [row for row in picture.orders.values() if row.status == "Unpaid"]
        if what in ("pays", "cancels"):
            if not unpaid:
                return
            order = unpaid[detail % len(unpaid)]
            (self.backend.pay if what == "pays" else self.backend.cancel)(order.id)
            self.tell(f"somebody {what} {order.kind} order {order.id}")
        elif what == "buys":
            site, bandwidth, tags, status = detail
            site = list(picture.internet)[site] if site is not None else ""
            taken = [row for row in picture.packages.values() if row.site == site and row.status != "Released"]
            if site and taken and self.manners.second_package == "refused":
                return
            package_id = self.backend.buy(site, bandwidth, "PostPaid", 0, tags, status)
            self.tell(f"somebody buys {package_id} for {site or tags}, {bandwidth} Mbit/s, {status}")
        elif not live:
            return
        elif what == "changes":
            row = live[detail[0] % len(live)]
            self.backend.change(row.id, detail[1])
            self.tell(f"somebody changes {row.id} to {detail[1]} Mbit/s")
        elif what == "releases":
            row = live[detail % len(live)]
            self.backend.release(row.id)
            self.tell(f"somebody releases {row.id}")
        self.unsettled = True
        for run in self._active:
            run.interfered = True


def same_identity(row: Any, params: Mapping[str, str]) -> bool:
    """Tell whether a package is what a Create with ``params`` would buy a second time."""
    site = params.get("OfficeSiteId", "")
    if site:
        return bool(row.site == site)
    tags = {params[f"Tag.{n}.Key"]: params.get(f"Tag.{n}.Value", "") for n in range(1, 21) if f"Tag.{n}.Key" in params}
    return bool(tags) and tags.items() <= dict(row.tags).items()


def _broken(fault: str | None, request: httpx.Request) -> httpx.Response:
    def error(status: int, code: str, **headers: str) -> httpx.Response:
        document = {"Code": code, "Message": f"A fault: {fault}.", "RequestId": "FA017"}
        return httpx.Response(
            status, json=document, headers={name.replace("_", "-"): headers[name] for name in headers}
        )

    if fault == "throttled":
        return error(400, "Throttling.User")
    if fault == "throttled for long":
        return error(400, "Throttling.User", x_acs_retry_after="100")
    if fault == "refused":
        return error(400, "RISK.RISK_CONTROL_REJECTION")
    if fault == "no connection":
        raise httpx.ConnectError("[Errno 111] Connection refused", request=request)
    if fault in ("reset before", "reset after"):
        raise httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
    if fault == "hang after":
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    if fault in ("500 before", "503 after"):
        return error(int(fault[:3]), "InternalError" if fault == "500 before" else "ServiceUnavailable")
    if fault in ("html before", "html after"):
        return httpx.Response(502, text="<html>Bad Gateway</html>")
    return httpx.Response(200, content=b"")


def _lying(fault: str | None, response: httpx.Response) -> httpx.Response:
    document = document_of(response)
    if fault == "no list":
        return httpx.Response(200, json={"RequestId": document.get("RequestId")})
    if document.get("NetworkPackages"):
        document["NetworkPackages"] = document["NetworkPackages"][1:]
    return httpx.Response(200, json=document)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise Hang when the body takes longer; only where signals are delivered, and not inside another one."""
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def handle(_number: int, _frame: Any) -> None:
        raise Hang(f"still running after {seconds:g} s")

    old = signal.signal(signal.SIGALRM, handle)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def _short(params: Mapping[str, Any]) -> str:
    if "network_packages" in params:
        rest = {name: value for name, value in params.items() if name != "network_packages"}
        return f"[{'; '.join(map(_short, params['network_packages']))}]" + (f" with {_short(rest)}" if rest else "")
    return ", ".join(f"{name}={value}" for name, value in params.items())


def _ending(run: Run) -> str:
    if isinstance(run.error, Killed):
        return "was killed"
    if run.error:
        return f"raised {type(run.error).__name__}: {run.error}"
    result = run.result or {}
    told = [*result.get("actions", [])]
    orders = [order for item in run.results for order in item.get("order_ids", [])]
    extra = " outcome_unknown" if any(item.get("outcome_unknown") for item in run.results) else ""
    state = f"failed: {result.get('msg')}" if run.failed else "ok"
    return f"changed={result.get('changed', False)} actions={told} orders={orders}{extra} {state}"
