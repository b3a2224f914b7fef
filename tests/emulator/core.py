# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator itself: one account behind one lock, for whichever door a request comes in by."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import orders, seeding
from .clock import Clock
from .dispatch import Dispatcher
from .faults import Fault, Faults
from .model import Answer, Call, Order, Package, Request, Site
from .signature import Credentials
from .snapshots import snapshot
from .state import Ids, State
from .switches import Switches

if TYPE_CHECKING:
    import httpx

ACCESS_KEY_ID = "LTAI5tEmulatorFakeKeyId01"
ACCESS_KEY_SECRET = "emulated-AccessKeySecret-do-not-show"
STS_ACCESS_KEY_ID = "STS.EmulatorFakeKeyId02"
STS_ACCESS_KEY_SECRET = "emulated-StsAccessKeySecret-do-not-show"
SECURITY_TOKEN = "CAISemulated/SecurityToken+do=not-show=="
CREDENTIALS: Credentials = {
    ACCESS_KEY_ID: (ACCESS_KEY_SECRET, None),
    STS_ACCESS_KEY_ID: (STS_ACCESS_KEY_SECRET, SECURITY_TOKEN),
}


class Emulator:
    """A stateful stand-in for the ECD and billing APIs of one account."""

    def __init__(
        self,
        clock: Clock | None = None,
        switches: Switches | None = None,
        *,
        credentials: Credentials | None = None,
        regions: tuple[str, ...] | None = None,
        creating_seconds: float = 5.0,
        releasing_seconds: float = 5.0,
        latency: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.clock = clock or Clock()
        self.latency = latency
        self.faults = Faults()
        self._lock = threading.RLock()
        self._seed = seed
        self._start_switches = switches or Switches()
        self._state = State(self.clock, self._start_switches, Ids(seed), regions, creating_seconds, releasing_seconds)
        self._dispatcher = Dispatcher(CREDENTIALS if credentials is None else credentials)
        self.calls: list[Call] = []

    def handle(self, request: Request) -> Answer:
        """Answer a request and note it in the journal."""
        if self.latency:
            self.clock.sleep(self.latency)
        with self._lock:
            self._state.tick()
            answer, call = self._dispatcher.answer(self._state, request, self.faults.take(request.action))
            self.calls.append(call)
            return answer

    def transport(self) -> httpx.MockTransport:
        """The door for httpx clients of the same process."""
        from .mock_door import transport

        return transport(self)

    @property
    def packages(self) -> dict[str, Package]:
        """The network packages by id, as they are now."""
        with self._lock:
            self._state.tick()
            return dict(self._state.packages)

    @property
    def sites(self) -> dict[str, Site]:
        """The office networks by id."""
        with self._lock:
            return dict(self._state.sites)

    @property
    def orders(self) -> dict[str, Order]:
        """The orders by id, the oldest first."""
        with self._lock:
            return dict(self._state.orders)

    @property
    def switches(self) -> Switches:
        """The behaviour in force."""
        return self._state.switches

    @switches.setter
    def switches(self, switches: Switches) -> None:
        with self._lock:
            self._state.switches = switches

    def switch(self, **values: Any) -> None:
        """Change some switches."""
        with self._lock:
            self._state.switches = self._state.switches.changed(values)

    def count(self, action: str | None = None) -> int:
        """How many calls came in, of one action or in all."""
        return sum(1 for call in list(self.calls) if action in (None, call.action))

    def effects(self, action: str | None = None) -> int:
        """How many of them changed anything."""
        return sum(1 for call in list(self.calls) if call.effect and action in (None, call.action))

    def summary(self) -> dict[str, int]:
        """How many calls came in by action."""
        return dict(sorted(Counter(call.action for call in list(self.calls)).items()))

    def add_office_site(
        self, office_site_id: str, name: str = "", region_id: str = seeding.REGION, **fields: Any
    ) -> str:
        """Put in an office network; ``fields`` are those of Site."""
        with self._lock:
            return seeding.add_office_site(self._state, office_site_id, name, region_id, **fields).office_site_id

    def add_package(self, office_site_id: str | None = None, region_id: str = seeding.REGION, **fields: Any) -> str:
        """Put in a network package and, when it is new, its office network; ``fields`` are those of Package."""
        with self._lock:
            return seeding.add_package(self._state, office_site_id, region_id, **fields)

    def change_package(self, network_package_id: str, **fields: Any) -> None:
        """Set fields of a network package, as the console or another user would."""
        with self._lock:
            self._state.packages[network_package_id] = replace(self._state.packages[network_package_id], **fields)

    def remove_package(self, network_package_id: str) -> None:
        """Let a network package disappear at once."""
        with self._lock:
            del self._state.packages[network_package_id]

    def delete_office_site(self, office_site_id: str) -> None:
        """Delete an office network; the switch site_deleted tells what becomes of its plan."""
        with self._lock:
            seeding.delete_office_site(self._state, office_site_id)

    def pay_order(self, order_id: str) -> None:
        """Pay an unpaid order."""
        with self._lock:
            orders.pay(self._state, order_id)

    def cancel_order(self, order_id: str) -> None:
        """Cancel an unpaid order."""
        with self._lock:
            orders.cancel(self._state, order_id)

    def expire_token(self, token: str) -> None:
        """From now on this security token is refused as expired."""
        with self._lock:
            self._dispatcher.expired_tokens.add(token)

    def on_next_page(self, hook: Callable[[], None] | None) -> None:
        """Call this after each page of network packages that is not the last, None to stop."""
        with self._lock:
            self._state.between_pages = hook

    def snapshot(self) -> dict[str, Any]:
        """Everything that the account holds as JSON, without secrets."""
        with self._lock:
            self._state.tick()
            return snapshot(self._state)

    def load(self, seed: Mapping[str, Any]) -> None:
        """Start over with the office networks, packages, switches and faults of a seed."""
        seeding.check_seed(seed)
        switches = self._start_switches.changed(seed.get("switches") or {})
        faults = [Fault.from_dict(values) for values in seed.get("faults") or ()]
        with self._lock:
            old = self._state
            fresh = State(
                self.clock, switches, Ids(self._seed), old.regions, old.creating_seconds, old.releasing_seconds
            )
            seeding.plant(fresh, seed)
            self._state = fresh
            self._dispatcher.expired_tokens.clear()
            self.calls.clear()
            self.faults.clear()
            self.faults.add(*faults)
