# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is waited for: what to read, when it is enough, and how it is told."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.conditions import (
    Condition,
    Snapshot,
    package_meets,
    released,
    usable,
)

from ..values import package, site, snapshot

STATUSES = ("Creating", "InUse", "Releasing", "Released", "Frozen", None)


@pytest.mark.parametrize("answer", [True, False])
def test_a_package_meets_what_is_asked_of_it(answer: bool) -> None:
    condition = package_meets("np-a", lambda shown: answer, "be blue")
    assert condition.met(snapshot(package(), package("np-b"))) is answer


def test_only_the_package_that_is_meant_is_asked_about() -> None:
    condition = package_meets("np-a", lambda shown: shown == package(), "be blue")
    assert condition.met(snapshot(package("np-b"), package()))
    assert not condition.met(snapshot(package("np-b"), package(bandwidth=20)))


def test_a_package_that_is_not_there_meets_nothing() -> None:
    condition = package_meets("np-a", lambda shown: True, "be blue")
    assert not condition.met(snapshot())
    assert not condition.met(snapshot(package("np-b"), site()))


@pytest.mark.parametrize("status", STATUSES)
def test_usable(status: str | None) -> None:
    assert usable("np-a").met(snapshot(package(network_package_status=status))) is (status == "InUse")


def test_nothing_is_usable_that_is_not_there() -> None:
    assert not usable("np-a").met(snapshot(package("np-b")))


@pytest.mark.parametrize("status", STATUSES)
def test_released(status: str | None) -> None:
    condition = released(frozenset(["np-a"]))
    assert condition.met(snapshot(package(network_package_status=status))) is (status == "Released")
    assert condition.met(snapshot(package("np-b")))


@pytest.mark.parametrize("first", STATUSES)
@pytest.mark.parametrize("second", STATUSES)
def test_all_of_them_are_released(first: str | None, second: str | None) -> None:
    condition = released(frozenset(["np-a", "np-b"]))
    read = snapshot(package("np-a", network_package_status=first), package("np-b", network_package_status=second))
    assert condition.met(read) is (first == second == "Released")


@pytest.mark.parametrize(
    ("condition", "ids", "description"),
    [
        (package_meets("np-a", lambda shown: True, "be blue"), {"np-a"}, "np-a to be blue"),
        (usable("np-a"), {"np-a"}, "np-a to become InUse"),
        (released(frozenset(["np-a"])), {"np-a"}, "np-a to be released"),
        (released(frozenset(["np-b", "np-a"])), {"np-a", "np-b"}, "np-a, np-b to be released"),
    ],
)
def test_what_is_read_and_how_it_is_told(condition: Condition, ids: set[str], description: str) -> None:
    assert condition.ids == frozenset(ids)
    assert condition.sites == frozenset()
    assert condition.description == description


def test_a_poll_that_read_nothing() -> None:
    assert (Snapshot().packages, Snapshot().sites) == ({}, {})
