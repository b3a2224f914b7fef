# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader should know about a package that is kept: notes and warnings."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.notes import notes_on, warnings_on

from ..values import NOW, date, desired, package, subscription

WHEN = "2026-02-01T00:00:00Z"
BOOKED: dict[str, Any] = {"reservation_active_time": WHEN}


@pytest.mark.parametrize(
    ("wanted", "fields", "note"),
    [
        (None, {}, None),
        (10, {}, None),
        (20, {}, None),
        (10, {"reservation_bandwidth": 0}, None),
        (10, {"reservation_bandwidth": 10}, None),
        (
            10,
            {"reservation_bandwidth": 20},
            f"np-a has the desired 10 Mbit/s now, but a change to 20 Mbit/s is booked for {WHEN}",
        ),
        (
            20,
            {"reservation_bandwidth": 20},
            f"np-a: the change from 10 to 20 Mbit/s is booked for {WHEN}; not ordered again",
        ),
        # It is ordered, so the actions tell it.
        (30, {"reservation_bandwidth": 20}, None),
        # Whoever leaves the bandwidth open does not ask what is booked.
        (None, {"reservation_bandwidth": 20}, None),
        (
            10,
            {"bandwidth": None, "network_package_status": "Creating"},
            "np-a is Creating and shows no bandwidth yet; run again to compare it",
        ),
        (
            10,
            {"bandwidth": 0, "network_package_status": "Creating"},
            "np-a is Creating and shows no bandwidth yet; run again to compare it",
        ),
        (None, {"bandwidth": None, "network_package_status": "Creating"}, None),
        (10, {"network_package_status": "Creating"}, None),
        (10, {"bandwidth": None}, None),
    ],
)
def test_notes_on_bandwidth(wanted: int | None, fields: dict[str, Any], note: str | None) -> None:
    notes = notes_on(desired(network_package_id="np-a", bandwidth=wanted), package(**{**BOOKED, **fields}))
    assert notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("booked", "told"), [(None, False), ("PayByTraffic", False), ("PayByBandwidth", True), ("PayByMoon", True)]
)
@pytest.mark.parametrize("wanted", [None, "PayByTraffic"])
def test_notes_on_the_charge_type(booked: str | None, told: bool, wanted: str | None) -> None:
    before = package(**BOOKED, reservation_internet_charge_type=booked)
    notes = notes_on(desired(network_package_id="np-a", internet_charge_type=wanted), before)
    text = f"np-a: a change of internet_charge_type to {booked} is booked for {WHEN}"
    assert notes == ((text,) if told else ())


def test_several_notes() -> None:
    before = package(**BOOKED, reservation_bandwidth=20, reservation_internet_charge_type="PayByBandwidth")
    assert len(notes_on(desired(network_package_id="np-a", bandwidth=20), before)) == 2


@pytest.mark.parametrize(
    ("actual", "wanted", "spelled"),
    [
        ({}, {}, None),
        ({"team": "a"}, {}, None),
        ({"team": "a"}, {"team": "a"}, None),
        # More tags than declared are no difference.
        ({"team": "a", "part": "x"}, {"team": "a"}, None),
        ({}, {"team": "a"}, ("none", "team=a")),
        ({"team": "b"}, {"team": "a"}, ("team=b", "team=a")),
        ({"team": "a"}, {"team": "a", "part": "x"}, ("team=a", "part=x, team=a")),
        ({"team": "a"}, {"team": ""}, ("team=a", "team=")),
        ({"team": "a"}, {"Team": "a"}, ("team=a", "Team=a")),
    ],
)
def test_warnings_on_tags(actual: dict[str, str], wanted: dict[str, str], spelled: tuple[str, str] | None) -> None:
    warnings = warnings_on(desired(network_package_id="np-a", tags=wanted), package(tags=actual), NOW)
    if spelled is None:
        assert warnings == ()
        return
    (warning,) = warnings
    assert warning.startswith(f"tags: np-a has {spelled[0]}, desired are {spelled[1]}; ")
    assert "no documented call changes them" in warning


@pytest.mark.parametrize(
    ("before", "remaining_days", "warned"),
    [
        (subscription(days=3), None, False),
        (subscription(days=-3), None, True),
        # It is renewed, so there is nothing to warn of.
        (subscription(days=-3), 0, False),
        (subscription(days=-3), 14, False),
        (package(business_status="Expired"), None, True),
        (package(business_status=None), None, False),
    ],
)
def test_warnings_on_expired_packages(before: Package, remaining_days: int | None, warned: bool) -> None:
    warnings = warnings_on(desired(network_package_id="np-a", remaining_days=remaining_days), before, NOW)
    assert len(warnings) == warned
    for warning in warnings:
        assert warning.startswith(f"np-a expired at {before.expired_time}; ")
        assert "Set remaining_days" in warning


@pytest.mark.parametrize("before", [package(), subscription(), subscription(days=-3), package(bandwidth=None)])
def test_whoever_declares_nothing_about_a_package_gets_no_note(before: Package) -> None:
    assert notes_on(desired(network_package_id="np-a"), before) == ()


def test_several_warnings() -> None:
    before = subscription(expired_time=date(-3), business_status="Expired")
    assert len(warnings_on(desired(network_package_id="np-a", tags={"team": "a"}), before, NOW)) == 2
