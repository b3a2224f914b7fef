#!/usr/bin/python
# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: network_packages
short_description: Manage the network packages (premium bandwidth plans) of many office networks
version_added: 0.1.0
description:
  - Manages a list of network packages of Alibaba Cloud Elastic Desktop Service (WUYING Workspace), as
    M(alicloud.ecd.network_package) manages a single one.
  - Each region is read once, all regions in parallel. It is read a second time if a package is missing, and once more
    after purchases. All items are checked before the first write. Writes run in parallel, and one poll waits for all
    packages of a region.
  - Before the first write, the task fails if any item is invalid, or if two items of a region mean the same network
    package or office network, before or after the task. An unknown option in an item or in O(defaults) is an error that
    names the item and the option, and suggests the closest names. Office networks that do not exist are all reported,
    each with the closest names.
  - With O(undeclared), it also reports or releases the network packages that no item means.
  - During execution, the failure of one item does not stop the others. A region that cannot be read fails only its own
    items. The task then fails at the end and returns all results.
author:
  - alicloud.ecd contributors (!UNKNOWN)
extends_documentation_fragment:
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.billing
  - alicloud.ecd.ecd.writing
  - alicloud.ecd.attributes
  - alicloud.ecd.attributes.writes
attributes:
  diff_mode:
    description:
      - Shows one line of totals, and one line for each network package that changes, with its office network, its
        region, the values before and after, and the price.
    support: full
options:
  network_packages:
    description:
      - The network packages, one item for each. With an empty list, the module changes nothing, and makes no API call
        unless O(undeclared=report). With O(undeclared=release), an empty list is an error, because every package of the
        region would be released.
      - Credentials, and all else that says how to reach the API, are options of the task. In an item they are an error.
    type: list
    elements: dict
    required: true
    suboptions:
      region_id:
        description:
          - The region of the item. The default is O(region_id) of the task, which can be omitted when every item has a
            region.
          - Names, IDs and tags identify a package within its region. The same name in two regions means two packages.
        type: str
      # BEGIN GENERATED options
      state:
        description:
          - V(present) makes sure that the network package exists and has the declared values. If there is none, it is
            bought.
          - V(absent) releases the package and waits until it is gone. Options that describe the package are ignored. If
            the region has neither a package nor an office network with the given ID, a warning says so.
        type: str
        choices: [present, absent]
        default: present
      network_package_id:
        description:
          - The ID of the network package. It has precedence over O(network_packages[].office_site_id) and
            O(network_packages[].tags) in identifying the package.
          - The API chooses the ID of a new package, so with O(network_packages[].state=present) an unknown ID is an
            error.
        type: str
      office_site_id:
        description:
          - The ID of an office network. It identifies the live package of that office network. A package that is being
            released, or was released, is not live.
          - Together with O(network_packages[].network_package_id), the office network to bind the package to. That
            office network must exist and must not have another live package. Both are checked before the package leaves
            its current office network.
          - Before a purchase, the module checks that the office network exists in the region, in check mode too.
        type: str
      office_site_name:
        description:
          - The name of an office network, as an alternative to O(network_packages[].office_site_id). The module looks
            it up with DescribeOfficeSites. A name that does not exist in the region, or is not unique there, is an
            error.
        type: str
      unbind:
        description:
          - Whether to unbind the package with the ID O(network_packages[].network_package_id) from its office network.
        type: bool
        default: false
      tags:
        description:
          - Tags to set when the package is bought. Values must be strings or numbers.
          - If none of O(network_packages[].network_package_id), O(network_packages[].office_site_id) and
            O(network_packages[].office_site_name) is given, the tags identify the package. It is the one live package
            that has all of them. A package bought in this way is not bound to an office network.
          - No documented API operation changes the tags of an existing package, so a difference is a warning.
        type: dict
      bandwidth:
        description:
          - The peak bandwidth in Mbit/s. Required to buy a package.
          - V(2) to V(200) with O(network_packages[].pay_type=PostPaid) and
            O(network_packages[].internet_charge_type=PayByTraffic), otherwise V(2) to V(1000).
          - A change that is already booked is not ordered again.
        type: int
      pay_type:
        description:
          - V(PostPaid) is pay-as-you-go, V(PrePaid) is a subscription. The default for a new package is V(PostPaid).
          - The API cannot change it, so a difference is an error.
        type: str
        choices: [PostPaid, PrePaid]
      internet_charge_type:
        description:
          - How the package is billed. The default for a new package is V(PayByTraffic) for pay-as-you-go, and
            V(PayByBandwidth) for a subscription. A subscription allows no other value.
          - The API cannot change it, so a difference is an error.
        type: str
        choices: [PayByTraffic, PayByBandwidth]
      period:
        description:
          - The term of a subscription or of a renewal, in units of O(network_packages[].period_unit).
          - V(1) for weeks; V(1), V(2), V(3) or V(6) for months; V(1), V(2) or V(3) for years.
        type: int
        default: 1
      period_unit:
        description: The unit of O(network_packages[].period).
        type: str
        choices: [Week, Month, Year]
        default: Month
      auto_pay:
        description:
          - Whether orders are paid automatically. With V(false), the order stays unpaid until somebody pays it in the
            console. The module then does not wait for the package. It returns RV(results[].order_ids) and
            RV(results[].payment_pending=true).
          - The API does not show unpaid packages. Give the order to a later run as
            O(network_packages[].pending_order_id), or that run places another order. Changes that follow the unpaid
            order are left to a later run.
        type: bool
        default: true
      auto_renew:
        description:
          - Whether the subscription renews automatically. If it is not given, nothing is asked or changed.
          - It is sent with a purchase and with a renewal. For a subscription that exists, it is compared with what the
            billing API shows, and changed with SetRenewal. This places no order, but with V(true), every further term
            is charged until somebody sets it to V(false).
          - With V(true), the subscription renews by O(network_packages[].period) and O(network_packages[].period_unit).
            The term of a subscription that renews automatically already is not compared.
            O(network_packages[].period_unit=Week) is not allowed.
          - If the billing API does not know the package, or refuses the question, a warning says so, and the rest of
            the task goes on. That the billing API knows a package by the same ID is inferred.
        type: bool
      promotion_id:
        description: The ID of a promotion, sent with an order.
        type: str
      channel_cookie:
        description: Opaque value sent as ChannelCookie with a purchase. The vendor does not document it.
        type: str
      reseller_owner_uid:
        description: The ID of the account on whose behalf a reseller orders, sent with an order.
        type: int
      remaining_days:
        description:
          - Renew a subscription that has expired, or expires in fewer days than this. The term of the renewal is
            O(network_packages[].period) and O(network_packages[].period_unit). The option has no effect on
            pay-as-you-go packages.
          - A purchase or a renewal after which the package would still expire within this many days is refused, because
            the next run would renew it again. The task also fails if it would expire in exactly this many days.
          - If the term is not clearly longer than this, a warning says so. For example, a month can have 28 days.
        type: int
      enabled:
        description:
          - Whether Internet access through the package is enabled. The value is compared with EnableInternetAccess of
            the office network, which DescribeOfficeSites returns. For a new package, it is compared after the purchase,
            and set if it differs. A package without an office network cannot have it.
          - The vendor does not document that these two values belong together. This is inferred. EnableInternetAccess
            may only say that the office network has a package. The Internet access control of the console is another
            switch.
        type: bool
      pending_order_id:
        description:
          - The ID of an unpaid order that an earlier run with O(network_packages[].auto_pay=false) returned. Before the
            module places an order, it gets this one from the billing API, with either value of
            O(network_packages[].auto_pay). If no order is needed, this option has no effect.
          - If the order is unpaid, nothing is ordered and the payment is still pending. An unpaid order for another
            package is an error. If the order is cancelled, a new one is placed.
          - If the order was paid within the last hour, and it is of the same kind and for the same package as the order
            that is needed, the module waits up to O(wait_timeout) seconds for its effect, with O(wait=false) too. It
            then does what is still needed. An order that was paid earlier, is of another kind or is for another package
            has no effect.
        type: str
      purchase:
        description:
          - Whether to buy a package if there is none. With V(false), the module never buys. It does nothing then, and a
            note says so. An unknown O(network_packages[].network_package_id) is still an error.
        type: bool
        default: true
        version_added: 1.0.0
      force:
        description:
          - With O(network_packages[].state=absent), whether to request the release of a subscription that has not
            expired, by its C(expired_time). By default, the module refuses to do this, because the vendor documents
            neither that the API accepts it nor that any money is refunded.
        type: bool
        default: false
      # END GENERATED
  defaults:
    description:
      - Values for items that do not set an option themselves. A null value or an empty string in an item counts as not
        given, and so does one in this dictionary.
      - The allowed keys are the options of an item, see O(network_packages), without those that identify one package.
        Tags given here are set at purchase and do not identify the package of an item.
    type: dict
  concurrency:
    description:
      - Maximum number of writes at the same time. When the API throttles one write, all writes slow down.
    type: int
    default: 4
    aliases: [office_site_bandwidth_concurrency]
  undeclared:
    description:
      - What to do with live network packages that no item means, in the regions of the items and in O(region_id). An
        item with O(network_packages[].state=absent) means its package, too.
      - With V(ignore), nothing.
      - With V(report), they are returned in RV(undeclared), and the diff has a line for each. Nothing else happens.
      - With V(release), those that are C(InUse) and either pay-as-you-go or expired are released as well, after all
        other changes. A subscription counts as expired if its C(expired_time) is past and its C(business_status) is
        C(Expired). Any other is never released, with O(network_packages[].force=true) neither. A warning names it.
      - A package is released only if two listings in a row show it alike, before the first write and right before the
        release. A package that somebody moves, tags, changes or renews in between is not released, and the task fails
        at the end.
      - If an item fails, and it is not known which network package is its own, nothing undeclared is released in its
        region. A warning says so.
      - If it is not certain that no item means a package, the package is neither reported nor released. This concerns a
        package that is being created and does not show its office network or its tags yet, the package that the office
        network of an item names, and packages that an item names whose region cannot be read.
      - With V(release), an item whose O(network_packages[].office_site_id) does not exist is an error. So is an item
        with O(network_packages[].purchase=false) whose O(network_packages[].tags) no package has. Otherwise, a typing
        error would release its package.
      - A region that cannot be read has no undeclared packages, and a warning says so.
      - If O(region_id) comes from the environment, and all items are in other regions, that region is not looked at.
        The region of O(defaults) takes the place of O(region_id).
    type: str
    choices: [ignore, report, release]
    default: ignore
    aliases: [office_site_bandwidth_undeclared]
    version_added: 1.0.0
  undeclared_tags:
    description:
      - Only network packages that have all of these tags count as undeclared. Use it if other teams or tools buy
        packages in the same account.
      - An empty dictionary is no restriction. A tag with an empty value only matches a tag with an empty value.
    type: dict
    aliases: [office_site_bandwidth_undeclared_tags]
    version_added: 1.0.0
  max_releases:
    description:
      - Maximum number of network packages that the task may release, declared absent or undeclared, over all regions.
        If more would be released, the task fails before the first write and names them, in check mode too.
      - Required with O(undeclared=release).
    type: int
    aliases: [office_site_bandwidth_max_releases]
    version_added: 1.0.0
  region_id:
    required: false
seealso:
  - module: alicloud.ecd.network_package
  - module: alicloud.ecd.network_package_info
  - ref: ansible_collections.alicloud.ecd.docsite.guide_fleets
    description: Lists, regions, the role, concurrency and throttling.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_cookbook
    description: Playbooks for common tasks.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_costs_and_safety
    description: What is retried, proven, refused and not known, and how costs are limited.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_awx
    description: Execution environment, credential type, survey and approval.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_permissions
    description: RAM policies for each task, and how to keep keys out of logs.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_troubleshooting
    description: What each message means.
"""

EXAMPLES = r"""
- name: Manage the network packages of three office networks
  alicloud.ecd.network_packages:
    region_id: cn-hangzhou
    network_packages:
      - office_site_id: cn-hangzhou+dir-363353abcd
        bandwidth: 10
      - office_site_name: headquarters
        bandwidth: 200
        internet_charge_type: PayByBandwidth
      - office_site_id: cn-hangzhou+dir-747474abcd
        state: absent
    concurrency: 8
    max_hourly_cost: 20
  register: packages

- name: Show the result of each item
  ansible.builtin.debug:
    msg: "{{ item.network_package.network_package_id | default('released') }}: {{ item.actions | join(', ') }}"
  loop: "{{ packages.results }}"
  loop_control:
    label: "{{ item.changed }}"

- name: Manage network packages in two regions, with the same values and one ceiling
  alicloud.ecd.network_packages:
    region_id: cn-hangzhou
    defaults:
      bandwidth: 20
      tags:
        team: workplace
    network_packages:
      - office_site_id: cn-hangzhou+dir-858585abcd
      - office_site_id: cn-hangzhou+dir-969696abcd
        bandwidth: 50
      - office_site_id: cn-shanghai+dir-171717abcd
        region_id: cn-shanghai
    max_hourly_cost: 5

- name: Also release the packages with our tag that are not in the list, but no more than two
  alicloud.ecd.network_packages:
    region_id: cn-hangzhou
    network_packages:
      - office_site_name: headquarters
        bandwidth: 200
        internet_charge_type: PayByBandwidth
    undeclared: release
    undeclared_tags:
      managed_by: ansible
    max_releases: 2
"""

RETURN = r"""
results:
  description:
    - The result of each item, in the order of the items.
    - An unchanged item leaves out C(order_ids), C(notes), C(payment_pending) and C(cost) when they are empty, so that
      the result of 1,000 unchanged items stays below the 700,000 characters that AWX stores.
  returned: always, except for a failure before any write
  type: list
  elements: dict
  contains:
    changed:
      description: Whether the item changed anything, or would change it in check mode.
      type: bool
      sample: true
    failed:
      description: Whether the item failed.
      returned: when the item failed
      type: bool
      sample: true
    msg:
      description: Why the item failed.
      returned: when the item failed
      type: str
      sample: "CreateNetworkPackage failed: RISK.RISK_CONTROL_REJECTION: ..."
    diff:
      description: The line of the item in the diff of the task.
      returned: when the item changed
      type: dict
      contains:
        prepared:
          description: The office network, its region, the values before and after, and the price.
          type: str
    # BEGIN GENERATED results
    network_package:
      description:
        - The network package. Null when there is none.
        - In check mode, the predicted package. Values that only the server decides (IDs, times, addresses) are null.
        - Otherwise, the package as it was last seen, also after a failure. Never a prediction.
      type: dict
      contains:
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
    actions:
      description: The API operations that were executed, in order. In check mode, those that would be executed.
      type: list
      elements: str
      sample: [CreateNetworkPackage]
    order_ids:
      description: The IDs of the orders that were placed.
      type: list
      elements: str
      sample: ['234526262716724']
    payment_pending:
      description: Whether an order is unpaid.
      type: bool
      sample: false
    cost:
      description:
        - The cost of the orders, one entry for each. A price for a pay-as-you-go package is for one hour, without its
          traffic.
        - The prices are null if the API names none, or if the order is priced later. A change of bandwidth is priced
          when the renewal before it is in force. A note says so.
      returned: when O(estimate_cost), O(max_cost) or O(max_hourly_cost) is given
      type: list
      elements: dict
      contains:
        action:
          description: The API operation that places the order.
          type: str
          sample: CreateNetworkPackage
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
        period:
          description: The term that the price covers. Null for the rest of the current term.
          type: int
          sample: 1
        period_unit:
          description: The unit of RV(results[].cost[].period), C(Hour) for pay-as-you-go packages.
          type: str
          sample: Month
    notes:
      description:
        - Additional information, for example that a change is booked. An unpaid order and a lost response are warnings
          as well.
      type: list
      elements: str
      sample: []
    outcome_unknown:
      description: Set to V(true) when a response was lost and polling did not show whether the call took effect.
      returned: failure, when the outcome is unknown
      type: bool
      sample: true
    action:
      description: The API operation that failed.
      returned: failure of an API call
      type: str
      sample: CreateNetworkPackage
    code:
      description: The error code that the API returned.
      returned: failure with a response of the API
      type: str
      sample: RISK.RISK_CONTROL_REJECTION
    request_id:
      description: The ID of the request. The vendor's support needs it to find the call.
      returned: failure with a response of the API
      type: str
      sample: 269BDB16-2CD8-4865-84BD-11C40BC21DB0
    # END GENERATED
undeclared:
  description:
    - The live network packages that no item means, in the order of regions and IDs. Each has the values of
      RV(results[].network_package), as they were found, and what is listed here.
  returned: when O(undeclared) is V(report) or V(release), except for a failure before any write
  type: list
  elements: dict
  contains:
    released:
      description: Whether the task released the package, and it was seen to be gone, C(Releasing) or C(Released). In
        check mode, whether it would be released.
      type: bool
      sample: false
    failed:
      description: Whether the release failed. The entry then also has C(msg), and C(action), C(code) and C(request_id)
        of the API call that failed.
      returned: when the release failed
      type: bool
      sample: true
    outcome_unknown:
      description: Set to V(true) when the response was lost and polling did not show whether the package is released.
      returned: when the outcome is unknown
      type: bool
      sample: true
    notes:
      description: Additional information, for example that the package was gone already, or that the release was
        accepted, but its effect was not seen.
      returned: when there is any
      type: list
      elements: str
actions:
  description: The API operations of all items, and those for undeclared packages. In check mode, those that would be
    executed.
  returned: always, except for a failure before any write
  type: list
  elements: str
  sample: [CreateNetworkPackage, ModifyNetworkPackageBandwidth]
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._client.region import Connect
from ..module_utils._client.region import connect as connect_regions
from ..module_utils._client.signals import stopped_by_signals
from ..module_utils._client.timing import Timing
from ..module_utils._errors import EcdError
from ..module_utils._execution.converge import converge
from ..module_utils._execution.locks import Locks, NoLocks
from ..module_utils._execution.results import bulk_result, warn_of
from ..module_utils._options.blanks import invocation
from ..module_utils._options.connection import BILLING_SPEC, CONNECTION_SPEC, access_from, connection_warnings
from ..module_utils._options.items import ITEMS_SPEC, items_from
from ..module_utils._options.limits import (
    CONCURRENCY_SPEC,
    COST_SPEC,
    WAIT_SPEC,
    budget_from,
    concurrency_from,
    limits_from,
)
from ..module_utils._options.module import EcdModule
from ..module_utils._options.releases import RELEASES_SPEC, policy_from

ARGUMENT_SPEC = {
    **CONNECTION_SPEC,
    # Every item may have a region of its own.
    "region_id": {**CONNECTION_SPEC["region_id"], "required": False},
    **ITEMS_SPEC,
    **RELEASES_SPEC,
    **CONCURRENCY_SPEC,
    **WAIT_SPEC,
    **COST_SPEC,
    **BILLING_SPEC,
}


class Module(EcdModule, AnsibleModule):
    """Ansible's module, which masks what its options cannot tell to be secret."""


def run(
    params: Mapping[str, Any],
    check_mode: bool,
    warn: Callable[[str], None],
    connect: Connect,
    locks: Callable[[str, Timing], Locks] = NoLocks,
) -> dict[str, Any]:
    """Return the result of the task, ``failed`` included. Raises EcdError for a failure before any write."""
    items = items_from(params)
    limits, budget, concurrency = limits_from(params), budget_from(params), concurrency_from(params)
    policy = policy_from(params, {item.region_id for item in items})
    regions = dict.fromkeys([*(item.region_id for item in items), *policy.region_ids])
    if not regions:
        return bulk_result([])
    access = access_from(params)
    for warning in connection_warnings(params, access):
        warn(warning)
    with connect(access, regions) as session:
        lock = locks(access.credentials.access_key_id, session.timing)
        outcomes = converge(session, items, limits, budget, lock, concurrency, check_mode, policy)
    warn_of(outcomes, warn)
    return bulk_result(outcomes, policy.sweeps)


def main(connect: Connect | None = None) -> None:
    """Run as a module."""
    module = Module(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    # The signals are caught until the result is printed: what was done must not be lost.
    with stopped_by_signals() as timing:
        try:
            connect = module.masking(connect or partial(connect_regions, timing=timing))
            result = run(module.params, module.check_mode, module.warn, connect, Locks)
        except EcdError as error:
            result = error.to_result()
        # Without the items: the results repeat what they identify, and an unknown key of an item may hold a secret.
        task_options = {name: entry for name, entry in ARGUMENT_SPEC.items() if name not in ITEMS_SPEC}
        result["invocation"] = invocation(module.params, task_options)
        if result.get("failed"):
            module.fail_json(**result)
        module.exit_json(**result)


if __name__ == "__main__":
    main()
