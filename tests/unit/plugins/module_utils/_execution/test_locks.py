# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The locks that keep the writes of one user's runs apart."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import Interrupted, WaitTimeout
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.locks import Locks
from ansible_collections.alicloud.ecd.tests.emulator import Clock

REGION, OTHER = "cn-hangzhou", "cn-shanghai"
HOLDER = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1], os.O_RDWR)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def locks(directory: Path, clock: Clock | None = None, key: str = "LTAI", **timing: Any) -> Locks:
    clock = clock or Clock()
    return Locks(key, Timing(clock.time, clock.time, clock.sleep, **timing), str(directory / "locks"))


def never_held(mine: Locks, timeout: float) -> None:
    with mine.held([REGION, OTHER], timeout):
        raise AssertionError("held twice")


def test_a_first_run_is_undisturbed_and_so_is_the_next(tmp_path: Path) -> None:
    for _run in range(3):
        mine = locks(tmp_path)
        mine.remember([REGION])
        with mine.held([REGION], 10) as undisturbed:
            assert undisturbed


def test_a_run_between_the_first_read_and_the_lock_disturbs(tmp_path: Path) -> None:
    mine, other = locks(tmp_path), locks(tmp_path)
    mine.remember([REGION, OTHER])
    with other.held([REGION], 10):
        pass
    with mine.held([OTHER], 10) as undisturbed:
        assert undisturbed
    with mine.held([REGION], 10) as undisturbed:
        assert not undisturbed


def test_a_run_that_holds_the_lock_during_the_first_read_disturbs(tmp_path: Path) -> None:
    mine, other = locks(tmp_path), locks(tmp_path)
    with other.held([REGION], 10):
        mine.remember([REGION])
    with mine.held([REGION], 10) as undisturbed:
        assert not undisturbed


def test_a_lock_is_waited_for_and_its_holder_is_named(tmp_path: Path) -> None:
    clock = Clock()
    with locks(tmp_path).held([REGION], 10):
        begin = clock.time()
        with pytest.raises(WaitTimeout, match=f"30 seconds .*wait_timeout.*{REGION}: process {os.getpid()} since 20"):
            never_held(locks(tmp_path, clock), 30)
        assert 30 <= clock.time() - begin < 32
    with locks(tmp_path).held([REGION, OTHER], 0):
        pass


def test_a_stop_ends_the_waiting(tmp_path: Path) -> None:
    with locks(tmp_path).held([REGION], 10), pytest.raises(Interrupted):
        never_held(locks(tmp_path, stopping=lambda: True), 30)


def test_each_key_and_region_has_a_lock_of_its_own(tmp_path: Path) -> None:
    others = locks(tmp_path, key="STS.other").held([REGION], 0)
    with locks(tmp_path).held([REGION], 10), locks(tmp_path).held([OTHER], 0), others:
        assert len(list((tmp_path / "locks").iterdir())) == 3


def test_an_exception_releases_the_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locks(tmp_path).held([REGION], 10):
        raise KeyError("of the body")
    with locks(tmp_path).held([REGION], 0):
        pass


def test_a_killed_holder_frees_the_lock_at_once(tmp_path: Path) -> None:
    mine = locks(tmp_path)
    with mine.held([REGION], 10):
        pass
    (path,) = (tmp_path / "locks").iterdir()
    path.write_text("process 1 since 2026-01-01T00:00:00Z")
    mine.remember([REGION])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(WaitTimeout):
            never_held(mine, 1)
    finally:
        holder.kill()
        holder.communicate()
    with mine.held([REGION], 0) as undisturbed:
        assert not undisturbed


def test_the_files_are_the_users_own_and_hold_no_key(tmp_path: Path) -> None:
    with locks(tmp_path).held([REGION], 10):
        pass
    directory = tmp_path / "locks"
    (path,) = directory.iterdir()
    assert (stat.S_IMODE(directory.stat().st_mode), stat.S_IMODE(path.stat().st_mode)) == (0o700, 0o600)
    assert "LTAI" not in str(path) + path.read_text()


@pytest.mark.parametrize("what", ["others may write", "a file", "a link"])
def test_a_place_that_is_not_the_users_own_is_a_problem_and_no_lock(tmp_path: Path, what: str) -> None:
    directory = tmp_path / "locks"
    if what == "a file":
        directory.write_text("")
    else:
        directory.mkdir()
        directory.chmod(0o777 if what == "others may write" else 0o700)
    mine = locks(tmp_path)
    if what == "a link":
        with mine.held([REGION], 10):
            pass
        (path,) = directory.iterdir()
        path.unlink()
        path.symlink_to(tmp_path / "elsewhere")
    with mine.held([REGION], 10) as undisturbed:
        assert undisturbed
    assert "not kept apart" in str(mine.problem)
    assert not (tmp_path / "elsewhere").exists()


def test_what_a_killed_or_stopped_run_did_is_given_time_to_show(tmp_path: Path) -> None:
    clock = Clock()
    stopped = locks(tmp_path, clock, stopping=lambda: True)
    with stopped.held([REGION], 10):
        pass
    begin = clock.time()
    with locks(tmp_path, clock).held([REGION], 10, 30) as undisturbed:
        assert not undisturbed
    assert clock.time() - begin == 30
    with locks(tmp_path, clock).held([REGION], 10, 30):
        assert clock.time() - begin == 30


@pytest.mark.parametrize("what", ["a pipe", "an endless file"])
def test_what_is_no_lock_is_not_waited_for(tmp_path: Path, what: str) -> None:
    with locks(tmp_path).held([REGION], 10):
        pass
    (path,) = (tmp_path / "locks").iterdir()
    path.unlink()
    if what == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    mine = locks(tmp_path)
    mine.remember([REGION])
    with mine.held([REGION], 0) as undisturbed:
        assert undisturbed
    assert "not kept apart" in str(mine.problem)


def test_a_lock_whose_file_was_removed_is_taken_anew(tmp_path: Path) -> None:
    mine, other = locks(tmp_path), locks(tmp_path)
    with other.held([REGION], 10):
        (path,) = (tmp_path / "locks").iterdir()
        path.unlink()
        with mine.held([REGION], 0), pytest.raises(WaitTimeout):
            never_held(locks(tmp_path), 0)


def test_a_release_that_fails_is_a_problem_and_no_exception(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = locks(tmp_path)
    with mine.held([REGION], 10):
        monkeypatch.setattr(os, "ftruncate", mock.Mock(side_effect=OSError(27, "File too large")))
    assert "could not be released" in str(mine.problem)
