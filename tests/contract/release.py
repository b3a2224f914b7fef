# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Release what the trial bought, and tell what could not be released."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError

from .api import Api, lacks_permission

# A package that is being created can be released only when it is in use. Seconds.
LIMIT = 600.0
# How long a purchase whose response was lost is looked for, and how long a package whose release was not accepted must
# be missing to count as gone: a new package may be missing from some reads.
LOST = 120.0
# After a release that was accepted: one read may lag behind.
READS_IN_A_ROW = 2
ENDED = ("Releasing", "Released")


@dataclass(frozen=True)
class Release:
    """What is to be released: packages by ID, some of which were ``accepted`` for release before, and what ``search``
    finds, which are at least the purchases whose response was ``lost``.
    """

    named: Collection[str]
    lost: int
    accepted: Collection[str | None]
    search: Callable[[], Iterable[str]]


@dataclass
class _Package:
    """How far the release of a package is. ``missing_since`` is when the first of the last reads missed it."""

    accepted: bool = False
    released: bool = False
    forbidden: bool = False
    missing: int = 0
    missing_since: float = 0.0
    # What was said last: every read of a package that cannot be released yet would say the same.
    told: str = ""


@dataclass
class _Progress:
    packages: dict[str, _Package] = field(default_factory=dict)
    searched: bool = False

    @property
    def pending(self) -> list[str]:
        return [key for key, package in self.packages.items() if not package.released and not package.forbidden]

    @property
    def left(self) -> list[str]:
        return [key for key, package in self.packages.items() if not package.released]


def release(api: Api, work: Release, interval: float, say: Callable[[str], None]) -> list[str]:
    """Release network packages, and return a sentence for each one that may still exist.

    It goes on after a signal, and after whatever the API responds, for at most LIMIT seconds.
    """
    progress = _Progress({key: _Package(key in work.accepted) for key in work.named})
    expected, begin = len(progress.packages) + work.lost, api.record.now()
    if expected:
        say("Releasing what was bought ...")
    while api.record.now() - begin <= LIMIT:
        _search(work, progress)
        for key in progress.pending:
            _try(api, key, progress.packages[key], say)
        found = len(progress.packages) >= expected or api.record.now() - begin > LOST
        if progress.searched and found and not progress.pending:
            break
        api.pause(interval)
    left = [
        f"{key} could not be released. It costs money. {release_command(api.region_id, key)}" for key in progress.left
    ]
    if len(progress.packages) < expected:
        left.append(
            "The response to a purchase was lost, and no network package showed that has the tag of this run. Look for "
            f"one of 2 Mbit/s in {api.region_id} in the console, and release it if nobody else bought it"
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
        progress.searched = True
    except Exception:  # noqa: BLE001 - the next round searches again, and nothing may keep a package from its release
        return


def _try(api: Api, package_id: str, package: _Package, say: Callable[[str], None]) -> None:
    try:
        row = api.package(package_id)
        _note(api, package, row is None, row is not None and row.get("NetworkPackageStatus") in ENDED)
        if package.released:
            say(f"Released {package_id}.")
        elif not (package.missing and package.accepted):
            api.write("DeleteNetworkPackages", NetworkPackageId=[package_id])
            package.accepted = True
    except Exception as error:  # noqa: BLE001 - if it had an effect, the next reads show it
        package.forbidden = isinstance(error, CallError) and lacks_permission(error)
        told = f"{type(error).__name__} {getattr(error, 'code', '')}"
        if told != package.told:
            package.told = told
            say(f"  {error}")


def _note(api: Api, package: _Package, missing: bool, ended: bool) -> None:
    """Note what a read by ID shows: no row, a row that is being released, or another one."""
    now = api.record.now()
    if missing and not package.missing:
        package.missing_since = now
    package.missing = package.missing + 1 if missing else 0
    gone = package.missing >= READS_IN_A_ROW and (package.accepted or now - package.missing_since > LOST)
    package.released = ended or gone
