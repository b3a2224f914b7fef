# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The writing operations of ECD 2020-09-30, one for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._client.ecd import Ecd
from .._client.transport import WRITE
from .._model.desired import Desired
from .._model.package import PRE_PAID
from .._planning.steps import (
    Associate,
    Create,
    Delete,
    Dissociate,
    Order,
    Receipt,
    Renew,
    SetBandwidth,
    SetEnabled,
    Write,
)


def write(ecd: Ecd, step: Write) -> Receipt:
    """Send ``step``. Raises CallError."""
    operation: Callable[[Ecd, Any], Receipt] = _OPERATIONS[type(step)]
    return operation(ecd, step)


def create(ecd: Ecd, step: Create) -> Receipt:
    """Buy a package. Raises CallError."""
    desired = step.desired
    subscription = desired.pay_type == PRE_PAID
    params = {
        "Bandwidth": desired.bandwidth,
        "OfficeSiteId": desired.office_site_id,
        "PayType": desired.pay_type,
        "InternetChargeType": desired.internet_charge_type,
        "Period": desired.period if subscription else None,
        "PeriodUnit": desired.period_unit if subscription else None,
        "AutoRenew": desired.auto_renew,
        "ChannelCookie": desired.channel_cookie,
        "Tag": [{"Key": key, "Value": value} for key, value in sorted(desired.tags.items())],
        **_payment(desired),
    }
    return ecd.call(step.action, WRITE, params, _order_receipt if desired.auto_pay else _order_named(step))


def set_bandwidth(ecd: Ecd, step: SetBandwidth) -> Receipt:
    """Order another bandwidth. Raises CallError."""
    params = {
        "NetworkPackageId": step.network_package_id,
        "Bandwidth": step.bandwidth,
        **_payment(step.desired),
    }
    return ecd.call(step.action, WRITE, params, _order_named(step))


def renew(ecd: Ecd, step: Renew) -> Receipt:
    """Order another term. Raises CallError."""
    params = {
        "NetworkPackageId": [step.network_package_id],
        "Period": step.desired.period,
        "PeriodUnit": step.desired.period_unit,
        "AutoRenew": step.desired.auto_renew,
        **_payment(step.desired),
    }
    return ecd.call(step.action, WRITE, params, _order_named(step))


def dissociate(ecd: Ecd, step: Dissociate) -> Receipt:
    """Remove a package from its office network. Raises CallError."""
    return ecd.call(step.action, WRITE, {"NetworkPackageId": step.network_package_id}, _receipt)


def associate(ecd: Ecd, step: Associate) -> Receipt:
    """Bind a package to an office network. Raises CallError."""
    params = {"NetworkPackageId": step.network_package_id, "OfficeSiteId": step.office_site_id}
    return ecd.call(step.action, WRITE, params, _receipt)


def set_enabled(ecd: Ecd, step: SetEnabled) -> Receipt:
    """Switch Internet access on or off. Raises CallError."""
    params = {"NetworkPackageId": step.network_package_id, "Enabled": step.enabled}
    return ecd.call(step.action, WRITE, params, _receipt)


def delete(ecd: Ecd, step: Delete) -> Receipt:
    """Release one package; the response has no outcome per id, so a request never names two. Raises CallError."""
    params = {"NetworkPackageId": [step.network_package_id], "ResellerOwnerUid": step.reseller_owner_uid}
    return ecd.call(step.action, WRITE, params, _receipt)


def _payment(desired: Desired) -> Mapping[str, Any]:
    return {
        "AutoPay": desired.auto_pay,
        "PromotionId": desired.promotion_id,
        "ResellerOwnerUid": desired.reseller_owner_uid,
    }


def _order_named(step: Order) -> Callable[[Mapping[str, Any]], Receipt]:
    """Read the response to an order; one that waits for payment is lost without its number."""

    def read(document: Mapping[str, Any]) -> Receipt:
        receipt = _receipt(document)
        if not step.pays and not receipt.order_id:
            raise ValueError("no OrderId, though the order waits for payment")
        return receipt

    return read


def _receipt(document: Mapping[str, Any]) -> Receipt:
    # A proxy's JSON, or a refusal with status 200, does not prove that anything was done.
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
