# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Probes that ask billing, and for traffic. Reads only."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError

from .api import Api, Document, UnexpectedShape, code_of, lacks_permission, refusal
from .probe import READS, Finding, NotProbed, Probes, contradicted, holds, judged, unclear
from .reads import UNKNOWN_ID

PROBES = Probes(READS)
RENEWAL, ORDERS, TRAFFIC = "Automatic renewal", "Unpaid orders", "Traffic"
RENEW_STATUSES = ("AutoRenewal", "ManualRenewal", "NotRenewal")
PAGE_SIZE = 100
UNKNOWN_ORDER = "1"
# From the likeliest to the one that the documentation shows, which is for cloud computers.
METRIC_TYPES = ("networkPackage", "NetworkPackage", "network_package", "networkpackage", "desktop")
HOUR = 3600
_PRODUCT = re.compile(r"[a-z][a-z0-9_]{0,30}")
MEGA = 1_000_000


@PROBES.probe("billing-page-size", RENEWAL, "A page of QueryAvailableInstances is as long as the request asks for.")
def billing_page_size(api: Api) -> Finding:
    """Compare PageSize."""
    size = api.billing("QueryAvailableInstances", **_request([UNKNOWN_ID])).get("PageSize")
    if size is None:
        return unclear("no PageSize in the response")
    if str(size) == str(PAGE_SIZE):
        return holds(f"PageSize {PAGE_SIZE}")
    return contradicted("another PageSize", billing_page_size=size if isinstance(size, int) else 0)


@PROBES.probe("billing-instance-id", RENEWAL, "Billing knows a subscription by the ID of its network package.")
def billing_instance_id(api: Api) -> Finding:
    """Ask for the subscriptions of the region."""
    rows = _subscriptions(api)
    ids = [str(row["NetworkPackageId"]) for row in rows[:PAGE_SIZE]]
    found = {row.get("InstanceID") for row in _instances(api, ids)} & set(ids)
    if not found:
        return contradicted(f"none of {len(ids)}", billing_knows="none")
    return judged(len(found) == len(ids), f"{len(found)} of {len(ids)}")


@PROBES.probe("billing-renew-status", RENEWAL, "Billing shows RenewStatus of a subscription, with one of three values.")
def billing_renew_status(api: Api) -> Finding:
    """Look at the subscriptions of the region."""
    rows = _instances(api, [str(row["NetworkPackageId"]) for row in _subscriptions(api)[:PAGE_SIZE]])
    if not rows:
        raise NotProbed("billing shows no subscription of the region")
    shown = [row.get("RenewStatus") if row.get("RenewStatus") in RENEW_STATUSES else "another value" for row in rows]
    seen = ", ".join(f"{shown.count(value)} {value}" for value in sorted(set(map(str, shown))))
    return judged("another value" not in shown, seen)


@PROBES.probe("billing-product", RENEWAL, "Billing shows ProductCode of a subscription, which SetRenewal needs.")
def billing_product(api: Api) -> Finding:
    """Look at the subscriptions of the region."""
    rows = _instances(api, [str(row["NetworkPackageId"]) for row in _subscriptions(api)[:PAGE_SIZE]])
    if not rows:
        raise NotProbed("billing shows no subscription of the region")
    codes = {str(row.get("ProductCode") or "none") for row in rows}
    known = sorted(code if _PRODUCT.fullmatch(code) else "an unusual one" for code in codes)
    return judged("none" not in codes, ", ".join(known))


@PROBES.probe("billing-failure", ORDERS, "Billing returns HTTP 400 for an order that does not exist.")
def billing_failure(api: Api) -> Finding:
    """Ask for one."""
    try:
        api.billing("GetOrderDetail", OrderId=UNKNOWN_ORDER)
    except CallError as error:
        if lacks_permission(error) or error.code is None:
            raise
        status = api.record.last("GetOrderDetail").status
        seen = f"HTTP {status}, {code_of(error)}"
        return contradicted(seen, bss_failure="http_200") if status == 200 else judged(status == 400, seen)
    return contradicted("HTTP 200 and no error")


@PROBES.probe("traffic-type", TRAFFIC, "DescribeFlowMetric takes InstanceType networkPackage.")
def traffic_type(api: Api) -> Finding:
    """Try the likely values, and an unknown one, on a network package in use."""
    package_id = _in_use(api)["NetworkPackageId"]
    try:
        _traffic(api, package_id, "contract-unknown")
    except CallError as error:
        refusal(error)
    else:
        return unclear("any InstanceType is accepted")
    for kind in METRIC_TYPES:
        try:
            _traffic(api, package_id, kind)
        except CallError as error:
            refusal(error)
            continue
        return judged(kind == METRIC_TYPES[0], f"{kind} is the first of {len(METRIC_TYPES)} that is accepted")
    return contradicted(f"none of {', '.join(METRIC_TYPES)} is accepted")


@PROBES.probe("traffic-unit", TRAFFIC, "DescribeFlowMetric shows bit/s.")
def traffic_unit(api: Api) -> Finding:
    """Compare the highest value with the bandwidth: more than an eighth of it can be no number of bytes."""
    row = _in_use(api)
    bandwidth = row.get("Bandwidth")
    values: list[float] = []
    for kind in METRIC_TYPES:
        try:
            values = _traffic(api, row["NetworkPackageId"], kind)
        except CallError as error:
            refusal(error)
            continue
        break
    if not values or not max(values) or not isinstance(bandwidth, int):
        raise NotProbed("the network package had no traffic in the last hour")
    share = max(values) / (bandwidth * MEGA)
    if share > 1.5:
        return contradicted("more than the bandwidth as bit/s")
    return holds("more than the bandwidth as byte/s") if share > 1 / 8 else unclear("too little traffic to tell")


def _traffic(api: Api, package_id: Any, kind: str) -> list[float]:
    """Return the averages of an hour. Data is a text that holds JSON."""
    end = int(api.timing.now()) // HOUR * HOUR
    times = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)) for moment in (end - HOUR, end)]
    document = api.read(
        "DescribeFlowMetric",
        InstanceId=package_id,
        InstanceType=kind,
        MetricType="net_rx.rate",
        Period=60,
        StartTime=times[0],
        EndTime=times[1],
    )
    try:
        points = json.loads(document["Data"])["dataPoints"]
        return [float(point["Average"]) for point in points]
    except (KeyError, TypeError, ValueError):
        raise UnexpectedShape("Data is not a text that holds JSON with dataPoints") from None


def _request(ids: list[str]) -> dict[str, str]:
    return {"InstanceIDs": ",".join(ids), "PageNum": "1", "PageSize": str(PAGE_SIZE)}


def _instances(api: Api, ids: list[str]) -> list[Document]:
    rows = api.billing("QueryAvailableInstances", **_request(ids)).get("InstanceList")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnexpectedShape("the response has no list Data.InstanceList")
    return rows


def _subscriptions(api: Api) -> list[Document]:
    rows = [
        row for row in api.listing if row.get("PayType") == "PrePaid" and row.get("NetworkPackageStatus") == "InUse"
    ]
    if not rows:
        raise NotProbed("no subscription in use in the region")
    return rows


def _in_use(api: Api) -> Document:
    row = next((row for row in api.listing if row.get("NetworkPackageStatus") == "InUse"), None)
    if row is None:
        raise NotProbed("no network package in use in the region")
    return row
