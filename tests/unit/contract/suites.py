# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the contract suite in this process, on a driven clock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
from ansible_collections.alicloud.ecd.plugins.module_utils._client.connection import Connection
from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import Access
from ansible_collections.alicloud.ecd.plugins.module_utils._client.signing import Credentials
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.tests.contract.settings import Settings
from ansible_collections.alicloud.ecd.tests.contract.suite import Result, run
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION, Clock, Emulator

FREE, TAKEN = f"{REGION}+dir-free000001", f"{REGION}+dir-taken00001"
SUBSCRIBED = f"{REGION}+dir-taken00002"


def account(emulator: Emulator) -> Emulator:
    """Give an account what every probe needs: packages of each kind, and an office network without one."""
    emulator.add_office_site(FREE, "free-office-name")
    emulator.add_office_site(TAKEN, "taken-office-name")
    emulator.add_package(TAKEN, bandwidth=10, tags={"team": "secret-team-name"})
    emulator.add_package(SUBSCRIBED, bandwidth=20, pay_type="PrePaid", internet_charge_type="PayByBandwidth")
    emulator.add_package(bandwidth=5)
    emulator.add_package(
        bandwidth=8, pay_type="PrePaid", internet_charge_type="PayByBandwidth", business_status="Expired"
    )
    return emulator


def settings(**values: Any) -> Settings:
    """Return settings that allow everything, changed by ``values``."""
    allowed: dict[str, Any] = {
        "access": Access(
            Credentials(ACCESS_KEY_ID, ACCESS_KEY_SECRET, None),
            Connection(retries=1, retry_delay=0.1),
            "http://127.0.0.1",
        ),
        "region_id": REGION,
        "office_site": FREE,
        "max_cost": Decimal(100),
        "subscription": True,
    }
    allowed["access"] = Access(
        allowed["access"].credentials, allowed["access"].connection, "http://127.0.0.1", "http://127.0.0.1"
    )
    return Settings(**{**allowed, **values})


def ask(
    emulator: Emulator,
    stopping: Callable[[], bool] = lambda: False,
    transport: Any = None,
    say: Callable[[str], None] = lambda line: None,
    **values: Any,
) -> Result:
    """Run the suite on an emulator."""
    timing = timing_of(emulator.clock, stopping)
    return run(settings(**values), timing, "run-1", say, transport or emulator.transport())


def timing_of(clock: Clock, stopping: Callable[[], bool] = lambda: False) -> Timing:
    """Return the timing of a driven clock."""
    return Timing(now=clock.time, monotonic=clock.time, sleep=clock.sleep, stopping=stopping)


def answering(handler: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    """Return a transport whose responses a function makes."""
    return httpx.MockTransport(handler)


def bought(emulator: Emulator) -> list[str]:
    """Return the live packages of the account that the suite bought."""
    return [
        key
        for key, package in emulator.packages.items()
        if package.tags.get("alicloud.ecd-contract")
        and package.pay_type == "PostPaid"
        and package.network_package_status in ("Creating", "InUse")
    ]
