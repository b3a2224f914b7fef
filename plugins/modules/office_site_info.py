#!/usr/bin/python
# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: office_site_info
short_description: Gather information about office networks
version_added: 1.0.0
description:
  - Lists the office networks of one or more regions of Alibaba Cloud Elastic Desktop Service (WUYING Workspace), on
    request with their network packages (premium bandwidth plans). The module reads all pages and returns every office
    network once.
  - All filters are optional. An office network is returned when it matches every filter that is given.
  - A filter that is an empty list matches nothing. The module then makes no API call.
  - The API can respond with passwords and keys of an office network. The module keeps only the fields that are listed
    as return values.
author:
  - alicloud.ecd contributors (!UNKNOWN)
extends_documentation_fragment:
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.regions
  - alicloud.ecd.attributes
  - alicloud.ecd.attributes.reads
options:
  region_id:
    required: false
  office_site_ids:
    description: The IDs of office networks. There is no limit on their number. Unknown IDs are ignored.
    type: list
    elements: str
  office_site_names:
    description:
      - The names of office networks. A name that exists in none of the regions is an error. All office networks of a
        name are returned.
    type: list
    elements: str
  status:
    description: The status of the office networks.
    type: str
    choices:
      - REGISTERING
      - REGISTERED
      - DEREGISTERING
      - DEREGISTERED
      - ERROR
      - NEEDCONFIGTRUST
      - CONFIGTRUSTFAILED
      - CONFIGTRUSTING
      - NEEDCONFIGUSER
  has_network_package:
    description:
      - Whether the office networks have a live network package, by the listing of network packages. A package that is
        being released, or was released, is not live. One that has expired is.
      - Implies O(network_packages).
    type: bool
  network_packages:
    description:
      - Whether to return the network package of each office network.
      - This reads all network packages of the regions, one call for each page of 100.
    type: bool
    default: false
seealso:
  - module: alicloud.ecd.network_package_info
  - plugin: alicloud.ecd.office_sites
    plugin_type: inventory
  - ref: ansible_collections.alicloud.ecd.docsite.guide_cookbook
    description: Playbooks for common tasks.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_inventory
    description: Office networks as hosts.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_permissions
    description: RAM policies for each task, and how to keep keys out of logs.
"""

EXAMPLES = r"""
- name: List all office networks of two regions
  alicloud.ecd.office_site_info:
    regions:
      - cn-hangzhou
      - cn-shanghai
  register: offices

- name: List the office networks that have no network package
  alicloud.ecd.office_site_info:
    region_id: cn-hangzhou
    status: REGISTERED
    has_network_package: false
  register: without

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ without.office_sites | map(attribute='name') | list }}"

- name: Get one office network with its network package
  alicloud.ecd.office_site_info:
    region_id: cn-hangzhou
    office_site_names:
      - headquarters
    network_packages: true
  register: headquarters
"""

RETURN = r"""
office_sites:
  description: The matching office networks. A field that the API does not return is null.
  returned: success
  type: list
  elements: dict
  contains:
    region_id:
      description: The region of the office network.
      type: str
      sample: cn-hangzhou
    office_site_id:
      description: The ID.
      type: str
      sample: cn-hangzhou+dir-363353abcd
    name:
      description: The name. It is unique in a region, and can be null just after the office network was created.
      type: str
      sample: headquarters
    status:
      description: The status, see O(status).
      type: str
      sample: REGISTERED
    office_site_type:
      description: V(SIMPLE) (convenience accounts) or V(AD_CONNECTOR) (an Active Directory).
      type: str
      sample: SIMPLE
    account_type:
      description: The type of the accounts.
      type: str
      sample: SIMPLE
    vpc_type:
      description: V(Basic), V(Standard) or V(Customized).
      type: str
      sample: Basic
    vpc_id:
      description: The ID of the VPC.
      type: str
      sample: vpc-uf6tz5k67puge5jn8abcd
    cidr_block:
      description: The IPv4 CIDR block.
      type: str
      sample: 172.16.0.0/12
    creation_time:
      description: When the office network was created, to the minute.
      type: str
      sample: '2021-05-06T05:58Z'
    desktop_access_type:
      description: How clients connect to cloud computers, V(INTERNET), V(VPC) or V(ANY).
      type: str
      sample: INTERNET
    desktop_count:
      description: The number of cloud computers.
      type: int
      sample: 12
    total_eds_count:
      description: The number of cloud computers of all kinds.
      type: int
      sample: 12
    enable_internet_access:
      description: Whether Internet access is enabled. It does not tell whether there is a network package.
      type: bool
      sample: true
    basic_internet_type:
      description: The type of the basic Internet access. The vendor does not document its values.
      type: str
    bandwidth:
      description: The bandwidth in Mbit/s. V(0) means that there is no premium bandwidth.
      type: int
      sample: 10
    network_package_id:
      description: The ID of the network package, as the office network shows it.
      type: str
      sample: np-amtp8e8q1o9e4abcd
    cen_id:
      description: The ID of the Cloud Enterprise Network instance.
      type: str
      sample: cen-3gwy16dojz1m65abcd
    mfa_enabled:
      description: Whether multi-factor authentication is enabled.
      type: bool
      sample: false
    sso_enabled:
      description: Whether single sign-on is enabled.
      type: bool
      sample: false
    network_package:
      description: The live network package of the office network, null when there is none.
      returned: O(network_packages) is true, or O(has_network_package) is given
      type: dict
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
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._client.region import Connect, connect
from ..module_utils._errors import EcdError
from ..module_utils._execution.offices import doubts, read_offices
from ..module_utils._options.connection import CONNECTION_SPEC, access_from, connection_warnings
from ..module_utils._options.module import EcdModule
from ..module_utils._options.regions import REGIONS_SPEC, regions_from
from ..module_utils._options.site_filters import SITE_FILTER_SPEC, site_filter_from

ARGUMENT_SPEC = {
    **CONNECTION_SPEC,
    **REGIONS_SPEC,
    **SITE_FILTER_SPEC,
    "network_packages": {"type": "bool", "default": False},
}


class Module(EcdModule, AnsibleModule):
    """Ansible's module, which masks what its options cannot tell to be secret."""


def run(params: Mapping[str, Any], warn: Callable[[str], None], connect: Connect) -> dict[str, Any]:
    """Return the result of the task. Raises EcdError."""
    wanted, region_ids = site_filter_from(params), regions_from(params)
    if wanted.matches_nothing or not region_ids:
        return {"changed": False, "office_sites": []}
    access = access_from(params)
    for warning in connection_warnings(params, access):
        warn(warning)
    with_packages = bool(params["network_packages"]) or wanted.has_network_package is not None
    with connect(access, region_ids) as session:
        offices = read_offices(session, wanted, with_packages)
    for warning in doubts(offices):
        warn(warning)
    return {"changed": False, "office_sites": [office.to_result(with_packages) for office in offices]}


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
