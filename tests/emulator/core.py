# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator: one account behind one lock, shared by all transports."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import orders, seeding
from .clock import Clock
from .constants import REGION
from .dispatch import Dispatcher
from .faults import Fault, Faults
from .hooks import Hook, Hooks
from .model import Call, Order, Package, Request, Response, Site
from .snapshots import snapshot
from .state import Ids, State
from .switches import Switches

if TYPE_CHECKING:
    import httpx


class Emulator:
    """A stateful emulation of the ECD and billing APIs for one account."""

    def __init__(
        self,
        clock: Clock | None = None,
        switches: Switches | None = None,
        *,
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
        self._initial_switches = switches or Switches()
        self._state = State(self.clock, self._initial_switches, Ids(seed), regions, creating_seconds, releasing_seconds)
        self._dispatcher = Dispatcher()
        self._hooks = Hooks()
        self.calls: list[Call] = []

    def handle(self, request: Request) -> Response:
        """Handle a request and record it in the journal."""
        # Outside the lock: a hook may run a module with threads of its own.
        self._hooks.run(request)
        if self.latency:
            self.clock.sleep(self.latency)
        with self._lock:
            self._state.update()
            response, call = self._dispatcher.dispatch(self._state, request, self.faults.take(request.action))
            self.calls.append(call)
            return response

    def transport(self) -> httpx.MockTransport:
        """Return a transport for httpx clients in the same process."""
        from .mock_transport import transport

        return transport(self)

    @property
    def packages(self) -> dict[str, Package]:
        """Network packages by ID, in their current state."""
        with self._lock:
            self._state.update()
            return dict(self._state.packages)

    @property
    def sites(self) -> dict[str, Site]:
        """Office networks by ID."""
        with self._lock:
            return dict(self._state.sites)

    @property
    def orders(self) -> dict[str, Order]:
        """Orders by ID, oldest first."""
        with self._lock:
            return dict(self._state.orders)

    @property
    def switches(self) -> Switches:
        """The current switches."""
        return self._state.switches

    @switches.setter
    def switches(self, switches: Switches) -> None:
        with self._lock:
            self._state.switches = switches

    def switch(self, **values: Any) -> None:
        """Change individual switches."""
        with self._lock:
            self._state.switches = self._state.switches.changed(values)

    def count(self, action: str | None = None) -> int:
        """Count the calls received, of one action or in total."""
        return sum(1 for call in list(self.calls) if action in (None, call.action))

    def effects(self, action: str | None = None) -> int:
        """Count the calls that changed something, of one action or in total."""
        return sum(1 for call in list(self.calls) if call.effect and action in (None, call.action))

    def summary(self) -> dict[str, int]:
        """Count the calls received by action."""
        return dict(sorted(Counter(call.action for call in list(self.calls)).items()))

    def add_office_site(self, office_site_id: str, name: str = "", region_id: str = REGION, **fields: Any) -> str:
        """Add an office network; ``fields`` are those of Site."""
        with self._lock:
            return seeding.add_office_site(self._state, office_site_id, name, region_id, **fields).office_site_id

    def add_package(self, office_site_id: str | None = None, region_id: str = REGION, **fields: Any) -> str:
        """Add a network package and, if unknown, its office network; ``fields`` are those of Package."""
        with self._lock:
            return seeding.add_package(self._state, office_site_id, region_id, **fields)

    def change_package(self, network_package_id: str, **fields: Any) -> None:
        """Set fields of a network package, as a change in the console would."""
        with self._lock:
            self._state.packages[network_package_id] = replace(self._state.packages[network_package_id], **fields)

    def remove_package(self, network_package_id: str) -> None:
        """Remove a network package immediately."""
        with self._lock:
            del self._state.packages[network_package_id]

    def pay_order(self, order_id: str) -> None:
        """Pay an unpaid order."""
        with self._lock:
            orders.pay(self._state, order_id)

    def cancel_order(self, order_id: str) -> None:
        """Cancel an unpaid order."""
        with self._lock:
            orders.cancel(self._state, order_id)

    def on_call(self, hook: Hook | None, action: str | None = None, *, skip: int = 0, times: int | None = None) -> None:
        """Call ``hook`` with action and parameters before calls of one action, or of all; None removes all hooks.

        The first ``skip`` calls run no hook; with ``times``, that many do. What the hook does takes effect before the
        call. It may call the emulator, or run a module against it: its own calls run no hook.
        """
        self._hooks.add(hook, action, skip, times)

    def hide_once(self, network_package_id: str) -> None:
        """Let the next listing that would contain this network package omit it, on all of its pages."""
        with self._lock:
            self._state.hidden[network_package_id] = 1

    def hide_rows(self, network_package_id: str, times: int) -> None:
        """Let the next ``times`` listings that would contain this network package omit it, on all of their pages."""
        with self._lock:
            self._state.hidden[network_package_id] = times

    def hide_fields(self, network_package_id: str, *names: str, times: int = 1) -> None:
        """Let the next ``times`` rows of this network package leave out the fields of these names in the API."""
        with self._lock:
            self._state.hidden_fields[network_package_id] = (frozenset(names), times)

    def name_package(self, office_site_id: str, network_package_id: str, times: int = 1) -> None:
        """Let the next ``times`` rows of this office network name this network package, whether it is there or not."""
        with self._lock:
            self._state.named[office_site_id] = (network_package_id, times)

    def on_next_page(self, hook: Callable[[], None] | None) -> None:
        """Call ``hook`` after each page of network packages except the last; None removes it."""
        with self._lock:
            self._state.between_pages = hook

    def snapshot(self) -> dict[str, Any]:
        """Return the contents of the account as JSON data, without secrets."""
        with self._lock:
            self._state.update()
            return snapshot(self._state)

    def load(self, seed: Mapping[str, Any]) -> None:
        """Reset the account to the office networks, packages, switches, and faults of a seed."""
        seeding.check_seed(seed)
        switches = self._initial_switches.changed(seed.get("switches") or {})
        faults = [Fault.from_dict(values) for values in seed.get("faults") or ()]
        with self._lock:
            old = self._state
            fresh = State(
                self.clock, switches, Ids(self._seed), old.regions, old.creating_seconds, old.releasing_seconds
            )
            seeding.load(fresh, seed)
            self._state = fresh
            self.calls.clear()
            self._hooks.add(None)
            self.faults.clear()
            self.faults.add(*faults)
