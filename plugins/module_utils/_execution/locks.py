# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of one user on one machine write to a region one after the other.

The lock is advisory, and vanishes with the process that holds it. Its file says who holds it, or that it was released:
a run that finds it as it was before its first read knows that no other run has written since.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from .._client.timing import Timing
from .._errors import Interrupted, WaitTimeout
from .._model.dates import text_of

DIRECTORY = "~/.ansible/alicloud.ecd"
# How often a lock is tried that another run holds, in seconds.
RETRY = 0.2
RELEASED = "released "


class Locks:
    """The locks of the regions of one task, for one access key. ``problem`` says why there are none."""

    def __init__(self, access_key_id: str, timing: Timing, directory: str = DIRECTORY) -> None:
        self._key = hashlib.sha256(access_key_id.encode()).hexdigest()[:16]
        self._timing = timing
        self._directory = os.path.expanduser(directory)
        self._before: dict[str, str] = {}
        self.problem: str | None = None

    def remember(self, region_ids: Iterable[str]) -> None:
        """Remember how the locks are before a region is read."""
        for region_id in region_ids:
            try:
                with open(self._path(region_id), encoding="utf-8", errors="replace") as file:
                    self._before[region_id] = file.read()
            except OSError:
                self._before[region_id] = ""

    @contextmanager
    def held(self, region_ids: Iterable[str], timeout: float) -> Iterator[bool]:
        """Hold the locks, and yield whether no other run has held one of them since ``remember``.

        Raises WaitTimeout when another run holds one for longer than ``timeout`` seconds, and Interrupted.
        """
        deadline = self._timing.monotonic() + timeout
        with ExitStack() as stack:
            try:
                # In one order, so that no two runs wait for each other.
                undisturbed = [stack.enter_context(self._held(key, deadline, timeout)) for key in sorted(region_ids)]
            except OSError as error:
                self.problem = (
                    f"runs of this user at the same time are not kept apart, as a lock is not possible: {error}"
                )
                undisturbed = []
            yield all(undisturbed)

    @contextmanager
    def _held(self, region_id: str, deadline: float, timeout: float) -> Iterator[bool]:
        descriptor = self._open(region_id)
        try:
            self._wait(descriptor, region_id, deadline, timeout)
            before = _content(descriptor)
            _write(descriptor, f"process {os.getpid()} since {text_of(self._timing.now())}")
            try:
                yield before == self._before.get(region_id) and (not before or before.startswith(RELEASED))
            finally:
                _write(descriptor, RELEASED + os.urandom(16).hex())
        finally:
            os.close(descriptor)

    def _path(self, region_id: str) -> str:
        return os.path.join(self._directory, f"{self._key}-{region_id}.lock")

    def _open(self, region_id: str) -> int:
        if not os.path.isabs(self._directory):
            raise FileNotFoundError("the user has no home directory")
        os.makedirs(self._directory, 0o700, exist_ok=True)
        found = os.stat(self._directory)
        if found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise PermissionError(f"{self._directory} belongs to another user, or others may write to it")
        return os.open(self._path(region_id), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

    def _wait(self, descriptor: int, region_id: str, deadline: float, timeout: float) -> None:
        import fcntl

        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                return
            if self._timing.stopping():
                raise Interrupted("the task was asked to stop before anything was changed")
            if self._timing.monotonic() >= deadline:
                raise WaitTimeout(
                    f"waited {timeout:g} seconds (wait_timeout) for another run of this user on this machine that "
                    f"writes to {region_id}: {_content(descriptor) or 'an unknown process'}. Nothing was changed"
                )
            self._timing.sleep(RETRY)


class NoLocks(Locks):
    """Nothing is kept apart: for tests of two runs on different machines."""

    def __init__(self, access_key_id: str, timing: Timing) -> None:
        super().__init__(access_key_id, timing)

    def remember(self, region_ids: Iterable[str]) -> None:
        """Remember nothing."""

    @contextmanager
    def held(self, region_ids: Iterable[str], timeout: float) -> Iterator[bool]:
        """Hold nothing."""
        yield True


def _content(descriptor: int) -> str:
    return os.pread(descriptor, 200, 0).decode("utf-8", "replace")


def _write(descriptor: int, text: str) -> None:
    data = text.encode()
    os.pwrite(descriptor, data, 0)
    os.ftruncate(descriptor, len(data))
