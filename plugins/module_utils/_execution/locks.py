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
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from .. import _errors as errors
from .._client.timing import Timing
from .._model import dates

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
                descriptor = self._open(region_id, os.O_RDONLY)
            except OSError:
                self._before[region_id] = ""
                continue
            try:
                self._before[region_id] = _content(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def held(self, region_ids: Iterable[str], timeout: float, settle: float = 0.0) -> Iterator[bool]:
        """Hold the locks, and yield whether no other run has held one of them since ``remember``.

        What a run did that was killed or stopped may not show yet: ``settle`` seconds are given to it.

        Raises WaitTimeout when another run holds one for longer than ``timeout`` seconds, and Interrupted.
        """
        deadline = self._timing.monotonic() + timeout
        with ExitStack() as stack:
            try:
                # In one order, so that no two runs wait for each other.
                held = [self._held(key, deadline, timeout) for key in sorted(region_ids)]
                before = [stack.enter_context(entry) for entry in held]
            except OSError as error:
                self.problem = (
                    f"runs of this user at the same time are not kept apart, as a lock is not possible: {error}"
                )
                before = []
            if any(content and not content.startswith(RELEASED) for _key, content in before):
                self._timing.sleep(settle)
            yield all(self._is_undisturbed(key, content) for key, content in before)

    def _is_undisturbed(self, region_id: str, content: str) -> bool:
        return content == self._before.get(region_id) and (not content or content.startswith(RELEASED))

    @contextmanager
    def _held(self, region_id: str, deadline: float, timeout: float) -> Iterator[tuple[str, str]]:
        descriptor = self._locked(region_id, deadline, timeout)
        try:
            before = _content(descriptor)
            _write(descriptor, f"process {os.getpid()} since {dates.text_of(self._timing.now())}")
            try:
                yield region_id, before
            finally:
                self._release(descriptor)
        finally:
            os.close(descriptor)

    def _locked(self, region_id: str, deadline: float, timeout: float) -> int:
        """Return the open file of the lock once it is held. Raises OSError, WaitTimeout or Interrupted."""
        while True:
            descriptor = self._open(region_id, os.O_RDWR | os.O_CREAT)
            try:
                self._wait(descriptor, region_id, deadline, timeout)
                if _is_at(descriptor, self._path(region_id)):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            # Somebody removed the file meanwhile, and others lock a new one.
            os.close(descriptor)

    def _release(self, descriptor: int) -> None:
        # After a stop, what was written may not show yet: as after a kill, the file says that somebody was at work.
        if self._timing.stopping():
            return
        try:
            _write(descriptor, RELEASED + os.urandom(16).hex())
        except OSError as error:
            self.problem = f"the lock could not be released in order: {error}"

    def _path(self, region_id: str) -> str:
        return os.path.join(self._directory, f"{self._key}-{region_id}.lock")

    def _open(self, region_id: str, flags: int) -> int:
        if not os.path.isabs(self._directory):
            raise FileNotFoundError("the user has no home directory")
        if flags & os.O_CREAT:
            os.makedirs(self._directory, 0o700, exist_ok=True)
        found = os.stat(self._directory)
        if found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise PermissionError(f"{self._directory} belongs to another user, or others may write to it")
        # Never waits for the other end of a pipe.
        path = self._path(region_id)
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
        raise FileExistsError(f"{path} is no file")

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
                raise errors.Interrupted("the task was asked to stop before anything was changed")
            if self._timing.monotonic() >= deadline:
                raise errors.WaitTimeout(
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
    def held(self, region_ids: Iterable[str], timeout: float, settle: float = 0.0) -> Iterator[bool]:
        """Hold nothing."""
        yield True


def _is_at(descriptor: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _content(descriptor: int) -> str:
    return os.pread(descriptor, 200, 0).decode("utf-8", "replace")


def _write(descriptor: int, text: str) -> None:
    data = text.encode()
    os.pwrite(descriptor, data, 0)
    os.ftruncate(descriptor, len(data))
