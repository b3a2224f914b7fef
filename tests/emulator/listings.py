# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations that list network packages and office networks in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from .errors import invalid
from .lifecycle import LIVE
from .model import Package, Result, Site, write_time
from .params import Params
from .prices import CHARGE_TYPES
from .seeding import add_package
from .site_secrets import secret_fields
from .state import State

CREATING_FIELDS = (
    *("NetworkPackageId", "NetworkPackageStatus"),
    *("OfficeSiteId", "OfficeSiteName", "OfficeSiteVpcType"),
)
T = TypeVar("T")


def describe_network_packages(state: State, params: Params) -> Result:
    """DescribeNetworkPackages."""
    region_id = state.region(params)
    package_ids = params.values_of("NetworkPackageId")
    charge_type = params.optional("InternetChargeType", CHARGE_TYPES)
    tags = params.tags()
    state.begin_read("packages")
    chosen = state.shown_packages(region_id, by_id=bool(package_ids))
    if package_ids or charge_type or tags:
        chosen = [
            package
            for package in chosen
            if (not package_ids or package.network_package_id in package_ids)
            and charge_type in (None, package.internet_charge_type)
            and _has_tags(package, tags)
        ]
    hidden = [package for package in chosen if package.absent_polls > 0]
    listed = [package for package in chosen if package.absent_polls <= 0] if hidden else chosen
    omitted: frozenset[str] = frozenset()
    if state.hidden or state.hidden_by_token:
        listed, omitted = state.hide(listed, params.optional("NextToken"))
    page, end = _page(state, listed, params, max_size=100)
    data = {"NetworkPackages": [_listed_data(state, package) for package in page]}
    for package in hidden:
        state.count_poll(package)
    more = end < len(listed)
    if more and state.switches.pages != "stable" and not params.optional("NextToken"):
        end = _change_between_pages(state, page, end)
    if more and state.between_pages is not None:
        state.between_pages()
    following = _next_token(state, end if more else None)
    if omitted and more:
        state.hidden_by_token[following["NextToken"]] = omitted
    return Result({**data, **following})


def describe_office_sites(state: State, params: Params) -> Result:
    """DescribeOfficeSites."""
    region_id = state.region(params)
    site_ids = params.values_of("OfficeSiteId")
    filters = {
        "office_site_type": params.optional("OfficeSiteType", ("SIMPLE", "AD_CONNECTOR")),
        "status": params.optional("Status"),
        "vpc_id": params.optional("VpcId"),
        "security_protection": params.optional("SecurityProtection"),
        "account_type": params.optional("AccountType"),
    }
    state.begin_read("sites")
    chosen = [
        site
        for site in state.shown_sites(region_id)
        if (not site_ids or site.office_site_id in site_ids)
        and all(value in (None, getattr(site, name)) for name, value in filters.items())
    ]
    page, end = _page(state, chosen, params, max_size=500)
    token = _next_token(state, end if end < len(chosen) else None)
    packages = {package.office_site_id: package for package in _visible_packages(state, region_id)}
    rows = [{**site_data(state, site, packages.get(site.office_site_id)), **_named(state, site)} for site in page]
    return Result({"OfficeSites": rows, "TotalCount": len(chosen), **token})


def package_data(state: State, package: Package) -> dict[str, Any]:
    """Return a network package as it appears in a response."""
    site = state.sites.get(package.office_site_id or "")
    data: dict[str, Any] = {
        "NetworkPackageId": package.network_package_id,
        "Bandwidth": package.bandwidth,
        "PayType": package.pay_type,
        "InternetChargeType": package.internet_charge_type,
        "NetworkPackageStatus": package.network_package_status,
        "BusinessStatus": package.business_status,
        "CreateTime": write_time(package.create_time),
        "ExpiredTime": write_time(package.expired_time),
        "EipAddresses": list(package.eip_addresses),
        "Tags": [{"Key": key, "Value": value} for key, value in package.tags.items()],
    }
    if site is not None:
        data.update(OfficeSiteId=site.office_site_id, OfficeSiteName=site.name, OfficeSiteVpcType=site.vpc_type.lower())
    if package.reservation_bandwidth is not None:
        data["ReservationBandwidth"] = package.reservation_bandwidth
    if package.reservation_active_time is not None:
        data["ReservationActiveTime"] = write_time(package.reservation_active_time)
    if package.reservation_internet_charge_type is not None:
        data["ReservationInternetChargeType"] = package.reservation_internet_charge_type
    return data


def site_data(state: State, site: Site, package: Package | None, with_secrets: bool = True) -> dict[str, Any]:
    """Return an office network as it appears in a response, by default with its secrets."""
    data: dict[str, Any] = {
        "OfficeSiteId": site.office_site_id,
        "Name": site.name,
        "Status": site.status,
        "VpcType": site.vpc_type,
        "VpcId": site.vpc_id,
        "OfficeSiteType": site.office_site_type,
        "SecurityProtection": site.security_protection,
        "AccountType": site.account_type,
        "CreationTime": site.creation_time.strftime("%Y-%m-%dT%H:%MZ"),
        **site.details,
        "Bandwidth": package.bandwidth if package else 0,
        "NetworkPackageId": package.network_package_id if package else "",
    }
    if state.switches.enabled_shown:
        data["EnableInternetAccess"] = site.enable_internet_access
    if with_secrets:
        data.update(secret_fields(state.switches.site_secrets == "all"))
    return data


def _listed_data(state: State, package: Package) -> dict[str, Any]:
    data = package_data(state, package)
    names, times = state.hidden_fields.pop(package.network_package_id, (frozenset(), 0))
    if times > 1:
        state.hidden_fields[package.network_package_id] = (names, times - 1)
    data = {name: value for name, value in data.items() if name not in names}
    if package.network_package_status == "Creating" and state.switches.creating_fields == "few":
        return {name: value for name, value in data.items() if name in CREATING_FIELDS}
    return data


def _named(state: State, site: Site) -> dict[str, str]:
    """Return the package that a row is to name, if any."""
    package_id, times = state.named.pop(site.office_site_id, ("", 0))
    if times > 1:
        state.named[site.office_site_id] = (package_id, times - 1)
    return {"NetworkPackageId": package_id} if times else {}


def _visible_packages(state: State, region_id: str) -> list[Package]:
    return [
        package
        for package in state.shown_packages(region_id)
        if package.absent_polls <= 0 and package.network_package_status in LIVE
    ]


def _has_tags(package: Package, tags: dict[str, str | None]) -> bool:
    return all(key in package.tags and value in (None, package.tags[key]) for key, value in tags.items())


def _page(state: State, items: Sequence[T], params: Params, max_size: int) -> tuple[list[T], int]:
    size = params.integer("MaxResults", 1 if max_size == 100 else 0, max_size, default=10) or 10
    token = params.optional("NextToken")
    if token is not None and token not in state.tokens:
        raise invalid("NextToken")
    begin = state.tokens[token] if token else 0
    return list(items[begin : begin + size]), begin + size


def _next_token(state: State, offset: int | None) -> dict[str, str]:
    if offset is None:
        return {} if state.switches.last_token == "absent" else {"NextToken": ""}
    token = state.ids.token()
    state.tokens[token] = offset
    return {"NextToken": token}


def _change_between_pages(state: State, page: Sequence[Package], end: int) -> int:
    """Change the account after the first page; return the offset of the second page."""
    first = page[0]
    if state.switches.pages == "vanish":
        state.packages.pop(first.network_package_id, None)
    elif state.switches.pages == "appear":
        add_package(state, region_id=first.region_id)
    else:
        return end - 1
    return end
