# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""QueryAvailableInstances and SetRenewal of the billing API: which subscriptions renew themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .errors import invalid
from .model import Package, Result, write_time
from .params import Params
from .products import PRODUCT_CODE, PRODUCT_TYPE
from .state import State

STATUSES = ("AutoRenewal", "ManualRenewal", "NotRenewal")
UNITS = {"M": "Month", "Y": "Year"}
PERIODS = (1, 2, 3, 6, 12)
MAX_IDS = 100


def query_available_instances(state: State, params: Params) -> Result:
    """QueryAvailableInstances."""
    wanted = _ids(params)
    number = params.integer("PageNum", 1, 10_000, default=1)
    size = params.integer("PageSize", 1, 300, default=20)
    size = min(size, state.switches.billing_page_size or size)
    state.begin_read("billing")
    known = {} if state.switches.billing_knows == "none" else state.billed_packages()
    rows = [_row(known[key]) for key in wanted if key in known]
    page = rows[(number - 1) * size : number * size]
    data = {"InstanceList": page, "PageNum": number, "PageSize": size, "TotalCount": len(rows)}
    return Result({"Code": "Success", "Message": "Successful!", "Success": True, "Data": data})


def set_renewal(state: State, params: Params) -> Result:
    """SetRenewal. The response has no outcome per instance, so one that is unknown refuses them all."""
    wanted = _ids(params)
    if params.required("ProductCode") != PRODUCT_CODE or params.optional("ProductType") not in (None, PRODUCT_TYPE):
        raise invalid("ProductCode")
    params.optional("SubscriptionType", ("Subscription", "PayAsYouGo"))
    status = params.required("RenewalStatus", STATUSES)
    term: dict[str, Any] = {}
    if status == "AutoRenewal":
        period = params.integer("RenewalPeriod", 1, 12)
        if period not in PERIODS:
            raise invalid("RenewalPeriod")
        term = {"period": period, "period_unit": UNITS[params.required("RenewalPeriodUnit", tuple(UNITS))]}
    packages = [state.packages.get(key) for key in wanted]
    for package in packages:
        if package is None or package.pay_type != "PrePaid" or package.network_package_status == "Released":
            raise invalid("InstanceIDs")
    for package in filter(None, packages):
        state.save_package(replace(package, auto_renew=status == "AutoRenewal", renew_status=status, **term))
    return Result({"Code": "Success", "Message": "Successful!", "Success": True}, effect=True)


def _ids(params: Params) -> list[str]:
    ids = params.required("InstanceIDs").split(",")
    if len(ids) > MAX_IDS or not all(ids) or len(set(ids)) != len(ids):
        raise invalid("InstanceIDs")
    return ids


def _row(package: Package) -> Mapping[str, Any]:
    subscription = package.pay_type == "PrePaid"
    row: dict[str, Any] = {
        "InstanceID": package.network_package_id,
        "ProductCode": PRODUCT_CODE,
        "ProductType": PRODUCT_TYPE,
        "SubscriptionType": "Subscription" if subscription else "PayAsYouGo",
        "Region": package.region_id,
        "Status": "Normal",
        "SubStatus": "Normal",
        "CreateTime": write_time(package.create_time),
    }
    if subscription:
        row["RenewStatus"] = package.renew_status or ("AutoRenewal" if package.auto_renew else "ManualRenewal")
        row["EndTime"] = row["ExpectedReleaseTime"] = write_time(package.expired_time)
        if package.auto_renew:
            unit = {name: letter for letter, name in UNITS.items()}.get(package.period_unit)
            row.update(RenewalDuration=package.period, RenewalDurationUnit=unit)
    return row
