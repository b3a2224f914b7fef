# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No field of an error holds a secret that a response repeats: code, request id, order, package, and all texts."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_SECRET

from .scenarios import BIND, CREATE, MODIFY, A, package
from .stories import BOTH_MODULES, LIST, ORDER, account, answer, run, unpaid

ECHO = f"you-sent-{ACCESS_KEY_SECRET}"
TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
ERROR = {"Code": ECHO, "Message": ECHO, "RequestId": ECHO, "OrderId": ECHO, "NetworkPackageId": ECHO}
RESPONSES = {
    "error": (ERROR, 400),
    "throttled": ({**ERROR, "Code": f"Throttling.{ECHO}"}, 400),
    "internal": ({**ERROR, "Code": f"InternalError.{ECHO}"}, 500),
    "state": ({**ERROR, "Code": f"IncorrectNetworkPackageStatus.{ECHO}"}, 400),
    "denied": ({**ERROR, "AccessDeniedDetail": {"AuthAction": ECHO, "NoPermissionType": ECHO}}, 403),
    "code": (ERROR, 200),
    "success": ({"RequestId": ECHO, "Success": ECHO}, 200),
    "empty": ({"RequestId": ECHO}, 200),
    "list": ({"RequestId": ECHO, "NetworkPackages": [{"NetworkPackageId": "np-a", "Bandwidth": ECHO}]}, 200),
}


@BOTH_MODULES
@pytest.mark.parametrize("response", sorted(RESPONSES))
@pytest.mark.parametrize("action", [LIST, CREATE, MODIFY, BIND])
def test_what_a_response_repeats(how: str, action: str, response: str) -> None:
    here = {**package(), **({"office_site_id": None} if action == BIND else {})}
    runner = account(*([] if action == CREATE else [here]))
    body, status = RESPONSES[response]
    answer(runner, action, body, times=99, status=status)
    key = next(iter(runner.emulator.packages), "")
    identity = {"network_package_id": key, "office_site_id": A} if action == BIND else {"office_site_id": A}
    result = run(runner, how, retries=0, wait_timeout=5, settle_timeout=5, **{**TEN, "bandwidth": 20, **identity})
    assert result["failed"]
    # Of a write but a purchase a request id is all that is asked for.
    assert "(redacted)" in repr(runner.output) or response in ("empty", "list")
    assert runner.leaked() == []


@pytest.mark.parametrize(
    "body",
    [
        {"Success": False, "Code": ECHO, "Message": ECHO, "RequestId": ECHO},
        {"Success": True, "RequestId": ECHO, "Data": {"OrderList": {"Order": []}}},
        {"Success": ECHO, "RequestId": ECHO},
    ],
    ids=["failure", "no order", "no order list"],
)
def test_what_billing_repeats(body: dict[str, Any]) -> None:
    runner = account()
    order_id = unpaid(runner, **TEN)
    answer(runner, ORDER, body, times=99)
    result = run(runner, retries=0, **TEN, pending_order_id=order_id)
    assert result["failed"]
    assert "(redacted)" in repr(result)
    assert runner.leaked() == []
