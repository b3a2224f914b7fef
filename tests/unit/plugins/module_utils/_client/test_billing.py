# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What billing shows of an order, in the spellings that it may have."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.billing import Billing
from ansible_collections.alicloud.ecd.plugins.module_utils._client.orders import order_record
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import RefusedError, UnclearError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.order import OrderRecord

from .test_transport import URL, ScriptedClient


def shown(*orders: dict[str, Any]) -> OrderRecord:
    entries = [{"OrderId": "7", "PaymentStatus": "Paid", **order} for order in orders]
    return order_record(billing(*entries), "7")


def billing(*entries: dict[str, Any]) -> Billing:
    document = {"RequestId": "R", "Success": True, "Data": {"OrderList": {"Order": entries}}}
    return Billing(ScriptedClient((200, document), retries=0).client, [URL])


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (None, ()),
        ("", ()),
        ("[]", ()),
        ("np-a", ("np-a",)),
        ("np-a,np-b", ("np-a", "np-b")),
        (" np-a , np-b ", ("np-a", "np-b")),
        ('["np-a", "np-b"]', ("np-a", "np-b")),
        (["np-a", "np-a"], ("np-a",)),
        (7, ()),
    ],
)
def test_the_packages_of_an_order(value: Any, ids: tuple[str, ...]) -> None:
    assert shown({"InstanceIDs": value}).instance_ids == ids


@pytest.mark.parametrize(
    ("text", "seconds"), [(None, None), ("", None), ("2026-01-15T08:00:00Z", 1768464000.0), ("yesterday", None)]
)
def test_when_an_order_was_paid(text: str | None, seconds: float | None) -> None:
    record = shown({"PaymentTime": text, "OrderType": "New"})
    assert (record.payment_time, record.paid_at, record.order_type) == (text or None, seconds, "New")


def test_an_order_of_several_lines_is_one() -> None:
    record = shown({"InstanceIDs": "np-a"}, {"InstanceIDs": "np-b", "OrderType": "Renew"}, {"OrderId": "8"})
    assert (record.instance_ids, record.order_type) == (("np-a", "np-b"), "Renew")


@pytest.mark.parametrize("order_id", ["7", 7])
def test_an_order_number_is_text_or_a_whole_number(order_id: Any) -> None:
    assert shown({"OrderId": order_id}).order_id == "7"


@pytest.mark.parametrize("order_id", [True, None, 7.0, ["7"], {"a": 7}])
def test_another_value_is_no_order_number(order_id: Any) -> None:
    with pytest.raises(RefusedError, match="there is no order"):
        order_record(billing({"OrderId": order_id, "PaymentStatus": "Paid"}), str(order_id))


def test_what_is_not_text_in_a_list_of_packages_is_no_package() -> None:
    assert shown({"InstanceIDs": ["np-a", 7, None, {"Id": "np-b"}, True]}).instance_ids == ("np-a",)


def test_what_describes_no_order() -> None:
    with pytest.raises(UnclearError, match="PaymentStatus of order 7"):
        shown({"PaymentStatus": "Paid"}, {"PaymentStatus": "Unpaid"})
    with pytest.raises(RefusedError, match="there is no order 7"):
        shown({"OrderId": "8"})
