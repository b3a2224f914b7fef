# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Release what the trial bought, and tell what could not be released."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError

from .api import Api, UnexpectedShape

# A package that is being created can be released only when it is in use. Seconds.
LIMIT = 600.0
# How long a purchase whose response was lost is looked for.
LOST = 120.0
# One read may lag behind.
READS_IN_A_ROW = 2
ENDED = ("Releasing", "Released")


@dataclass(frozen=True)
class Release:
    """What is to be released: packages by ID, some of which were ``seen`` or ``accepted`` for release before, and
    purchases whose response named none, which ``search`` may find.
    """

    named: Collection[str]
    unnamed: int
    seen: Collection[str | None]
    accepted: Collection[str | None]
    search: Callable[[], Iterable[str]]


@dataclass
class _Package:
    """How far the release of a package is: was it ever seen, was a release accepted, how many reads show its end."""

    seen: bool = False
    sent: bool = False
    ended: int = 0
    # What was said last: every read of a package that cannot be released yet would say the same.
    told: str = ""

    @property
    def released(self) -> bool:
        # A package that never showed, and whose release was refused, may yet appear.
        return self.ended >= READS_IN_A_ROW and (self.sent or self.seen)


@dataclass
class _Progress:
    packages: dict[str, _Package] = field(default_factory=dict)

    @property
    def pending(self) -> list[str]:
        return [key for key, package in self.packages.items() if not package.released]


def release(api: Api, work: Release, interval: float, say: Callable[[str], None]) -> list[str]:
    """Release network packages, and return a sentence for each one that may still exist.

    It goes on after a signal, and after whatever the API responds, for at most LIMIT seconds.
    """
    progress = _Progress({key: _Package(key in work.seen, key in work.accepted) for key in work.named})
    expected, begin = len(progress.packages) + work.unnamed, api.record.now()
    if not expected:
        return []
    say("Releasing what was bought ...")
    while api.record.now() - begin <= LIMIT:
        if len(progress.packages) < expected and api.record.now() - begin <= LOST:
            _search(work, progress)
        elif not progress.pending:
            break
        for key in progress.pending:
            _try(api, key, progress.packages[key], say)
        api.pause(interval)
    left = [
        f"{key} could not be released. It costs money. {release_command(api.region_id, key)}"
        for key in progress.pending
    ]
    if len(progress.packages) < expected:
        left.append(
            "The response to a purchase was lost, and no network package showed that it may have bought. Look for one "
            f"of 2 Mbit/s in {api.region_id} in the console, and release it"
        )
    return left


def release_command(region_id: str, package_id: str) -> str:
    """Return what to tell the user about a network package that was left."""
    options = f"region_id={region_id} network_package_id={package_id} state=absent"
    return f"Release it: ansible localhost -m alicloud.ecd.network_package -a '{options}'"


def _search(work: Release, progress: _Progress) -> None:
    try:
        for key in work.search():
            progress.packages.setdefault(key, _Package())
    except (CallError, UnexpectedShape):
        # The next round searches again.
        return


def _try(api: Api, package_id: str, package: _Package, say: Callable[[str], None]) -> None:
    try:
        row = api.package(package_id)
        package.seen |= row is not None
        gone = row is None or row.get("NetworkPackageStatus") in ENDED
        package.ended = package.ended + 1 if gone else 0
        if package.released:
            say(f"Released {package_id}.")
        elif not (gone and package.sent):
            api.write("DeleteNetworkPackages", NetworkPackageId=[package_id])
            package.sent = True
    except (CallError, UnexpectedShape) as error:
        # If it had an effect, the next reads show it.
        told = f"{type(error).__name__} {getattr(error, 'code', '')}"
        if told != package.told:
            package.told = told
            say(f"  {error}")
