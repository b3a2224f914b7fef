# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the regions of a task share: the numbers of their reads, and what billing shows of the account's packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from .._client.timing import Timing

if TYPE_CHECKING:
    from .._model.renewal import Renewal
    from .renewals import RenewalReader

# Runs a function over chunks of ids, perhaps on threads.
Mapper = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
NOTHING: Mapping[str, Any] = {}


class Account:
    """``reads`` is the number of the last read. Billing is asked for nothing before ``renewals`` is used."""

    def __init__(self, ask: Callable[[Sequence[str]], Mapping[str, Renewal]], timing: Timing) -> None:
        self._ask = ask
        self._timing = timing
        self._lock = Lock()
        self._renewals: RenewalReader | None = None
        self.reads = 0

    def begin_read(self) -> int:
        """Return the number of a read that begins now; two may begin at one instant of a clock."""
        with self._lock:
            self.reads += 1
            return self.reads

    @property
    def renewals(self) -> RenewalReader:
        """What billing shows of automatic renewal."""
        if self._renewals is None:
            from .renewals import RenewalReader

            self._renewals = RenewalReader(self._ask, self._timing, self.begin_read)
        return self._renewals

    @property
    def known(self) -> Mapping[str, Renewal]:
        """What billing showed last, by network package."""
        return self._renewals.known if self._renewals else NOTHING

    @property
    def agreed(self) -> Mapping[str, int]:
        """See ``RenewalReader.agreed``."""
        return self._renewals.agreed if self._renewals else NOTHING

    def stale(self, ids: Iterable[str], since: int) -> set[str]:
        """Return the packages for which billing has to be asked: not since that read, or more than a minute ago."""
        return {key for key in ids if not (self._renewals and self._renewals.is_fresh(key, since))}

    def ends(self, ids: Iterable[str]) -> Iterable[float]:
        """Yield when (monotonic seconds) billing was read that showed packages last."""
        return [self._renewals.ended(key) for key in ids] if self._renewals else ()

    def ask(self, ids: Iterable[str], mapper: Mapper = map) -> None:
        """Ask billing for packages of any region, in hundreds."""
        wanted = set(ids)
        if wanted:
            self.renewals.read(wanted, mapper)
