# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what billing shows of automatic renewal, and remember what was read when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from .. import _errors as errors
from .._client.renewals import MAX_IDS
from .._client.timing import Timing
from .._model.limits import MAX_AGE
from .._model.renewal import Renewal, unknown

# Runs a function over chunks of ids, perhaps on threads.
Mapper = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
Ask = Callable[[Sequence[str]], Mapping[str, Renewal]]


class RenewalReader:
    """The packages of the account as billing showed them last. Not for threads.

    ``known`` has a ``Renewal`` for every package that was asked for, with a problem where billing told nothing.
    ``agreed`` has for a package the number of the read before the last one, where both show alike whether it renews
    itself.
    """

    def __init__(self, ask: Ask, timing: Timing, begin_read: Callable[[], int]) -> None:
        self._ask = ask
        self._timing = timing
        self._begin_read = begin_read
        self._numbers: dict[str, int] = {}
        self._ended: dict[str, float] = {}
        self.known: Mapping[str, Renewal] = {}
        self.agreed: Mapping[str, int] = {}

    def read(self, ids: Iterable[str], mapper: Mapper = map) -> None:
        """Ask for packages in hundreds."""
        wanted = sorted(ids)
        number = self._begin_read()
        found = ask_in_hundreds(self._ask, wanted, mapper)
        ended = self._timing.monotonic()
        agreed = dict(self.agreed)
        for key in wanted:
            before = self.known.get(key)
            agreed.pop(key, None)
            if before is not None and before.auto_renew is not None and before.auto_renew is found[key].auto_renew:
                agreed[key] = self._numbers[key]
        self._numbers.update(dict.fromkeys(wanted, number))
        self._ended.update(dict.fromkeys(wanted, ended))
        self.known, self.agreed = {**self.known, **found}, agreed

    def is_fresh(self, key: str, since: int) -> bool:
        """Tell whether billing was asked for a package after read number ``since``, and at most a minute ago."""
        return self._numbers.get(key, -1) > since and self._timing.monotonic() - self.ended(key) < MAX_AGE

    def ended(self, key: str) -> float:
        """Return when (monotonic seconds) the last read of a package ended."""
        return self._ended.get(key, float("-inf"))


def ask_in_hundreds(ask: Ask, ids: Sequence[str], mapper: Mapper = map) -> dict[str, Renewal]:
    """Return what billing shows of packages, or for each the problem why it shows nothing.

    A failure that every question shares ends them: who lacks the permission lacks it for all of them.
    """
    chunks = [ids[start : start + MAX_IDS] for start in range(0, len(ids), MAX_IDS)]
    shared: list[errors.CallError] = []
    ask_one = partial(_ask_chunk, ask, shared)
    found: dict[str, Renewal] = {}
    # The first one alone, to see whether it is worth while to ask on threads.
    for response in (*map(ask_one, chunks[:1]), *mapper(ask_one, chunks[1:])):
        found.update(response)
    return found


def _ask_chunk(ask: Ask, shared: list[errors.CallError], chunk: Sequence[str]) -> Mapping[str, Renewal]:
    """Ask for one chunk, unless a failure is known that every question shares; such a one is added to ``shared``."""
    if shared:
        return dict.fromkeys(chunk, unknown(str(shared[0])))
    try:
        return ask(chunk)
    except errors.CallError as error:
        if error.shared:
            shared.append(error)
        return dict.fromkeys(chunk, unknown(str(error)))
