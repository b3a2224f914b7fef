# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans as the API shows them, odd ones included, and the one shape in which they are returned."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package, package_from_api

WHOLE = {
    "NetworkPackageId": "np-a",
    "Bandwidth": 10,
    "PayType": "PrePaid",
    "InternetChargeType": "PayByBandwidth",
    "NetworkPackageStatus": "InUse",
    "BusinessStatus": "Normal",
    "CreateTime": "2021-05-10T02:35:26Z",
    "ExpiredTime": "2099-12-31T15:59:59Z",
    "OfficeSiteId": "cn-hangzhou+dir-363353",
    "OfficeSiteName": "headquarters",
    "OfficeSiteVpcType": "basic",
    "EipAddresses": ["198.51.100.7", "198.51.100.8"],
    "ReservationBandwidth": 20,
    "ReservationActiveTime": "2021-07-10T00:00:00Z",
    "ReservationInternetChargeType": "PayByTraffic",
    "Tags": [{"Key": "team", "Value": "platform"}, {"Key": "empty", "Value": ""}],
}
SHAPE = {
    "network_package_id": "np-a",
    "bandwidth": 10,
    "pay_type": "PrePaid",
    "internet_charge_type": "PayByBandwidth",
    "network_package_status": "InUse",
    "business_status": "Normal",
    "create_time": "2021-05-10T02:35:26Z",
    "expired_time": "2099-12-31T15:59:59Z",
    "region_id": "cn-hangzhou",
    "office_site_id": "cn-hangzhou+dir-363353",
    "office_site_name": "headquarters",
    "office_site_vpc_type": "basic",
    "eip_addresses": ["198.51.100.7", "198.51.100.8"],
    "reservation_bandwidth": 20,
    "reservation_active_time": "2021-07-10T00:00:00Z",
    "reservation_internet_charge_type": "PayByTraffic",
    "tags": {"team": "platform", "empty": ""},
}
LEFT_OUT: dict[str, Any] = {
    **dict.fromkeys(SHAPE),
    "network_package_id": "np-a",
    "region_id": "cn-hangzhou",
    "eip_addresses": [],
    "tags": {},
}


def shape(**fields: Any) -> dict[str, Any]:
    return package_from_api({"NetworkPackageId": "np-a", **fields}, "cn-hangzhou").to_result()


def test_whole() -> None:
    assert package_from_api(WHOLE, "cn-hangzhou").to_result() == SHAPE


def test_fields_that_nobody_knows_are_left_out() -> None:
    assert package_from_api({**WHOLE, "Password": "x", "Name": "y"}, "cn-hangzhou").to_result() == SHAPE


def test_a_field_left_out_is_null_or_empty() -> None:
    assert shape() == LEFT_OUT


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"NetworkPackageId"}))
def test_nothing_is_as_good_as_left_out(name: str, nothing: Any) -> None:
    assert shape(**{name: nothing}) == LEFT_OUT


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"Bandwidth": "10"}, "bandwidth", 10),
        ({"Bandwidth": 0}, "bandwidth", 0),
        ({"ReservationBandwidth": "20"}, "reservation_bandwidth", 20),
        ({"EipAddresses": []}, "eip_addresses", []),
        ({"Tags": []}, "tags", {}),
        ({"Tags": [{"Key": "a"}]}, "tags", {"a": ""}),
        ({"Tags": [{"Key": "a", "Value": None}]}, "tags", {"a": ""}),
        ({"Tags": [{"Key": "a", "Value": 12}]}, "tags", {"a": "12"}),
        ({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, "tags", {"a": "2"}),
        ({"NetworkPackageStatus": "Frozen"}, "network_package_status", "Frozen"),
        ({"OfficeSiteName": "名称 ü\n"}, "office_site_name", "名称 ü\n"),
    ],
)
def test_odd_and_readable(fields: dict[str, Any], name: str, value: Any) -> None:
    assert shape(**fields)[name] == value


# An id is text. Anything else may be spelled in another way by the next response, and is none.
NO_IDS = (7, 0.5, True, ["np-a"], {"Id": "np-a"})

MALFORMED: tuple[dict[str, Any], ...] = (
    {"Bandwidth": "ten"},
    {"Bandwidth": "10 Mbit/s"},
    {"Bandwidth": 10.5},
    {"Bandwidth": float("nan")},
    {"Bandwidth": True},
    {"Bandwidth": []},
    {"Bandwidth": {"Value": 10}},
    {"ReservationBandwidth": "later"},
    {"EipAddresses": "198.51.100.7"},
    {"EipAddresses": {"EipAddress": ["198.51.100.7"]}},
    {"EipAddresses": 7},
    {"Tags": "a=b"},
    {"Tags": {"a": "b"}},
    {"Tags": [None]},
    {"Tags": ["a"]},
    {"Tags": [{}]},
    {"Tags": [{"TagKey": "a", "TagValue": "b"}]},
    {"Tags": [{"Key": "", "Value": "b"}]},
)


@pytest.mark.parametrize(
    "element",
    [
        None,
        "np-a",
        7,
        [],
        ["np-a"],
        {},
        {"NetworkPackageId": None},
        {"NetworkPackageId": ""},
        {"networkPackageId": "np-a"},
        *({"NetworkPackageId": value} for value in NO_IDS),
        *({"NetworkPackageId": "np-a", "OfficeSiteId": value} for value in NO_IDS),
        *({"NetworkPackageId": "np-a", **fields} for fields in MALFORMED),
    ],
)
def test_malformed(element: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        package_from_api(element, "cn-hangzhou")


@pytest.mark.parametrize(
    ("status", "live", "usable"),
    [
        ("Creating", True, False),
        ("InUse", True, True),
        ("Releasing", False, False),
        ("Released", False, False),
        (None, True, False),
        ("SomethingNew", True, False),
    ],
)
def test_what_counts_as_live(status: str | None, live: bool, usable: bool) -> None:
    package = Package("np-a", network_package_status=status)
    assert (package.live, package.usable) == (live, usable)


@pytest.mark.parametrize(
    ("tags", "borne"),
    [({}, True), ({"a": "1"}, True), ({"a": "1", "b": ""}, True), ({"a": "2"}, False), ({"c": ""}, False)],
)
def test_bears(tags: dict[str, str], borne: bool) -> None:
    assert Package("np-a", tags={"a": "1", "b": ""}).has_tags(tags) is borne


def test_has_bandwidth_in_force_or_booked() -> None:
    package = Package("np-a", bandwidth=10, reservation_bandwidth=20)
    assert [package.has_bandwidth(value) for value in (10, 20, 30)] == [True, True, False]


def test_what_is_presented_is_the_readers_own() -> None:
    package = package_from_api(WHOLE, "cn-hangzhou")
    first = package.to_result()
    first["tags"]["more"] = "x"
    first["eip_addresses"].append("y")
    assert package.to_result() == SHAPE


@pytest.mark.parametrize(
    ("identity", "met"),
    [
        ({"network_package_id": "np-a"}, "np-a"),
        ({"network_package_id": "np-b", "tags": {"t": "1"}}, "np-b"),
        ({"office_site_id": "site-b"}, "np-b"),
        ({"office_site_id": "site-b", "tags": {"t": "1"}}, "np-b"),
        ({"tags": {"t": "1"}}, "np-a"),
        ({"tags": {"t": "9"}}, ""),
        ({"network_package_id": "np-z"}, ""),
        ({}, ""),
    ],
)
def test_whom_a_wish_means(identity: dict[str, Any], met: str) -> None:
    packages = [
        Package("np-a", office_site_id="site-a", tags={"t": "1"}),
        Package("np-b", office_site_id="site-b", tags={"t": "2"}),
        Package("np-c"),
    ]
    assert (
        " ".join(str(package.network_package_id) for package in packages if Desired(**identity).matches(package)) == met
    )
