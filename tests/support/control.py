# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client for the emulator's control endpoints."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any


class ControlError(Exception):
    """The emulator rejects a control request."""


class ControlClient:
    """Controls an emulator and reads its journal and state."""

    def __init__(self, url: str) -> None:
        self.url = url
        # The emulator runs on this machine: no proxy.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def request(self, method: str, endpoint: str, body: object = None) -> Any:
        """Send a control request and return its result. Raises ControlError."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{endpoint}", data, method=method)
        try:
            with self._opener.open(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                raise ControlError(f"{error.code} {json.load(error)['error']}") from None

    def reset(self, seed: Mapping[str, Any] | None = None) -> None:
        """Reset the account to a seed, by default to the initial one, and clear the journal."""
        self.request("POST", "reset", seed)

    def switch(self, **values: Any) -> Mapping[str, Any]:
        """Change switches and return all of them."""
        switches: Mapping[str, Any] = self.request("POST", "switches", values)
        return switches

    def add_faults(self, *faults: Mapping[str, Any]) -> None:
        """Append faults to the queue."""
        self.request("POST", "faults", faults)

    def clear_faults(self) -> None:
        """Remove all faults."""
        self.request("DELETE", "faults")

    def advance_clock(self, seconds: float) -> None:
        """Move the emulator's clock forward."""
        self.request("POST", "clock", {"advance": seconds})

    def set_payment_status(self, order_id: str, payment_status: str) -> None:
        """Pay or cancel an order: the status is Paid or Cancelled."""
        self.request("POST", "orders", {"order_id": order_id, "payment_status": payment_status})

    def state(self) -> Mapping[str, Any]:
        """Return the contents of the account."""
        state: Mapping[str, Any] = self.request("GET", "state")
        return state

    def calls(self) -> list[dict[str, Any]]:
        """Return the journal: all API calls since the last reset."""
        calls: list[dict[str, Any]] = self.request("GET", "calls")
        return calls

    def writes(self) -> list[str]:
        """Return the actions of the calls that are not reads."""
        actions = [call["action"] for call in self.calls()]
        return [action for action in actions if not action.startswith(("Describe", "Get"))]

    def counts(self) -> dict[str, int]:
        """Return the number of calls by action."""
        counts: dict[str, int] = self.request("GET", "calls?summary=1")
        return counts

    def take_counts(self) -> dict[str, int]:
        """Return the number of calls by action, and clear the journal."""
        counts = self.counts()
        self.clear_calls()
        return counts

    def clear_calls(self) -> None:
        """Clear the journal."""
        self.request("DELETE", "calls")
