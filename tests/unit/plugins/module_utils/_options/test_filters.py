# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters of the info module, as values."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError, PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package_filter import LISTS, PackageFilter
from ansible_collections.alicloud.ecd.plugins.module_utils._options.filters import FILTER_SPEC, filter_from

NOW = 1768464000.0
PACKAGE = Package(
    "np-a",
    bandwidth=10,
    pay_type="PrePaid",
    internet_charge_type="PayByBandwidth",
    network_package_status="InUse",
    business_status="Normal",
    create_time="2026-01-10T08:00:00Z",
    expired_time="2026-01-22T08:00:00Z",
    office_site_id="site-a",
    office_site_name="first",
    tags={"team": "a", "empty": ""},
)


def wanted(**params: Any) -> PackageFilter:
    return filter_from({**dict.fromkeys(FILTER_SPEC), **params})


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"network_package_ids": ["np-b", "np-a"]},
        {"office_site_ids": ["site-a"]},
        {"internet_charge_type": "PayByBandwidth"},
        {"pay_type": "PrePaid"},
        {"network_package_status": "InUse"},
        {"business_status": "Normal"},
        {"tags": {}},
        {"tags": {"team": "a"}},
        {"tags": {"empty": ""}},
        {"expires_within_days": 7},
        {"expires_within_days": 100},
        {"created_after": "2026-01-10T07:59:59Z"},
        {"created_after": "2026-01-10T07:59:59.999999Z"},
        {"created_after": "2026-01-10T09:59:59+02:00"},
        {"created_after": "2026-01-10T09:00+02:00"},
        {"created_after": ""},
        dict.fromkeys(("pay_type", "internet_charge_type", "network_package_status", "business_status"), ""),
        {"office_site_ids": ["site-a"], "pay_type": "PrePaid", "tags": {"team": "a"}, "expires_within_days": 8},
    ],
)
def test_matching(params: dict[str, Any]) -> None:
    assert wanted(**params).matches(PACKAGE, NOW)
    assert not wanted(**params).matches_nothing


@pytest.mark.parametrize(
    "params",
    [
        {"network_package_ids": ["np-b"]},
        {"office_site_ids": ["site-b"]},
        {"internet_charge_type": "PayByTraffic"},
        {"pay_type": "PostPaid"},
        {"network_package_status": "Released"},
        {"business_status": "Expired"},
        {"tags": {"team": "b"}},
        {"tags": {"team": "a", "more": "x"}},
        {"expires_within_days": 6},
        {"expires_within_days": 0},
        {"office_site_ids": ["site-a"], "pay_type": "PostPaid"},
    ],
)
def test_not_matching(params: dict[str, Any]) -> None:
    assert not wanted(**params).matches(PACKAGE, NOW)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("values", [[], [""], ["", ""]])
def test_an_empty_list_matches_nothing(name: str, values: list[str]) -> None:
    assert wanted(**{name: values}).matches_nothing


@pytest.mark.parametrize("name", LISTS)
def test_no_list_is_no_condition(name: str) -> None:
    assert not wanted(**{name: None}).matches_nothing


def test_a_plan_without_an_office_network_is_in_no_list() -> None:
    unbound = PACKAGE._replace(office_site_id=None, office_site_name=None)
    assert not wanted(office_site_ids=["site-a"]).matches(unbound, NOW)
    assert wanted(network_package_ids=["np-a"]).matches(unbound, NOW)


@pytest.mark.parametrize(
    ("fields", "matched"),
    [
        ({"expired_time": "2026-01-22T08:00:00Z"}, True),
        ({"expired_time": "2026-01-22T08:00:01Z"}, False),
        ({"expired_time": "2026-01-01T00:00:00Z"}, True),
        ({"business_status": "Expired", "expired_time": None}, True),
        ({"pay_type": "PostPaid", "expired_time": "2026-01-16T00:00:00Z"}, False),
        ({"pay_type": "PostPaid", "expired_time": None}, False),
    ],
)
def test_expires_within_seven_days(fields: dict[str, Any], matched: bool) -> None:
    assert wanted(expires_within_days=7).matches(PACKAGE._replace(**fields), NOW) is matched


def test_an_expiry_that_cannot_be_read() -> None:
    with pytest.raises(PlanningError, match="'soon' as ExpiredTime of np-a"):
        wanted(expires_within_days=7).matches(PACKAGE._replace(expired_time="soon"), NOW)
    assert wanted().matches(PACKAGE._replace(expired_time="soon"), NOW)


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"expires_within_days": -1}, "^expires_within_days: -1 is not allowed; 0 or more"),
        ({"tags": {"a": True}}, "^tags: "),
        ({"tags": {"a": None}}, "^tags: "),
    ],
)
def test_bad_filters(params: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        wanted(**params)


def test_numbers_in_tags_are_text() -> None:
    assert wanted(tags={"cost": 47}).matches(PACKAGE._replace(tags={"cost": "47"}), NOW)


@pytest.mark.parametrize("when", ["2026-01-10T08:00:00Z", "2026-01-10T08:00:01Z", "2026-01-10T04:00:00-04:00"])
def test_what_was_created_before_does_not_match(when: str) -> None:
    assert not wanted(created_after=when).matches(PACKAGE, NOW)


@pytest.mark.parametrize("shown", [None, "", "soon"])
def test_a_package_that_does_not_show_its_time_may_be_new(shown: str | None) -> None:
    assert wanted(created_after="2026-01-10T08:00:00Z").matches(PACKAGE._replace(create_time=shown), NOW)


@pytest.mark.parametrize(
    "value", ["2026-01-10", "2026-01-10T08:00:00", "yesterday", "1768464000", "2026-13-01T00:00:00Z"]
)
def test_a_time_without_its_zone_is_refused(value: str) -> None:
    with pytest.raises(InputError, match=f"created_after: '{value}' is not allowed; a time with its time zone"):
        wanted(created_after=value)
