# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The writing operations of ECD 2020-09-30, one for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ._api import Ecd
from ._model import PRE_PAID, Wish
from ._steps import (
    Associate,
    Create,
    Delete,
    Dissociate,
    Receipt,
    Renew,
    SetBandwidth,
    SetEnabled,
    Write,
)
from ._transport import WRITE


def write(api: Ecd, step: Write) -> Receipt:
    """Carry out the call of ``step``. Raises CallError."""
    operation: Callable[[Ecd, Any], Receipt] = _OPERATIONS[type(step)]
    return operation(api, step)


def create(api: Ecd, step: Create) -> Receipt:
    """Buy a plan. Raises CallError."""
    wish = step.wish
    subscription = wish.pay_type == PRE_PAID
    params = {
        "Bandwidth": wish.bandwidth,
        "OfficeSiteId": wish.office_site_id,
        "PayType": wish.pay_type,
        "InternetChargeType": wish.internet_charge_type,
        "Period": wish.period if subscription else None,
        "PeriodUnit": wish.period_unit if subscription else None,
        "AutoRenew": wish.auto_renew,
        "ChannelCookie": wish.channel_cookie,
        "Tag": [{"Key": key, "Value": value} for key, value in sorted(wish.tags.items())],
        **_payment(wish),
    }
    return api.call(step.action, WRITE, params, _order_receipt if wish.auto_pay else _paid_or_numbered(step))


def set_bandwidth(api: Ecd, step: SetBandwidth) -> Receipt:
    """Order another bandwidth. Raises CallError."""
    params = {
        "NetworkPackageId": step.network_package_id,
        "Bandwidth": step.bandwidth,
        **_payment(step.wish),
    }
    return api.call(step.action, WRITE, params, _paid_or_numbered(step))


def renew(api: Ecd, step: Renew) -> Receipt:
    """Order another term. Raises CallError."""
    params = {
        "NetworkPackageId": [step.network_package_id],
        "Period": step.wish.period,
        "PeriodUnit": step.wish.period_unit,
        "AutoRenew": step.wish.auto_renew,
        **_payment(step.wish),
    }
    return api.call(step.action, WRITE, params, _paid_or_numbered(step))


def dissociate(api: Ecd, step: Dissociate) -> Receipt:
    """Take a plan from its office network. Raises CallError."""
    return api.call(step.action, WRITE, {"NetworkPackageId": step.network_package_id}, _receipt)


def associate(api: Ecd, step: Associate) -> Receipt:
    """Give a plan to an office network. Raises CallError."""
    params = {"NetworkPackageId": step.network_package_id, "OfficeSiteId": step.office_site_id}
    return api.call(step.action, WRITE, params, _receipt)


def set_enabled(api: Ecd, step: SetEnabled) -> Receipt:
    """Switch Internet access on or off. Raises CallError."""
    params = {"NetworkPackageId": step.network_package_id, "Enabled": step.enabled}
    return api.call(step.action, WRITE, params, _receipt)


def delete(api: Ecd, step: Delete) -> Receipt:
    """Release one plan; the API gives no outcome per id, so a call never names two. Raises CallError."""
    params = {"NetworkPackageId": [step.network_package_id], "ResellerOwnerUid": step.reseller_owner_uid}
    return api.call(step.action, WRITE, params, _receipt)


def _payment(wish: Wish) -> Mapping[str, Any]:
    return {
        "AutoPay": wish.auto_pay,
        "PromotionId": wish.promotion_id,
        "ResellerOwnerUid": wish.reseller_owner_uid,
    }


def _paid_or_numbered(step: Create | SetBandwidth | Renew) -> Callable[[Mapping[str, Any]], Receipt]:
    """Read the answer to an order; one that waits for payment is lost without its number."""

    def read(document: Mapping[str, Any]) -> Receipt:
        receipt = _receipt(document)
        if not step.pays and not receipt.order_id:
            raise ValueError("no OrderId, though the order waits for payment")
        return receipt

    return read


def _receipt(document: Mapping[str, Any]) -> Receipt:
    # A proxy's JSON, or a refusal with a status of 200, is no proof that anything was done.
    if not document.get("RequestId"):
        raise ValueError("no RequestId")
    if document.get("Success", True) is not True or document.get("Code", "OK") not in ("OK", "Success", "200"):
        raise ValueError(f"HTTP 200, but Code {document.get('Code')}")
    package, order = document.get("NetworkPackageId"), document.get("OrderId")
    return Receipt(str(package) if package else None, str(order) if order else None)


def _order_receipt(document: Mapping[str, Any]) -> Receipt:
    receipt = _receipt(document)
    if not receipt.network_package_id and not receipt.order_id:
        raise ValueError("neither NetworkPackageId nor OrderId")
    return receipt


_OPERATIONS: Mapping[type, Callable[[Ecd, Any], Receipt]] = {
    Create: create,
    SetBandwidth: set_bandwidth,
    Renew: renew,
    Dissociate: dissociate,
    Associate: associate,
    SetEnabled: set_enabled,
    Delete: delete,
}
