# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What playbooks and benchmarks ask of the emulator itself, under /_emulator/."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs

from .core import Emulator
from .faults import Fault
from .model import Answer

PREFIX = "/_emulator/"


class Control:
    """The control endpoints of one emulator."""

    def __init__(self, emulator: Emulator, start_seed: Mapping[str, Any]) -> None:
        self._emulator = emulator
        self._start_seed = start_seed
        self._routes: dict[tuple[str, str], Callable[[str, Any], Any]] = {
            ("GET", "calls"): self._calls,
            ("DELETE", "calls"): self._forget_calls,
            ("POST", "faults"): self._add_faults,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "reset"): self._reset,
            ("POST", "clock"): self._advance,
            ("GET", "state"): self._state,
            ("POST", "switches"): self._switch,
            ("POST", "orders"): self._settle_order,
        }

    def handle(self, method: str, path: str, query: str, body: bytes) -> Answer:
        """Answer a request; a wrong one gets 400 and the reason."""
        route = self._routes.get((method, path[len(PREFIX) :]))
        if route is None:
            known = ", ".join(f"{verb} {PREFIX}{name}" for verb, name in self._routes)
            return _json(404, {"error": f"no such endpoint; there are: {known}"})
        try:
            return _json(200, route(query, json.loads(body) if body.strip() else None))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return _json(400, {"error": str(error)})

    def _calls(self, query: str, _body: Any) -> Any:
        if parse_qs(query).get("summary"):
            return self._emulator.summary()
        return [asdict(call) for call in list(self._emulator.calls)]

    def _forget_calls(self, _query: str, _body: Any) -> Any:
        self._emulator.calls.clear()
        return {}

    def _add_faults(self, _query: str, body: Any) -> Any:
        if not isinstance(body, list):
            raise ValueError("a list of faults is wanted")
        self._emulator.faults.add(*[Fault.from_dict(values) for values in body])
        return {"waiting": len(self._emulator.faults)}

    def _clear_faults(self, _query: str, _body: Any) -> Any:
        self._emulator.faults.clear()
        return {}

    def _reset(self, _query: str, body: Any) -> Any:
        self._emulator.load(self._start_seed if body is None else body)
        return {}

    def _advance(self, _query: str, body: Any) -> Any:
        self._emulator.clock.advance(float(body["advance"]))
        return {"now": self._emulator.clock.now().isoformat()}

    def _state(self, _query: str, _body: Any) -> Any:
        return self._emulator.snapshot()

    def _switch(self, _query: str, body: Any) -> Any:
        self._emulator.switch(**body)
        return asdict(self._emulator.switches)

    def _settle_order(self, _query: str, body: Any) -> Any:
        settle = {"Paid": self._emulator.pay_order, "Cancelled": self._emulator.cancel_order}
        if body["payment_status"] not in settle:
            raise ValueError(f"payment_status must be one of {', '.join(settle)}")
        settle[body["payment_status"]](body["order_id"])
        return {}


def _json(status: int, data: Any) -> Answer:
    return Answer(status, json.dumps(data).encode(), {"Content-Type": "application/json"})
