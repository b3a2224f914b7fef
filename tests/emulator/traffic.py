# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeFlowMetric: the traffic of a network package. Its instance type and its unit are assumptions."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from .errors import ApiError, invalid, missing
from .model import Result, parse_time
from .params import Params
from .state import UNKNOWN_PACKAGE, State

INSTANCE_TYPES = ("networkPackage", "desktop")
METRICS = ("net_rx.rate", "net_tx.rate")
PERIODS = (60, 900, 3600)
MAX_POINTS = 1440
# Half of the bandwidth is used, in bit/s.
SHARE = 500_000


def describe_flow_metric(state: State, params: Params) -> Result:
    """DescribeFlowMetric, for network packages."""
    region_id = state.region(params)
    instance_id = params.required("InstanceId")
    if params.required("InstanceType", INSTANCE_TYPES) == "desktop":
        raise ApiError("InvalidDesktopId.NotFound", "The specified cloud computer does not exist.")
    params.required("MetricType", METRICS)
    period = params.integer("Period", min(PERIODS), max(PERIODS))
    begin, end = (_time(params, name) for name in ("StartTime", "EndTime"))
    if period not in PERIODS or not begin < end <= begin + timedelta(seconds=period * MAX_POINTS):
        raise invalid("Period")
    package = state.packages.get(instance_id)
    if package is None or package.region_id != region_id:
        raise ApiError(UNKNOWN_PACKAGE, f"The specified InstanceId {instance_id} does not exist.")
    count = int((end - begin).total_seconds()) // period
    points = [
        {
            "timeStamp": int((begin + timedelta(seconds=period * number)).timestamp() * 1000),
            "Average": float(package.bandwidth * SHARE),
        }
        for number in range(count)
    ]
    return Result({"Data": json.dumps({"instanceId": instance_id, "dataPoints": points})})


def _time(params: Params, name: str) -> datetime:
    text = params.optional(name)
    if text is None:
        raise missing(name)
    try:
        return parse_time(text)
    except ValueError:
        raise invalid(name) from None
