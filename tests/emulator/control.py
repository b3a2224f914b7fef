# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control endpoints under /_emulator/, for tests, the demo, and the benchmark."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs

from .core import Emulator
from .faults import Fault
from .model import Response

PREFIX = "/_emulator/"


class Control:
    """The control endpoints of one emulator."""

    def __init__(self, emulator: Emulator, initial_seed: Mapping[str, Any]) -> None:
        self._emulator = emulator
        self._initial_seed = initial_seed
        self._routes: dict[tuple[str, str], Callable[[str, Any], Any]] = {
            ("GET", "calls"): self._calls,
            ("DELETE", "calls"): self._clear_calls,
            ("POST", "faults"): self._add_faults,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "reset"): self._reset,
            ("POST", "clock"): self._advance,
            ("GET", "state"): self._state,
            ("POST", "switches"): self._switch,
            ("POST", "orders"): self._pay_or_cancel_order,
        }

    def handle(self, method: str, path: str, query: str, body: bytes) -> Response:
        """Handle a request. An invalid one gets status 400 and the reason."""
        route = self._routes.get((method, path[len(PREFIX) :]))
        if route is None:
            known = ", ".join(f"{verb} {PREFIX}{name}" for verb, name in self._routes)
            return _json(404, {"error": f"unknown endpoint; available: {known}"})
        try:
            return _json(200, route(query, json.loads(body) if body.strip() else None))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return _json(400, {"error": str(error)})

    def _calls(self, query: str, _body: Any) -> Any:
        if parse_qs(query).get("summary"):
            return self._emulator.summary()
        return [asdict(call) for call in list(self._emulator.calls)]

    def _clear_calls(self, _query: str, _body: Any) -> Any:
        self._emulator.calls.clear()
        return {}

    def _add_faults(self, _query: str, body: Any) -> Any:
        if not isinstance(body, list):
            raise ValueError("the body must be a list of faults")
        self._emulator.faults.add(*[Fault.from_dict(values) for values in body])
        return {"pending": len(self._emulator.faults)}

    def _clear_faults(self, _query: str, _body: Any) -> Any:
        self._emulator.faults.clear()
        return {}

    def _reset(self, _query: str, body: Any) -> Any:
        self._emulator.load(self._initial_seed if body is None else body)
        return {}

    def _advance(self, _query: str, body: Any) -> Any:
        self._emulator.clock.advance(float(body["advance"]))
        return {"now": self._emulator.clock.now().isoformat()}

    def _state(self, _query: str, _body: Any) -> Any:
        return self._emulator.snapshot()

    def _switch(self, _query: str, body: Any) -> Any:
        self._emulator.switch(**body)
        return asdict(self._emulator.switches)

    def _pay_or_cancel_order(self, _query: str, body: Any) -> Any:
        actions = {"Paid": self._emulator.pay_order, "Cancelled": self._emulator.cancel_order}
        if body["payment_status"] not in actions:
            raise ValueError(f"payment_status must be one of {', '.join(actions)}")
        actions[body["payment_status"]](body["order_id"])
        return {}


def _json(status: int, data: Any) -> Response:
    return Response(status, json.dumps(data).encode(), {"Content-Type": "application/json"})
