# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations that neither list nor place orders, and the table of all operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from . import billing, listings, prices, purchases, renewals, traffic
from .errors import ApiError
from .lifecycle import start_releasing
from .model import Package, Result
from .params import Params
from .state import State

ECD = "2020-09-30"
BSS = "2017-12-14"


@dataclass(frozen=True)
class Operation:
    """The implementation of an operation."""

    handler: Callable[[State, Params], Result]
    is_write: bool = False
    version: str = ECD


def delete_network_packages(state: State, params: Params) -> Result:
    """DeleteNetworkPackages."""
    region_id = state.region(params)
    package_ids = params.values_of("NetworkPackageId", required=True)
    packages = [state.find_package(region_id, package_id) for package_id in package_ids]
    for package in packages:
        _check_deletable(state, package)
    for package in packages:
        state.save_package(start_releasing(package, state.now(), state.releasing_seconds))
    return Result({}, effect=True)


def modify_network_package_enabled(state: State, params: Params) -> Result:
    """ModifyNetworkPackageEnabled. Only the office network shows the result."""
    region_id = state.region(params)
    package = state.find_package(region_id, params.required("NetworkPackageId"))
    enabled = params.boolean("Enabled")
    purchases.check_modifiable(package)
    site = state.sites.get(package.office_site_id or "")
    if site is None or enabled is None:
        return Result({})
    state.save_site(replace(site, enable_internet_access=enabled))
    return Result({}, effect=True)


def associate_network_package(state: State, params: Params) -> Result:
    """AssociateNetworkPackage."""
    region_id = state.region(params)
    package_id, site_id = params.required("NetworkPackageId"), params.required("OfficeSiteId")
    package = state.find_package(region_id, package_id)
    purchases.check_modifiable(package)
    if package.office_site_id is not None:
        raise ApiError("InvalidNetworkPackageId.Associated", "The network package already has an office network.")
    purchases.check_site_available(state, region_id, site_id)
    state.save_package(replace(package, office_site_id=site_id))
    # Premium bandwidth opens Internet access, as a purchase does.
    state.save_site(replace(state.sites[site_id], enable_internet_access=True))
    return Result({}, effect=True)


def dissociate_network_package(state: State, params: Params) -> Result:
    """DissociateNetworkPackage. No effect without an office network."""
    region_id = state.region(params)
    package = state.find_package(region_id, params.required("NetworkPackageId"))
    if package.office_site_id is None:
        return Result({})
    purchases.check_modifiable(package)
    state.save_package(replace(package, office_site_id=None))
    return Result({}, effect=True)


def list_tag_resources(state: State, params: Params) -> Result:
    """ListTagResources, for cloud computers only: no document names a resource type of network packages."""
    state.region(params)
    params.required("ResourceType", ("ALIYUN::GWS::INSTANCE",))
    params.values_of("ResourceId", max_count=50)
    return Result({"TagResources": []})


def _check_deletable(state: State, package: Package) -> None:
    if package.network_package_status != "InUse":
        raise ApiError(
            "IncorrectNetworkPackageStatus.DeletionNotSupport",
            "The current status of the network package does not support deletion.",
        )
    unexpired = package.pay_type == "PrePaid" and package.business_status != "Expired"
    if unexpired and state.switches.delete_prepaid == "error":
        raise ApiError(
            "InvalidChargeType.Unsupported", "A subscription that has not expired cannot be deleted. Unsubscribe it."
        )


OPERATIONS = {
    "DescribeNetworkPackages": Operation(listings.describe_network_packages),
    "DescribeOfficeSites": Operation(listings.describe_office_sites),
    "DescribePrice": Operation(prices.describe_price),
    "DescribeModificationPrice": Operation(prices.describe_modification_price),
    "DescribeRenewalPrice": Operation(prices.describe_renewal_price),
    "ListTagResources": Operation(list_tag_resources),
    "DescribeFlowMetric": Operation(traffic.describe_flow_metric),
    "CreateNetworkPackage": Operation(purchases.create_network_package, is_write=True),
    "ModifyNetworkPackageBandwidth": Operation(purchases.modify_network_package_bandwidth, is_write=True),
    "RenewNetworkPackages": Operation(purchases.renew_network_packages, is_write=True),
    "DeleteNetworkPackages": Operation(delete_network_packages, is_write=True),
    "ModifyNetworkPackageEnabled": Operation(modify_network_package_enabled, is_write=True),
    "AssociateNetworkPackage": Operation(associate_network_package, is_write=True),
    "DissociateNetworkPackage": Operation(dissociate_network_package, is_write=True),
    "GetOrderDetail": Operation(billing.get_order_detail, version=BSS),
    "QueryAvailableInstances": Operation(renewals.query_available_instances, version=BSS),
    "SetRenewal": Operation(renewals.set_renewal, is_write=True, version=BSS),
}
