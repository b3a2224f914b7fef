# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The unpaid order: a subscription for a month is ordered with AutoPay false, and left for the user to cancel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._client.responses import named_order, named_package
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError, EcdError, RefusedError

from .api import Api, Document, Run, UnexpectedShape, json_type, with_value
from .prices import purchase_price
from .probe import SUBSCRIPTION as LEVEL
from .probe import Finding, NotProbed, Probes, contradicted, holds, judged
from .settings import MAX_COST, SUBSCRIPTION, Settings
from .trial import BANDWIDTH, TAG, tag_of

PROBES = Probes(LEVEL)
ORDERS = "Unpaid orders"
READS = 3


@dataclass
class Unpaid:
    """The response to the order, and what was read after it: the listing READS times, and the order once."""

    document: Document | None = None
    error: CallError | None = None
    listed: list[Document | None] = field(default_factory=list)
    order: Document | None = None
    order_error: CallError | UnexpectedShape | None = None
    left: list[str] = field(default_factory=list)

    @property
    def order_id(self) -> str | None:
        """The order that the response names."""
        return self.error.order_id if self.error else named_order(self.document or {})

    @property
    def package_id(self) -> str | None:
        """The network package that the response names."""
        return self.error.network_package_id if self.error else named_package(self.document or {})

    @property
    def paid(self) -> bool:
        """Whether the order was paid all the same."""
        live = any(row and row.get("NetworkPackageStatus") == "InUse" for row in self.listed)
        return live or (self.order or {}).get("PaymentStatus") == "Paid"

    @property
    def doubtful(self) -> bool:
        """Whether something was bought, or may have been."""
        unpaid = (self.order or {}).get("PaymentStatus") == "Unpaid"
        return self.paid or (any(self.listed) and not unpaid)

    def accepted(self) -> Document:
        """Return the response. Raises the error of the order."""
        if self.error:
            raise self.error
        return self.document or {}


def check(api: Api, settings: Settings, after_trial: bool) -> None:
    """Check that the order may be placed, ``after_trial`` when a trial left nothing. Raises NotProbed."""
    if not settings.subscription or settings.office_site is None or settings.max_cost is None:
        raise NotProbed(f"set {SUBSCRIPTION}=yes to place an order that stays unpaid")
    if not after_trial:
        raise NotProbed("the purchase comes first, and did not end well")
    site = api.office_site(settings.office_site)
    bound = with_value(api.packages(), "OfficeSiteId", settings.office_site)
    if site is None or site.get("NetworkPackageId") or bound:
        raise NotProbed("the office network does not exist, or has a network package")
    cost = purchase_price(api, BANDWIDTH, "PayByBandwidth", "Month")
    if cost.trade_price is None or not cost.currency:
        raise NotProbed("the API names no price for a month, so nothing was ordered")
    if cost.trade_price > settings.max_cost:
        # If AutoPay were ignored, this would be paid.
        price = f"{cost.trade_price} {cost.currency}"
        raise NotProbed(f"a month costs {price}, more than {MAX_COST}={settings.max_cost}, so nothing was ordered")


def order(run: Run) -> Unpaid:
    """Place the order and look at it. Raises Interrupted if a signal came before."""
    unpaid = Unpaid()
    known = {row.get("NetworkPackageId") for row in run.api.packages()}
    run.say("CreateNetworkPackage (an order that nobody pays) ...")
    try:
        unpaid.document = run.api.write("CreateNetworkPackage", **_purchase(run.settings, run.run_id))
    except CallError as error:
        unpaid.error = error
        run.say(f"  {error}")
    # From here on nothing is written, so a signal need not stop it.
    try:
        for number in range(READS):
            rows = [row for row in run.after_stop.packages() if row.get("NetworkPackageId") not in known]
            unpaid.listed.append(next((row for row in rows if _ordered(row, unpaid, run.run_id)), None))
            if number + 1 < READS:
                run.after_stop.pause(run.settings.interval)
        if unpaid.order_id:
            unpaid.order = _order(run.after_stop, unpaid.order_id)
    except (CallError, UnexpectedShape) as error:
        unpaid.order_error = error
    except EcdError as error:
        run.say(f"  {error}")
    unpaid.left = _left(unpaid)
    return unpaid


@PROBES.probe("unpaid-response", ORDERS, "The response to an unpaid purchase has OrderId and NetworkPackageId.")
def unpaid_response(unpaid: Unpaid) -> Finding:
    """Look at both."""
    unpaid.accepted()
    if not unpaid.order_id:
        return contradicted("no OrderId")
    return holds("both") if unpaid.package_id else contradicted("no NetworkPackageId", unpaid_create="no_id")


@PROBES.probe("unpaid-listed", ORDERS, "The network package of an unpaid order is not listed.")
def unpaid_listed(unpaid: Unpaid) -> Finding:
    """Look for it in the listings."""
    unpaid.accepted()
    rows = [row for row in unpaid.listed if row]
    if not unpaid.listed:
        raise NotProbed("the region could not be read after the order")
    if not rows:
        return holds(f"in none of {len(unpaid.listed)} listings")
    status = "Creating" if rows[0].get("NetworkPackageStatus") == "Creating" else "another status"
    return contradicted(f"listed, with {status}", unpaid_create="listed")


@PROBES.probe("unpaid-order", ORDERS, "GetOrderDetail shows the order as Unpaid, and of the type New.")
def unpaid_order(unpaid: Unpaid) -> Finding:
    """Look at the order."""
    record = _record(unpaid)
    status, kind = (record.get(name) for name in ("PaymentStatus", "OrderType"))
    seen = f"{status if status in ('Unpaid', 'Paid', 'Cancelled') else 'another status'}, {_kind(kind)}"
    return judged((status, kind) == ("Unpaid", "New"), seen)


@PROBES.probe("unpaid-instance-ids", ORDERS, "InstanceIDs of an unpaid purchase is an empty JSON list.")
def unpaid_instance_ids(unpaid: Unpaid) -> Finding:
    """Look at the form of InstanceIDs, and whether it names the network package."""
    value = _record(unpaid).get("InstanceIDs")
    if value == "[]":
        return holds("[]")
    if value is None:
        return contradicted("no InstanceIDs", instance_ids="absent")
    if not isinstance(value, str):
        return contradicted(f"InstanceIDs is {json_type(value)}")
    if not value.strip():
        return contradicted("an empty text")
    form = "json" if value.lstrip().startswith("[") else "plain"
    named = bool(unpaid.package_id) and str(unpaid.package_id) in value
    seen = f"{'names the network package' if named else 'names something'}, as {form}"
    switches: dict[str, Any] = {} if form == "json" else {"instance_ids": form}
    return contradicted(seen, **switches, **({"unpaid_order_names_package": True} if named else {}))


def _purchase(settings: Settings, run_id: str) -> dict[str, Any]:
    return {
        "Bandwidth": BANDWIDTH,
        "OfficeSiteId": settings.office_site,
        "PayType": "PrePaid",
        "InternetChargeType": "PayByBandwidth",
        "Period": 1,
        "PeriodUnit": "Month",
        "AutoPay": False,
        "AutoRenew": False,
        "Tag": [{"Key": TAG, "Value": run_id}],
    }


def _ordered(row: Document, unpaid: Unpaid, run_id: str) -> bool:
    return tag_of(row) == run_id or (unpaid.package_id is not None and row.get("NetworkPackageId") == unpaid.package_id)


def _order(api: Api, order_id: str) -> Document | None:
    listed = api.billing("GetOrderDetail", OrderId=order_id).get("OrderList")
    orders = listed.get("Order") if isinstance(listed, dict) else None
    if not isinstance(orders, list) or not all(isinstance(entry, dict) for entry in orders):
        raise UnexpectedShape("the response has no list Data.OrderList.Order")
    return next((entry for entry in orders if named_order(entry) == order_id), None)


def _record(unpaid: Unpaid) -> Document:
    unpaid.accepted()
    if isinstance(unpaid.order_error, (CallError, UnexpectedShape)):
        raise unpaid.order_error
    if not unpaid.order_id:
        raise NotProbed("the response named no order")
    if unpaid.order is None:
        raise NotProbed("billing does not know the order")
    return unpaid.order


def _kind(kind: Any) -> str:
    return str(kind) if kind in ("New", "Renew", "Upgrade", "Downgrade") else "another type"


def _left(unpaid: Unpaid) -> list[str]:
    """Return what the user has to do."""
    refused = isinstance(unpaid.error, RefusedError)
    row = next((row for row in unpaid.listed if row), None)
    order = f"Order {unpaid.order_id}" if unpaid.order_id else "The order, whose number no response named,"
    if unpaid.doubtful:
        named = str(row.get("NetworkPackageId")) if row else unpaid.package_id or "a subscription"
        how = "was paid, although AutoPay was false" if unpaid.paid else "may have been paid"
        return [f"{order} {how}: look at {named} in the console, and unsubscribe it, which shows the refund"]
    if refused:
        return []
    if (unpaid.order or {}).get("PaymentStatus") == "Unpaid":
        return [f"{order} is not paid. Cancel it on the Orders page of the console"]
    sentence = (
        f"{order} could not be read. Look for it on the Orders page of the console: cancel it if it is not paid, and "
        "unsubscribe what it bought if it is"
    )
    return [sentence]
