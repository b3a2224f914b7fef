#!/usr/bin/python
# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: network_package_info
short_description: Gather information about network packages (premium bandwidth plans)
version_added: 0.1.0
description:
  - Lists the network packages of one or more regions of Alibaba Cloud Elastic Desktop Service (WUYING Workspace). The
    module reads all pages and returns every package once.
  - All filters are optional. A package is returned when it matches every filter that is given.
  - A filter that is an empty list matches nothing. The module then makes no API call.
author:
  - alicloud.ecd contributors (!UNKNOWN)
extends_documentation_fragment:
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.regions
  - alicloud.ecd.ecd.billing
  - alicloud.ecd.attributes
  - alicloud.ecd.attributes.reads
options:
  region_id:
    required: false
  network_package_ids:
    description: The IDs of network packages. There is no limit on their number. Unknown IDs are ignored.
    type: list
    elements: str
  office_site_ids:
    description: The IDs of office networks.
    type: list
    elements: str
  office_site_names:
    description:
      - The names of office networks. The module looks them up with DescribeOfficeSites. A name that exists in none of
        the regions, or is not unique in one of them, is an error.
    type: list
    elements: str
  internet_charge_type:
    description: How the packages are billed.
    type: str
    choices: [PayByTraffic, PayByBandwidth]
  pay_type:
    description: V(PostPaid) is pay-as-you-go, V(PrePaid) is a subscription.
    type: str
    choices: [PostPaid, PrePaid]
  network_package_status:
    description: The status of the packages.
    type: str
    choices: [Creating, InUse, Releasing, Released]
  business_status:
    description: Whether the packages have expired.
    type: str
    choices: [Normal, Expired]
  tags:
    description: Tags of the packages. A package matches when it has all of them, with the same values.
    type: dict
  expires_within_days:
    description: Subscriptions that have expired, or expire within this number of days.
    type: int
  created_after:
    description:
      - Packages that were created after this time, in ISO 8601 with a time zone, such as V(2026-01-31T08:00:00Z).
      - A package that does not show yet when it was created is returned, too.
      - Use it to find out what a job bought that was cancelled or killed.
    type: str
    version_added: 1.0.0
  estimate_cost:
    description:
      - Whether to return what each package costs, as RV(network_packages[].cost).
      - This needs the RAM permissions C(ecd:DescribePrice) and C(ecd:DescribeRenewalPrice).
    type: bool
    default: false
    version_added: 1.0.0
  renewal_status:
    description:
      - Whether to ask the billing API which subscriptions renew automatically, with one call for 100 subscriptions.
      - Each package then has RV(network_packages[].renewal).
      - If the billing API refuses the question, a warning names the permission that is missing.
    type: bool
    default: false
    version_added: 1.0.0
seealso:
  - module: alicloud.ecd.network_package
  - module: alicloud.ecd.network_packages
  - ref: ansible_collections.alicloud.ecd.docsite.guide_cookbook
    description: Playbooks for common tasks.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_permissions
    description: RAM policies for each task, and how to keep keys out of logs.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_troubleshooting
    description: What each message means.
"""

EXAMPLES = r"""
- name: List all network packages of a region
  alicloud.ecd.network_package_info:
    region_id: cn-hangzhou
  register: found

- name: List the subscriptions that expire within two weeks
  alicloud.ecd.network_package_info:
    region_id: cn-hangzhou
    pay_type: PrePaid
    network_package_status: InUse
    expires_within_days: 14
  register: expiring

- name: List what was bought since a job began
  alicloud.ecd.network_package_info:
    region_id: cn-hangzhou
    created_after: "2026-01-31T08:00:00Z"
  register: new

- name: List all network packages of two regions
  alicloud.ecd.network_package_info:
    regions:
      - cn-hangzhou
      - cn-shanghai
  register: found

- name: List the subscriptions with whether they renew automatically
  alicloud.ecd.network_package_info:
    region_id: cn-hangzhou
    pay_type: PrePaid
    renewal_status: true
  register: subscriptions

- name: Show those that will end
  ansible.builtin.debug:
    msg: "{{ subscriptions.network_packages | selectattr('renewal') | rejectattr('renewal.auto_renew') }}"

- name: Find out what each network package of two regions costs
  alicloud.ecd.network_package_info:
    regions: [cn-hangzhou, cn-shanghai]
    estimate_cost: true
  register: priced

- name: List the network packages of two office networks
  alicloud.ecd.network_package_info:
    region_id: cn-hangzhou
    office_site_ids:
      - cn-hangzhou+dir-363353abcd
      - cn-hangzhou+dir-747474abcd
"""

RETURN = r"""
network_packages:
  description: The matching network packages. A field that the API does not return is null; a list or dict is empty.
  returned: success
  type: list
  elements: dict
  contains:
    # BEGIN GENERATED package
    network_package_id:
      description: The ID. Null for a package that check mode would buy.
      type: str
      sample: np-amtp8e8q1o9e4abcd
    bandwidth:
      description: The peak bandwidth in Mbit/s.
      type: int
      sample: 10
    pay_type:
      description: V(PostPaid) (pay-as-you-go) or V(PrePaid) (subscription).
      type: str
      sample: PostPaid
    internet_charge_type:
      description: V(PayByTraffic) or V(PayByBandwidth).
      type: str
      sample: PayByTraffic
    network_package_status:
      description: V(Creating), V(InUse), V(Releasing) or V(Released).
      type: str
      sample: InUse
    business_status:
      description: V(Normal) or V(Expired). An expired package can still be V(InUse).
      type: str
      sample: Normal
    create_time:
      description: When the package was created.
      type: str
      sample: '2021-05-10T02:35:26Z'
    expired_time:
      description: When the package expires. The API returns 2099-12-31T15:59:59Z for pay-as-you-go packages.
      type: str
      sample: '2099-12-31T15:59:59Z'
    region_id:
      description: The region of the package.
      type: str
      sample: cn-hangzhou
    office_site_id:
      description: The ID of the office network that the package is bound to. Null when it is not bound.
      type: str
      sample: cn-hangzhou+dir-363353abcd
    office_site_name:
      description: The name of that office network.
      type: str
      sample: headquarters
    office_site_vpc_type:
      description: The type of that office network.
      type: str
      sample: basic
    eip_addresses:
      description: The public egress addresses.
      type: list
      elements: str
      sample: [198.51.100.7]
    reservation_bandwidth:
      description: The bandwidth, in Mbit/s, of a change that is booked and not yet in effect.
      type: int
      sample: 20
    reservation_active_time:
      description: When the booked change takes effect.
      type: str
      sample: '2021-07-10T00:00:00Z'
    reservation_internet_charge_type:
      description: The charge type of a booked change.
      type: str
      sample: PayByBandwidth
    tags:
      description: The tags.
      type: dict
      sample: {team: platform}
    # END GENERATED
    renewal:
      description:
        - Automatic renewal as the billing API shows it. Null for a package that is not a subscription, or that the
          billing API does not know.
      returned: O(renewal_status=true)
      type: dict
      contains:
        auto_renew:
          description: Whether the subscription renews automatically. Null if the billing API shows an unknown status.
          type: bool
          sample: true
        period:
          description: The number of units of RV(network_packages[].renewal.period_unit) that a renewal adds.
          type: int
          sample: 1
        period_unit:
          description: V(Month) or V(Year).
          type: str
          sample: Month
        end_time:
          description: When the current term ends.
          type: str
          sample: '2026-07-10T16:00:00Z'
        expected_release_time:
          description: When the package is expected to be released.
          type: str
          sample: '2026-07-25T16:00:00Z'
    cost:
      description:
        - The price of an hour of a pay-as-you-go package at its current bandwidth, without its traffic, or the price of
          renewing a subscription for a month.
        - Null if the API names no price. A warning says why.
        - Packages that are alike are priced once. For subscriptions with the same region, bandwidth, charge type and
          status, this is the price of renewing one of them. If the API refuses the price of one, because of an unpaid
          order for example, it is asked for up to two others. A discount that the vendor grants for one package only is
          not seen.
      returned: when O(estimate_cost=true)
      type: dict
      contains:
        # BEGIN GENERATED price
        currency:
          description: The currency of the account.
          type: str
          sample: CNY
        original_price:
          description: The list price.
          type: float
          sample: 300.0
        discount_price:
          description: The discount.
          type: float
          sample: 0.0
        trade_price:
          description: The price to pay. It may be negative (a refund).
          type: float
          sample: 300.0
        # END GENERATED
        period:
          description: The number of units of RV(network_packages[].cost.period_unit) that the price is for, which is 1.
          type: int
          sample: 1
        period_unit:
          description: V(Hour) for a pay-as-you-go package, V(Month) for a subscription.
          type: str
          sample: Month
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._client.region import Connect, connect
from ..module_utils._errors import EcdError
from ..module_utils._execution.listing import read_matching
from ..module_utils._options.connection import BILLING_SPEC, CONNECTION_SPEC, access_from, connection_warnings
from ..module_utils._options.filters import FILTER_SPEC, filter_from
from ..module_utils._options.module import EcdModule
from ..module_utils._options.regions import REGIONS_SPEC, regions_from

ARGUMENT_SPEC = {
    **CONNECTION_SPEC,
    **REGIONS_SPEC,
    **FILTER_SPEC,
    "estimate_cost": {"type": "bool", "default": False},
    "renewal_status": {"type": "bool", "default": False},
    **BILLING_SPEC,
}


class Module(EcdModule, AnsibleModule):
    """Ansible's module, which masks what its options cannot tell to be secret."""


def run(params: Mapping[str, Any], warn: Callable[[str], None], connect: Connect) -> dict[str, Any]:
    """Return the result of the task. Raises EcdError."""
    wanted, region_ids = filter_from(params), regions_from(params)
    if wanted.matches_nothing or not region_ids:
        return {"changed": False, "network_packages": []}
    access = access_from(params)
    for warning in connection_warnings(params, access):
        warn(warning)
    with connect(access, region_ids) as session:
        packages = read_matching(session, wanted)
        results = [package.to_result() for package in packages]
        # Imported late: most tasks ask for neither.
        if params["estimate_cost"]:
            from ..module_utils._execution.package_costs import costs_of

            for result, cost in zip(results, costs_of(session.regions, packages, warn)):
                result["cost"] = cost
        if params["renewal_status"]:
            from ..module_utils._execution.renewal_status import add_renewals

            add_renewals(session, results, warn)
    return {"changed": False, "network_packages": results}


def main(connect: Connect = connect) -> None:
    """Run as a module."""
    module = Module(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    try:
        result = run(module.params, module.warn, module.masking(connect))
    except EcdError as error:
        result = error.to_result()
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
