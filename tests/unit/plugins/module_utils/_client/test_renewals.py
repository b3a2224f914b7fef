# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What billing shows of automatic renewal: pages, sites, refusals, and what nobody documents."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.billing import SITE_HOSTS, Billing
from ansible_collections.alicloud.ecd.plugins.module_utils._client.renewals import renewals
from ansible_collections.alicloud.ecd.plugins.module_utils._client.transport import WRITE
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import RefusedError, UnclearError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.renewal import NOT_SHOWN, Renewal

from .test_transport import SECRET, ScriptedClient


def page(*rows: Any, total: Any = None, **fields: Any) -> tuple[int, dict[str, Any]]:
    data = {
        "InstanceList": list(rows),
        "PageNum": 1,
        "PageSize": 100,
        "TotalCount": len(rows) if total is None else total,
        **fields,
    }
    return 200, {"RequestId": "R", "Success": True, "Code": "Success", "Data": data}


def row(key: str = "np-a", **fields: Any) -> dict[str, Any]:
    usual = {"ProductCode": "gws", "ProductType": "t", "SubscriptionType": "Subscription", "RenewStatus": "AutoRenewal"}
    return {"InstanceID": key, **usual, **fields}


def asked(*script: Any, ids: tuple[str, ...] = ("np-a",), hosts: tuple[str, ...] = SITE_HOSTS[:1]) -> Any:
    client = ScriptedClient(*script, retries=0)
    return renewals(Billing(client.client, hosts), ids), client


@pytest.mark.parametrize(("status", "renews"), [("AutoRenewal", True), ("ManualRenewal", False), ("NotRenewal", False)])
def test_the_documented_statuses(status: str, renews: bool) -> None:
    term: dict[str, Any] = {
        "RenewalDuration": 2,
        "RenewalDurationUnit": "Y",
        "EndTime": "e",
        "ExpectedReleaseTime": "r",
    }
    found, _client = asked(page(row(RenewStatus=status, **term)))
    expected = Renewal(
        renews,
        period=2,
        period_unit="Year",
        end_time="e",
        expected_release_time="r",
        product_code="gws",
        product_type="t",
    )
    assert found == {"np-a": expected}


@pytest.mark.parametrize("status", ["Paused", "", None, 7, True, ["AutoRenewal"], {"a": 1}])
def test_a_status_that_nobody_documents_is_a_problem(status: Any) -> None:
    found, _client = asked(page(row(RenewStatus=status)))
    assert found["np-a"].auto_renew is None
    assert found["np-a"].problem.startswith("billing shows RenewStatus")
    assert found["np-a"].known


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row("np-b")],
        [row("NP-A")],
        [row(SubscriptionType="PayAsYouGo")],
    ],
)
def test_a_package_that_billing_does_not_know(rows: list[Any]) -> None:
    found, _client = asked(page(*rows))
    assert found == {"np-a": Renewal(problem=NOT_SHOWN, known=False)}


def test_a_package_that_billing_shows_twice() -> None:
    assert asked(page(row(), row()))[0]["np-a"].auto_renew is True
    found, _client = asked(page(row(), row(RenewStatus="ManualRenewal")))
    assert (found["np-a"].auto_renew, found["np-a"].problem) == (
        None,
        "billing shows the package more than once, and not alike",
    )


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"RenewalDuration": "2"}, (None, None)),
        ({"RenewalDuration": True, "RenewalDurationUnit": "D"}, (None, None)),
        ({"RenewalDuration": 1, "RenewalDurationUnit": "M"}, (1, "Month")),
    ],
)
def test_the_term(fields: dict[str, Any], shown: Any) -> None:
    found, _client = asked(page(row(**fields)))
    assert (found["np-a"].period, found["np-a"].period_unit) == shown


def test_all_pages_are_read() -> None:
    rows = [row(f"np-{number}") for number in range(5)]
    script = [page(*rows[:2], total=5), page(*rows[2:4], total=5), page(rows[4], total=5)]
    found, client = asked(*script, ids=tuple(f"np-{number}" for number in range(5)))
    assert all(entry.auto_renew for entry in found.values())
    assert [request.url.params["PageNum"] for request in client.requests] == ["1", "2", "3"]
    assert {request.url.params["PageSize"] for request in client.requests} == {"100"}
    assert {request.url.params["InstanceIDs"] for request in client.requests} == {"np-0,np-1,np-2,np-3,np-4"}


def test_a_total_that_is_text() -> None:
    rows = [row(f"np-{number}") for number in range(3)]
    script = [page(*rows[:2], total="3"), page(rows[2], total="3")]
    found, _client = asked(*script, ids=("np-0", "np-1", "np-2"))
    assert all(entry.auto_renew for entry in found.values())


@pytest.mark.parametrize("total", [None, "", "many", -1, True, 1.5, []], ids=repr)
@pytest.mark.parametrize("size", [{"PageSize": 2}, {"PageSize": "2"}], ids=str)
def test_without_a_total_full_pages_are_followed_by_others(total: Any, size: dict[str, Any]) -> None:
    rows = [row(f"np-{number}") for number in range(3)]
    script = [page(*rows[:2], TotalCount=total, **size), page(rows[2], TotalCount=total, **size)]
    found, client = asked(*script, ids=("np-0", "np-1", "np-2"))
    assert all(entry.auto_renew for entry in found.values())
    # The second one is not full.
    assert len(client.requests) == 2


@pytest.mark.parametrize("size", [None, 0, "", "all", True], ids=repr)
def test_a_page_without_a_total_or_a_size_has_what_was_asked_for(size: Any) -> None:
    ids = tuple(f"np-{number:03}" for number in range(100))
    script = [page(*map(row, ids), TotalCount=None, PageSize=size), page(TotalCount=None, PageSize=size)]
    assert len(asked(*script, ids=ids)[1].requests) == 2
    assert len(asked(page(row(), TotalCount=None, PageSize=size))[1].requests) == 1


def test_pages_without_end_are_an_error() -> None:
    with pytest.raises(UnclearError, match="more than 100 pages"):
        asked(page(row("np-b"), total=10**6))
    # An empty page ends them, whatever the total says.
    assert len(asked(page(row(), total=9), page(total=9))[1].requests) == 2


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"InstanceList": None}, {"InstanceList": {}}, {"InstanceList": ["np-a"]}, {"InstanceList": [{}]}],
)
def test_a_response_that_shows_nothing_is_no_answer(data: Any) -> None:
    with pytest.raises(UnclearError, match="QueryAvailableInstances failed"):
        asked((200, {"RequestId": "R", "Success": True, "Data": data}))


@pytest.mark.parametrize("document", [{}, {"Success": False}, {"Success": None}, {"Success": "true"}])
def test_a_response_without_success_is_no_answer(document: dict[str, Any]) -> None:
    with pytest.raises(UnclearError):
        asked((200, {"RequestId": "R", "Data": page()[1]["Data"], **document}))


@pytest.mark.parametrize("status", [200, 400, 403])
def test_a_refusal_names_both_spellings_of_the_permission(status: int) -> None:
    body = {"RequestId": "R", "Code": "NotAuthorized", "Message": f"no {SECRET}", "Success": False}
    with pytest.raises(RefusedError) as caught:
        asked((status, body))
    text = str(caught.value)
    assert "bssapi:QueryAvailableInstances" in text and "bss:DescribeInstances" in text
    assert SECRET not in text


class TestSites:
    REFUSED = (400, {"RequestId": "R", "Code": "NotApplicable", "Message": "m", "Success": False})

    def test_the_other_site_is_asked_and_remembered(self) -> None:
        client = ScriptedClient(self.REFUSED, page(row()), page(row()), retries=0)
        billing = Billing(client.client, SITE_HOSTS)
        for _again in range(2):
            assert renewals(billing, ["np-a"])["np-a"].auto_renew is True
        hosts = [f"https://{request.url.host}" for request in client.requests]
        assert hosts == [*SITE_HOSTS, SITE_HOSTS[1]]

    def test_a_write_goes_to_the_other_site_only_when_the_first_refused_it(self) -> None:
        client = ScriptedClient(self.REFUSED, page(), retries=0)
        assert Billing(client.client, SITE_HOSTS).call("SetRenewal", WRITE, {}, dict)["Success"] is True
        client = ScriptedClient((500, {"Code": "InternalError"}), page(), retries=0)
        with pytest.raises(UnclearError):
            Billing(client.client, SITE_HOSTS).call("SetRenewal", WRITE, {}, dict)
        assert len(client.requests) == 1

    def test_no_site_is_applicable(self) -> None:
        with pytest.raises(RefusedError, match="NotApplicable"):
            asked(self.REFUSED, hosts=SITE_HOSTS)
