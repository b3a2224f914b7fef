# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan under way requests of the scheduler, and the responses."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, Union

from .. import _errors as errors
from .._planning import conditions, steps
from .._planning.observed import RegionView
from .reader import Need


class Look(NamedTuple):
    """Request a view of the region in which everything that is needed is fresh; the response is Seen.

    ``anew``: only what is read from now on counts.
    """

    need: Need
    anew: bool = False


class Seen(NamedTuple):
    """The view, after which read it was read, and until when (monotonic seconds) a write may rest on it."""

    view: RegionView
    not_after: float
    since: int


class Send(NamedTuple):
    """Request to send a write until ``not_after``; the response is its Receipt, or a raised CallError."""

    step: steps.Write
    not_after: float


class Poll(NamedTuple):
    """Request to poll until the condition is met or ``timeout`` seconds are over; the response is Polled.

    One that ``settles`` an unclear write continues when the task is asked to stop.
    """

    condition: conditions.Condition
    timeout: float
    settles: bool = False


class Polled(NamedTuple):
    """What the last poll read, and whether the condition was met; ``error`` when it could not be read."""

    snapshot: conditions.Snapshot
    met: bool
    error: errors.EcdError | None = None


class Pause(NamedTuple):
    """Request to pause for some seconds; the response is None."""

    seconds: float


Request = Union[Look, Send, Poll, Pause]
Work = Generator[Request, Any, None]
