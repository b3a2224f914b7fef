# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The writing operations of ECD 2020-09-30 and of the billing API, one for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .. import _errors as errors
from .._client import responses
from .._client.ecd import Ecd
from .._client.transport import WRITE
from .._model.desired import Desired
from .._model.package import PRE_PAID
from .._planning import orders, steps

if TYPE_CHECKING:
    from .._client.billing import Billing


def write(
    ecd: Ecd, billing: Callable[[], Billing], step: steps.Write, not_after: float | None = None
) -> orders.Receipt:
    """Send ``step``. Raises CallError; the error carries what the response named."""
    params = _PARAMS[type(step)](step)

    def read(document: Mapping[str, Any]) -> orders.Receipt:
        return _proven(step, _receipt(document))

    if isinstance(step, steps.SetRenewal):
        return billing().call(step.action, WRITE, params, read, not_after)
    return ecd.call(step.action, WRITE, params, read, not_after)


def _proven(step: steps.Write, receipt: orders.Receipt) -> orders.Receipt:
    """Return the receipt of a write that was accepted. Raises Failure, from which the client takes the secrets."""
    problem = receipt.problem or _missing(step, receipt)
    if problem:
        reference = f" (request id {receipt.request_id})" if receipt.request_id else ""
        message = f"{step.action} failed: the response is not what the API documents: {problem}{reference}"
        error = errors.UnclearError(
            message,
            action=step.action,
            request_id=receipt.request_id,
            order_id=receipt.order_id,
            network_package_id=receipt.network_package_id,
        )
        raise responses.Failure(error)
    return receipt


def _missing(step: steps.Write, receipt: orders.Receipt) -> str:
    """Return what the response to an order lacks; one that waits for payment is lost without its number."""
    if isinstance(step, orders.Order) and not step.pays and not receipt.order_id:
        return "no OrderId, though the order waits for payment"
    if isinstance(step, orders.Create) and not receipt.network_package_id and not receipt.order_id:
        return "neither NetworkPackageId nor OrderId"
    return ""


def _create(step: orders.Create) -> Mapping[str, Any]:
    """Buy a package."""
    desired = step.desired
    subscription = desired.pay_type == PRE_PAID
    return {
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


def _set_bandwidth(step: orders.SetBandwidth) -> Mapping[str, Any]:
    """Order another bandwidth."""
    return {
        "NetworkPackageId": step.network_package_id,
        "Bandwidth": step.bandwidth,
        **_payment(step.desired),
    }


def _renew(step: orders.Renew) -> Mapping[str, Any]:
    """Order another term."""
    return {
        "NetworkPackageId": [step.network_package_id],
        "Period": step.desired.period,
        "PeriodUnit": step.desired.period_unit,
        "AutoRenew": step.desired.auto_renew,
        **_payment(step.desired),
    }


def _dissociate(step: steps.Dissociate) -> Mapping[str, Any]:
    """Remove a package from its office network."""
    return {"NetworkPackageId": step.network_package_id}


def _associate(step: steps.Associate) -> Mapping[str, Any]:
    """Bind a package to an office network."""
    return {"NetworkPackageId": step.network_package_id, "OfficeSiteId": step.office_site_id}


def _set_enabled(step: steps.SetEnabled) -> Mapping[str, Any]:
    """Switch Internet access on or off."""
    return {"NetworkPackageId": step.network_package_id, "Enabled": step.enabled}


def _set_renewal(step: steps.SetRenewal) -> Mapping[str, Any]:
    """Switch automatic renewal of one package; the response has no outcome per id, so a request never names two."""
    term: Mapping[str, str] = {}
    if step.auto_renew:
        term = {"RenewalPeriod": str(step.period), "RenewalPeriodUnit": _RENEWAL_UNITS[str(step.period_unit)]}
    return {
        "InstanceIDs": step.network_package_id,
        "ProductCode": step.product_code,
        **({"ProductType": step.product_type} if step.product_type else {}),
        "RenewalStatus": "AutoRenewal" if step.auto_renew else "ManualRenewal",
        **term,
    }


def _delete(step: steps.Delete) -> Mapping[str, Any]:
    """Release one package; the response has no outcome per id, so a request never names two."""
    return {"NetworkPackageId": [step.network_package_id], "ResellerOwnerUid": step.reseller_owner_uid}


def _payment(desired: Desired) -> Mapping[str, Any]:
    return {
        "AutoPay": desired.auto_pay,
        "PromotionId": desired.promotion_id,
        "ResellerOwnerUid": desired.reseller_owner_uid,
    }


def _receipt(document: Mapping[str, Any]) -> orders.Receipt:
    """Read the response to a write. An id or order number in it is kept, whatever else is wrong with it."""
    return orders.Receipt(
        responses.named_package(document),
        responses.named_order(document),
        request_id=str(document["RequestId"]) if document.get("RequestId") else None,
        problem=_problem(document),
    )


def _problem(document: Mapping[str, Any]) -> str:
    """Return why the response does not prove that the write was accepted; empty when it does."""
    # A proxy's JSON, or a refusal with status 200, does not prove that anything was done.
    if not document.get("RequestId"):
        return "no RequestId"
    return responses.failure_in(document)


# A week cannot renew itself.
_RENEWAL_UNITS = {"Month": "M", "Year": "Y"}

_PARAMS: Mapping[type, Callable[[Any], Mapping[str, Any]]] = {
    orders.Create: _create,
    orders.SetBandwidth: _set_bandwidth,
    orders.Renew: _renew,
    steps.Dissociate: _dissociate,
    steps.Associate: _associate,
    steps.SetEnabled: _set_enabled,
    steps.SetRenewal: _set_renewal,
    steps.Delete: _delete,
}
