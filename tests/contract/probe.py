# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a probe is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

HOLDS, CONTRADICTED, UNCLEAR, NOT_PROBED = VERDICTS = ("holds", "contradicted", "unclear", "not probed")
# A defect of the probe itself.
BROKEN = "broken"

# What a probe needs: reads only; a package that is bought and released; an order that stays unpaid; or what no probe
# can do safely.
READS, PURCHASE, SUBSCRIPTION, NEVER = LEVELS = ("reads", "purchase", "subscription", "never")


@dataclass(frozen=True)
class Finding:
    """What a probe found.

    ``seen`` goes into the file for an issue, so it holds no text of the API but error codes that ``code_of`` passed.
    ``switches`` are the settings of the emulator that make it behave as seen.
    """

    verdict: str
    seen: str
    switches: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    """One question to the API.

    ``row`` is the title of the row in guide_costs_and_safety.rst that it belongs to, ``claim`` what the collection and
    the emulator assume. ``ask`` gets the evidence of its level and returns a Finding. It raises NotProbed, CallError or
    UnexpectedShape.
    """

    id: str
    level: str
    row: str
    claim: str
    ask: Callable[[Any], Finding]


class NotProbed(Exception):
    """The probe cannot ask: its text says what is missing."""


Register = Callable[[Callable[[Any], Finding]], Callable[[Any], Finding]]


class Probes:
    """The probes of one level, in the order in which they were defined."""

    def __init__(self, level: str) -> None:
        self.level = level
        self.all: list[Probe] = []

    def probe(self, id: str, row: str, claim: str) -> Register:
        """Return a decorator that makes a function a probe."""

        def register(ask: Callable[[Any], Finding]) -> Callable[[Any], Finding]:
            self.all.append(Probe(id, self.level, row, claim, ask))
            return ask

        return register


def holds(seen: str) -> Finding:
    """Return the finding that the claim is true."""
    return Finding(HOLDS, seen)


def contradicted(seen: str, **switches: Any) -> Finding:
    """Return the finding that the claim is false, and what to set in the emulator."""
    return Finding(CONTRADICTED, seen, switches)


def unclear(seen: str) -> Finding:
    """Return the finding that the responses prove neither."""
    return Finding(UNCLEAR, seen)


def judged(true: object, seen: str, **switches: Any) -> Finding:
    """Return the finding of a claim that is plainly true or false."""
    return holds(seen) if true else contradicted(seen, **switches)
