# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How packages change over time."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Clock, Emulator, RealClock
from ansible_collections.alicloud.ecd.tests.emulator.terms import add_term
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

DAY = 86400


def test_creating_becomes_in_use_with_addresses(api: Api, emulator: Emulator) -> None:
    package_id = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10)["NetworkPackageId"]
    emulator.clock.advance(4.9)
    assert emulator.packages[package_id].network_package_status == "Creating"
    emulator.clock.advance(0.1)
    package = emulator.packages[package_id]
    assert package.network_package_status == "InUse"
    assert len(package.eip_addresses) == 1


def test_durations_can_be_chosen() -> None:
    emulator = Emulator(creating_seconds=1, releasing_seconds=60)
    api = Api(emulator)
    package_id = api.ok("CreateNetworkPackage", Bandwidth=10)["NetworkPackageId"]
    emulator.clock.advance(1)
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    emulator.clock.advance(59)
    assert emulator.packages[package_id].network_package_status == "Releasing"
    emulator.clock.advance(1)
    assert emulator.packages == {}


def test_subscription_expires(emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE, pay_type="PrePaid", expired_time="2026-01-16T08:00:00Z")
    emulator.clock.advance(DAY - 1)
    assert emulator.packages[package_id].business_status == "Normal"
    emulator.clock.advance(1)
    package = emulator.packages[package_id]
    assert (package.business_status, package.network_package_status) == ("Expired", "InUse")


def test_subscription_renews_itself_by_the_term_bought(api: Api, emulator: Emulator) -> None:
    term = {"PayType": "PrePaid", "Period": 2, "PeriodUnit": "Month", "AutoRenew": "true"}
    package_id = api.ok("CreateNetworkPackage", Bandwidth=10, **term)["NetworkPackageId"]
    emulator.clock.advance(60 * DAY)
    package = emulator.packages[package_id]
    assert package.business_status == "Normal"
    assert package.expired_time == datetime(2026, 5, 15, 8, tzinfo=timezone.utc)


def test_booked_downgrade_becomes_active(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(
        SITE,
        pay_type="PrePaid",
        bandwidth=50,
        internet_charge_type="PayByBandwidth",
        expired_time="2026-01-16T08:00:00Z",
    )
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    package = api.package(package_id)
    assert package is not None
    assert (package["Bandwidth"], package["ReservationBandwidth"]) == (50, 20)
    assert package["ReservationActiveTime"] == "2026-01-16T08:00:00Z"
    assert package["ReservationInternetChargeType"] == "PayByBandwidth"
    emulator.clock.advance(DAY)
    package = api.package(package_id)
    assert package is not None
    assert package["Bandwidth"] == 20
    assert "ReservationBandwidth" not in package


def test_upgrade_takes_the_place_of_a_booked_downgrade(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(pay_type="PrePaid", bandwidth=50, reservation_bandwidth=20)
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=60)
    package = emulator.packages[package_id]
    assert (package.bandwidth, package.reservation_bandwidth) == (60, None)


@pytest.mark.parametrize(
    ("begin", "period", "unit", "end"),
    [
        ((2026, 1, 31), 1, "Month", (2026, 2, 28)),
        ((2028, 1, 31), 1, "Month", (2028, 2, 29)),
        ((2026, 12, 15), 1, "Month", (2027, 1, 15)),
        ((2028, 2, 29), 1, "Year", (2029, 2, 28)),
        ((2026, 12, 28), 1, "Week", (2027, 1, 4)),
        ((2026, 8, 31), 6, "Month", (2027, 2, 28)),
    ],
)
def test_terms(begin: tuple[int, int, int], period: int, unit: str, end: tuple[int, int, int]) -> None:
    assert add_term(datetime(*begin), period, unit) == datetime(*end)


def test_virtual_clock() -> None:
    clock = Clock()
    begin = clock.time()
    clock.sleep(90)
    assert clock.time() == begin + 90
    assert clock.now() == datetime(2026, 1, 15, 8, 1, 30, tzinfo=timezone.utc)
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)


def test_real_clock_can_be_advanced() -> None:
    clock = RealClock()
    clock.advance(1000)
    difference = clock.now() - clock.signing_now()
    assert 999 < difference.total_seconds() <= 1000


def test_ids_are_the_same_in_every_run() -> None:
    assert Emulator(seed=7).add_package() == Emulator(seed=7).add_package()
    assert Emulator(seed=7).add_package() != Emulator(seed=8).add_package()


def test_seeded_packages(emulator: Emulator) -> None:
    package_id = emulator.add_package(
        "new-site",
        network_package_id="np-1",
        eip_addresses=("198.18.9.9",),
        reservation_active_time="2026-03-01T00:00:00Z",
    )
    assert package_id == "np-1"
    assert "new-site" in emulator.sites
    assert emulator.packages["np-1"].eip_addresses == ("198.18.9.9",)
    with pytest.raises(ValueError, match="InUse"):
        emulator.add_package(network_package_status="Inuse")
    emulator.change_package("np-1", bandwidth=77)
    assert emulator.packages["np-1"].bandwidth == 77
    emulator.remove_package("np-1")
    assert emulator.packages == {}
