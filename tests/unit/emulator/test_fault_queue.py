# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue of faults: which call meets which fault."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Fault
from ansible_collections.alicloud.ecd.tests.emulator.faults import KINDS
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api


def test_actions_times_and_skips(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(
        Fault("throttle", action="DescribeNetworkPackages", skip=1, times=2),
        Fault("error", action="DescribeNetworkPackages"),
    )
    assert api.call("DescribeOfficeSites").status_code == 200
    statuses = [api.call("DescribeNetworkPackages").status_code for _call in range(5)]
    # The first call, which the first fault skips, meets the second fault.
    assert statuses == [500, 400, 400, 200, 200]
    assert len(emulator.faults) == 0
    emulator.faults.add(Fault("throttle"))
    emulator.faults.clear()
    assert api.call("DescribeOfficeSites").status_code == 200


def test_a_rejected_write_has_no_effect_before_the_fault(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(Fault("error", when="after"))
    assert api.error("CreateNetworkPackage", OfficeSiteId="nowhere", Bandwidth=10) == "500 InternalError"
    assert emulator.effects() == 0


def test_a_failed_call_has_used_its_nonce(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(Fault("error"))
    query = "RegionId=cn-hangzhou"
    headers = api.headers("DescribeNetworkPackages", query, "ecd.cn-hangzhou.aliyuncs.com")
    assert api.send(query, headers).status_code == 500
    assert api.send(query, headers).json()["Code"] == "SignatureNonceUsed"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "fire"}, "unknown kind of fault 'fire'; available: " + ", ".join(KINDS)),
        ({"kind": "reset", "when": "later"}, "unknown when 'later'; available: before, after"),
        ({"kind": "connect", "when": "after"}, "when must be before"),
        ({"kind": "reset", "times": 0}, "times must be at least 1"),
        ({"kind": "reset", "colour": "red"}, "unknown field colour of a fault; available: kind, action"),
        ({"when": "after"}, "a fault needs a kind"),
    ],
)
def test_invalid_faults_are_rejected(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Fault.from_dict(values)
