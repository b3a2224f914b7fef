#!/usr/bin/python
# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: network_package
short_description: Manage the network package (premium bandwidth plan) of an office network
version_added: 0.1.0
description:
  - Buys, resizes, moves, renews and releases a network package of Alibaba Cloud Elastic Desktop Service (WUYING
    Workspace). A network package gives an office network its Internet access.
  - A network package is never bought twice. If the response to a purchase is lost, the module looks for the new package
    and adopts it. It never resends the request.
  - Check mode and the real run execute the same computed plan. Check mode stops before the first write. The real run
    bases no write on a read that is more than a minute old. If the package needs less than planned, it does less. If
    the package needs something else, it stops and says so.
  - A plan that the next run would have to continue is refused before the first write.
author:
  - alicloud.ecd contributors (!UNKNOWN)
extends_documentation_fragment:
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.billing
  - alicloud.ecd.ecd.writing
  - alicloud.ecd.attributes
  - alicloud.ecd.attributes.writes
options:
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
      - The ID of the network package. It has precedence over O(office_site_id) and O(tags) in identifying the package.
      - The API chooses the ID of a new package, so with O(state=present) an unknown ID is an error.
    type: str
  office_site_id:
    description:
      - The ID of an office network. It identifies the live package of that office network. A package that is being
        released, or was released, is not live.
      - Together with O(network_package_id), the office network to bind the package to. That office network must exist
        and must not have another live package. Both are checked before the package leaves its current office network.
      - Before a purchase, the module checks that the office network exists in the region, in check mode too.
    type: str
  office_site_name:
    description:
      - The name of an office network, as an alternative to O(office_site_id). The module looks it up with
        DescribeOfficeSites. A name that does not exist in the region, or is not unique there, is an error.
    type: str
  unbind:
    description:
      - Whether to unbind the package with the ID O(network_package_id) from its office network.
    type: bool
    default: false
  tags:
    description:
      - Tags to set when the package is bought. Values must be strings or numbers.
      - If none of O(network_package_id), O(office_site_id) and O(office_site_name) is given, the tags identify the
        package. It is the one live package that has all of them. A package bought in this way is not bound to an
        office network.
      - No documented API operation changes the tags of an existing package, so a difference is a warning.
    type: dict
  bandwidth:
    description:
      - The peak bandwidth in Mbit/s. Required to buy a package.
      - V(2) to V(200) with O(pay_type=PostPaid) and O(internet_charge_type=PayByTraffic), otherwise V(2) to V(1000).
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
      - The term of a subscription or of a renewal, in units of O(period_unit).
      - V(1) for weeks; V(1), V(2), V(3) or V(6) for months; V(1), V(2) or V(3) for years.
    type: int
    default: 1
  period_unit:
    description: The unit of O(period).
    type: str
    choices: [Week, Month, Year]
    default: Month
  auto_pay:
    description:
      - Whether orders are paid automatically. With V(false), the order stays unpaid until somebody pays it in the
        console. The module then does not wait for the package. It returns RV(order_ids) and RV(payment_pending=true).
      - The API does not show unpaid packages. Give the order to a later run as O(pending_order_id), or that run places
        another order. Changes that follow the unpaid order are left to a later run.
    type: bool
    default: true
  auto_renew:
    description:
      - Whether the subscription renews automatically. If it is not given, nothing is asked or changed.
      - It is sent with a purchase and with a renewal. For a subscription that exists, it is compared with what the
        billing API shows, and changed with SetRenewal. This places no order, but with V(true), every further term is
        charged until somebody sets it to V(false).
      - With V(true), the subscription renews by O(period) and O(period_unit). The term of a subscription that renews
        automatically already is not compared. O(period_unit=Week) is not allowed.
      - If the billing API does not know the package, or refuses the question, a warning says so, and the rest of the
        task goes on. That the billing API knows a package by the same ID is inferred.
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
        O(period) and O(period_unit). The option has no effect on pay-as-you-go packages.
      - A purchase or a renewal after which the package would still expire within this many days is refused, because
        the next run would renew it again. The task also fails if it would expire in exactly this many days.
      - If the term is not clearly longer than this, a warning says so. For example, a month can have 28 days.
    type: int
  enabled:
    description:
      - Whether Internet access through the package is enabled. The value is compared with EnableInternetAccess of the
        office network, which DescribeOfficeSites returns. For a new package, it is compared after the purchase, and
        set if it differs. A package without an office network cannot have it.
      - The vendor does not document that these two values belong together. This is inferred. EnableInternetAccess may
        only say that the office network has a package. The Internet access control of the console is another switch.
    type: bool
  pending_order_id:
    description:
      - The ID of an unpaid order that an earlier run with O(auto_pay=false) returned. Before the module places an
        order, it gets this one from the billing API, with either value of O(auto_pay). If no order is needed, this
        option has no effect.
      - If the order is unpaid, nothing is ordered and the payment is still pending. An unpaid order for another
        package is an error. If the order is cancelled, a new one is placed.
      - If the order was paid within the last hour, and it is of the same kind and for the same package as the order
        that is needed, the module waits up to O(wait_timeout) seconds for its effect, with O(wait=false) too. It then
        does what is still needed. An order that was paid earlier, is of another kind or is for another package has no
        effect.
    type: str
  purchase:
    description:
      - Whether to buy a package if there is none. With V(false), the module never buys. It does nothing then, and a
        note says so. An unknown O(network_package_id) is still an error.
    type: bool
    default: true
    version_added: 1.0.0
  force:
    description:
      - With O(state=absent), whether to request the release of a subscription that has not expired, by its
        C(expired_time). By default, the module refuses to do this, because the vendor documents neither that the API
        accepts it nor that any money is refunded.
    type: bool
    default: false
seealso:
  - module: alicloud.ecd.network_packages
  - module: alicloud.ecd.network_package_info
  - ref: ansible_collections.alicloud.ecd.docsite.guide_first_playbook
    description: A first playbook, without an account, and how to provide the access key.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_cookbook
    description: Playbooks for common tasks.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_costs_and_safety
    description: What is retried, proven, refused and not known, and how costs are limited.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_permissions
    description: RAM policies for each task, and how to keep keys out of logs.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_troubleshooting
    description: What each message means.
"""

EXAMPLES = r"""
- name: Give an office network 10 Mbit/s, billed by traffic
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-363353abcd
    bandwidth: 10

- name: Subscribe to 50 Mbit/s for three months
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-747474abcd
    bandwidth: 50
    pay_type: PrePaid
    period: 3
    period_unit: Month

- name: Manage a network package without an office network, identified by its tags
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    tags:
      purpose: spare
    bandwidth: 5

- name: Show the cost of more bandwidth, and refuse more than 2 per hour
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_name: headquarters
    bandwidth: 20
    max_hourly_cost: 2
  check_mode: true
  diff: true

- name: Renew a subscription for two months if it expires within two weeks
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-747474abcd
    remaining_days: 14
    period: 2

- name: Resize the network package of an office network, but never buy one
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-747474abcd
    bandwidth: 50
    purchase: false

- name: Move a network package to another office network
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    network_package_id: np-amtp8e8q1o9e4abcd
    office_site_id: cn-hangzhou+dir-858585abcd

- name: Place an order that somebody pays in the console
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-969696abcd
    bandwidth: 10
    auto_pay: false
  register: unpaid

- name: Later, do not order again. If the order is paid, wait for the package
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-969696abcd
    bandwidth: 10
    auto_pay: false
    pending_order_id: "{{ unpaid.order_ids[0] }}"

- name: Release the network package of an office network
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-363353abcd
    state: absent
"""

RETURN = r"""
network_package:
  description:
    - The network package. Null when there is none.
    - In check mode, the predicted package. Values that only the server decides (IDs, times, addresses) are null.
    - Otherwise, the package as it was last seen, also after a failure. Never a prediction.
  returned: always, except for a failure before any write
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
      sample: "2021-05-10T02:35:26Z"
    expired_time:
      description: When the package expires. The API returns 2099-12-31T15:59:59Z for pay-as-you-go packages.
      type: str
      sample: "2099-12-31T15:59:59Z"
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
      sample: ["198.51.100.7"]
    reservation_bandwidth:
      description: The bandwidth, in Mbit/s, of a change that is booked and not yet in effect.
      type: int
      sample: 20
    reservation_active_time:
      description: When the booked change takes effect.
      type: str
      sample: "2021-07-10T00:00:00Z"
    reservation_internet_charge_type:
      description: The charge type of a booked change.
      type: str
      sample: PayByBandwidth
    tags:
      description: The tags.
      type: dict
      sample: {"team": "platform"}
actions:
  description: The API operations that were executed, in order. In check mode, those that would be executed.
  returned: always, except for a failure before any write
  type: list
  elements: str
  sample: [CreateNetworkPackage]
order_ids:
  description: The IDs of the orders that were placed.
  returned: always, except for a failure before any write
  type: list
  elements: str
  sample: ["234526262716724"]
payment_pending:
  description: Whether an order is unpaid.
  returned: success
  type: bool
  sample: false
cost:
  description:
    - The cost of the orders, one entry for each. A price for a pay-as-you-go package is for one hour, without its
      traffic.
    - The prices are null if the API names none, or if the order is priced later. A change of bandwidth is priced when
      the renewal before it is in force. A note says so.
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
      description: The unit of RV(cost[].period), C(Hour) for pay-as-you-go packages.
      type: str
      sample: Month
notes:
  description:
    - Additional information, for example that a change is booked. An unpaid order and a lost response are warnings as
      well.
  returned: always, except for a failure before any write
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
from ..module_utils._execution.results import single_result, warn_of
from ..module_utils._options.blanks import invocation
from ..module_utils._options.connection import BILLING_SPEC, CONNECTION_SPEC, access_from, connection_warnings
from ..module_utils._options.desired import DESIRED_SPEC, desired_from
from ..module_utils._options.limits import COST_SPEC, WAIT_SPEC, budget_from, limits_from
from ..module_utils._options.module import EcdModule

ARGUMENT_SPEC = {**CONNECTION_SPEC, **DESIRED_SPEC, **WAIT_SPEC, **COST_SPEC, **BILLING_SPEC}


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
    desired = desired_from(params)
    limits, budget = limits_from(params), budget_from(params)
    access = access_from(params)
    for warning in connection_warnings(params, access):
        warn(warning)
    with connect(access, [desired.region_id]) as session:
        lock = locks(access.credentials.access_key_id, session.timing)
        (outcome,) = converge(session, [desired], limits, budget, lock, check_mode=check_mode)
    warn_of([outcome], warn)
    return single_result(outcome)


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
        result["invocation"] = invocation(module.params, ARGUMENT_SPEC)
        if result.get("failed"):
            module.fail_json(**result)
        module.exit_json(**result)


if __name__ == "__main__":
    main()
