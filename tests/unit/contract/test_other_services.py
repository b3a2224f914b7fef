# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The suite on services that its authors did not write: the second fake, and broken ones."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from ansible_collections.alicloud.ecd.tests.contract.probe import BROKEN, CONTRADICTED, NOT_PROBED
from ansible_collections.alicloud.ecd.tests.contract.suite import Result, run
from ansible_collections.alicloud.ecd.tests.emulator import Clock
from ansible_collections.alicloud.ecd.tests.fake import Account, Manners
from ansible_collections.alicloud.ecd.tests.fake.account import Refusal

from .suites import answering, settings, timing_of


def on_fake(**manners: Any) -> tuple[Result, Account]:
    fake = Account(Manners(**manners))
    free, taken = fake.add_site("free"), fake.add_site("taken")
    del taken
    clock = Clock()

    def handler(request: httpx.Request) -> httpx.Response:
        params = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        fake.now = clock.time()
        try:
            return httpx.Response(200, json=fake.call(request.headers["x-acs-action"], params))
        except Refusal as refusal:
            document = {"RequestId": "0F5D-FAKE", "Code": refusal.code, "Message": "The fake refuses."}
            return httpx.Response(refusal.status, json=document)

    fake.now = clock.time()
    fake.remember()
    result = run(settings(office_site=free), timing_of(clock), "run-1", lambda line: None, answering(handler))
    return result, fake


def live(fake: Account) -> list[str]:
    return [key for key, package in fake.packages.items() if package.live(fake.now)]


def test_fake_differs_where_it_does() -> None:
    result, fake = on_fake()
    wrong = {key: found.seen for key, found in result.findings.items() if found.verdict == CONTRADICTED}
    assert wrong == {
        "tag-filter": "1 of 1 rows for an unknown tag",
        "too-many-ids": "accepted",
        "price-hour": "both have the same price, so the charge type may be ignored",
        "billing-failure": "HTTP 200 and no error",
        "unpaid-instance-ids": "no InstanceIDs",
    }
    # It breaks where a parameter is missing, and knows neither tags of resources nor traffic.
    unclear = [key for key, found in result.findings.items() if found.verdict == "unclear"]
    assert unclear == ["tag-resource-type", "error-shape", "traffic-type", "traffic-unit"]
    assert not live(fake)
    assert BROKEN not in {found.verdict for found in result.findings.values()}


@pytest.mark.parametrize(
    ("manners", "probe"),
    [
        ({"released": "listed"}, "released-listed"),
        ({"hidden_reads": 3}, "buy-listed"),
        ({"unshown": "tags"}, "creating-tags"),
        ({"unshown": "office network"}, "creating-fields"),
        ({"unshown": "bandwidth"}, "creating-fields"),
        ({"second_package": "accepted"}, "second-package"),
        ({"order_id": "number"}, "buy-response"),
        ({"order_id": "absent"}, "buy-response"),
        ({"unpaid_id": False}, "unpaid-response"),
        ({"unpaid_listed": True}, "unpaid-listed"),
        ({"same_value": "refused"}, "same-bandwidth"),
        ({"unknown_release": "accepted"}, "release-unknown"),
        ({"last_token": "empty"}, "last-token"),
        ({"switch_shown": False}, "disable"),
        ({"lag": 10}, "lag"),
        ({"billing": "refused"}, "permissions"),
        ({"creating": 60}, None),
        ({"releasing": 45}, None),
        ({"balance": "refused"}, None),
        ({"balance": "unpaid"}, None),
        ({"page_size": 1}, None),
        ({"flapping": True, "lag": 2}, None),
    ],
)
def test_manner_of_the_fake_is_told(manners: dict[str, Any], probe: str | None) -> None:
    result, fake = on_fake(**manners)
    assert BROKEN not in {found.verdict for found in result.findings.values()}
    assert not live(fake)
    if probe:
        assert result.findings[probe].verdict == CONTRADICTED, result.findings[probe]


def forbidden(request: httpx.Request) -> httpx.Response:
    return httpx.Response(403, json={"Code": "Forbidden.RAM", "Message": "no", "RequestId": "1"})


BROKEN_SERVICES = {
    "403": forbidden,
    "html": lambda request: httpx.Response(200, text="<html>proxy</html>"),
    "503 html": lambda request: httpx.Response(503, text="<html>busy</html>"),
    "503": lambda request: httpx.Response(503, json={"Code": "ServiceUnavailable", "Message": "x", "RequestId": "1"}),
    "empty": lambda request: httpx.Response(200, json={}),
    "list": lambda request: httpx.Response(200, json=[]),
    "null rows": lambda request: httpx.Response(
        200, json={"NetworkPackages": None, "OfficeSites": None, "RequestId": "1"}
    ),
    "texts": lambda request: httpx.Response(
        200, json={"NetworkPackages": ["x"], "OfficeSites": ["y"], "Data": "z", "PriceInfo": "w", "RequestId": "1"}
    ),
    "odd rows": lambda request: httpx.Response(
        200,
        text=json.dumps(
            {
                "NetworkPackages": [{"NetworkPackageId": 5, "Bandwidth": "x", "PayType": [], "Tags": {"a": 1}}],
                "OfficeSites": [{"OfficeSiteId": ["x"], "EnableInternetAccess": "yes"}],
                "NextToken": 7,
                "PriceInfo": {"Price": {"TradePrice": "1e9", "Currency": {}}},
                "Data": {"InstanceList": [{"InstanceID": []}], "OrderList": []},
                "Success": True,
                "RequestId": "1",
            }
        ),
    ),
    "same token": lambda request: httpx.Response(
        200, json={"NetworkPackages": [], "OfficeSites": [], "NextToken": "again", "RequestId": "1"}
    ),
}


@pytest.mark.parametrize("service", BROKEN_SERVICES)
def test_broken_service_ends_with_a_table(service: str) -> None:
    writes: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        action = request.headers["x-acs-action"]
        if not action.startswith(("Describe", "Get", "List", "Query")):
            writes.append(action)
        return BROKEN_SERVICES[service](request)

    result = run(settings(), timing_of(Clock()), "run-1", lambda line: None, answering(handler))
    assert not writes
    assert BROKEN not in {found.verdict for found in result.findings.values()}, result.findings
    assert {result.findings[key].verdict for key in ("buy-response", "unpaid-listed")} == {NOT_PROBED}
    if service == "403":
        told = {key for key, found in result.findings.items() if found.verdict != NOT_PROBED}
        assert told == {"error-shape", "permissions"}
    elif service not in ("odd rows", "same token"):
        assert {found.verdict for found in result.findings.values()} == {NOT_PROBED}
