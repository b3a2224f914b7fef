#!/usr/bin/python
# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: network_package
short_description: Keep the premium bandwidth plan of an office network as declared
version_added: 0.1.0
description:
  - Buys, resizes, moves, renews and releases a network package, which is a premium bandwidth plan of Alibaba Cloud
    Elastic Desktop Service (WUYING Workspace), so that an office network has the Internet access that is declared.
  - A plan is never bought twice. A purchase whose answer was lost is looked for and adopted, and never sent again.
  - Check mode reports what a real run would do, from the same plan of steps.
author:
  - alicloud.ecd contributors (@alicloud-ecd)
extends_documentation_fragment:
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.writing
  - alicloud.ecd.attributes
  - alicloud.ecd.attributes.writes
options:
  state:
    description:
      - V(present) keeps the plan as declared and buys it if there is none.
      - V(absent) releases it and waits until it is gone. Options that describe the wished plan are ignored then.
    type: str
    choices: [present, absent]
    default: present
  network_package_id:
    description:
      - The ID of the plan. It identifies the plan before O(office_site_id) and O(tags) do.
      - The API chooses the ID of a new plan, so an unknown ID is an error with O(state=present).
    type: str
  office_site_id:
    description:
      - The ID of the office network whose live plan is meant. A plan that is being released, or is released, does
        not count.
      - With O(network_package_id), the office network that the plan is to be bound to. It must not have a live plan
        of its own.
    type: str
  office_site_name:
    description:
      - The name of the office network, instead of O(office_site_id). It is looked up with DescribeOfficeSites; a name
        that no office network has, or more than one, is an error.
    type: str
  unbind:
    description:
      - With O(network_package_id), the plan is to have no office network.
    type: bool
    default: false
  tags:
    description:
      - Tags to set when the plan is bought. Values must be text or numbers.
      - When none of O(network_package_id), O(office_site_id) and O(office_site_name) is given they identify the plan,
        as the one live plan that bears all of them. A plan bought this way has no office network.
      - Tags of a plan that exists cannot be changed by any documented call, so a difference is a warning.
    type: dict
  bandwidth:
    description:
      - The peak bandwidth in Mbit/s. Needed to buy a plan.
      - V(2) to V(200) with O(pay_type=PostPaid) and O(internet_charge_type=PayByTraffic), else V(2) to V(1000).
      - A change that is booked already is not ordered again.
    type: int
  pay_type:
    description:
      - V(PostPaid) is pay-as-you-go, V(PrePaid) a subscription. A new plan is V(PostPaid) unless told otherwise.
      - The API cannot change it, so a difference is an error.
    type: str
    choices: [PostPaid, PrePaid]
  internet_charge_type:
    description:
      - How the plan is billed. A new plan is V(PayByTraffic) when it is pay-as-you-go and V(PayByBandwidth) when it
        is a subscription, which allows nothing else.
      - The API cannot change it, so a difference is an error.
    type: str
    choices: [PayByTraffic, PayByBandwidth]
  period:
    description:
      - The term of a subscription, in units of O(period_unit). V(1) for weeks; V(1), V(2), V(3) or V(6) for months;
        V(1), V(2) or V(3) for years.
    type: int
    default: 1
  period_unit:
    description: The unit of O(period).
    type: str
    choices: [Week, Month, Year]
    default: Month
  auto_pay:
    description:
      - V(false) places an order that waits for payment in the console. The module does not wait for the plan then,
        and returns RV(order_ids) and RV(payment_pending=true).
      - The API does not show plans that are not paid. Give a later run the order as O(pending_order_id), or it places
        another one.
    type: bool
    default: true
  auto_renew:
    description:
      - Whether a subscription renews itself. Sent with a purchase or a renewal; the API shows it nowhere.
    type: bool
  promotion_id:
    description: The ID of a promotion, passed on with an order.
    type: str
  channel_cookie:
    description: Passed on with a purchase.
    type: str
  reseller_owner_uid:
    description: The account for which a reseller acts, passed on with an order.
    type: int
  remaining_days:
    description:
      - Renew a subscription that expires in fewer days than this, or has expired, by O(period) and O(period_unit).
        It does nothing for pay-as-you-go plans.
      - A term after which the plan would still expire in fewer days is an error, since every run would renew it.
    type: int
  enabled:
    description:
      - Whether the Internet access of the plan is on. It is compared with what DescribeOfficeSites shows for the
        office network as EnableInternetAccess, and set after the purchase of a new plan.
      - That the two belong together is inferred, as no document says so.
    type: bool
  pending_order_id:
    description:
      - The order that an earlier run with O(auto_pay=false) returned. If there is a live plan that needs no order,
        nothing is asked; else the billing API is asked for the order.
      - When it is unpaid nothing is done and it is still pending, when it is paid the plan is waited for, and when it
        is cancelled it is ordered anew.
    type: str
  force:
    description:
      - With O(state=absent), send the release of a subscription that has not expired. It is refused otherwise, since
        the API is not known to release one, and no money is known to come back.
    type: bool
    default: false
seealso:
  - module: alicloud.ecd.network_package_info
"""

EXAMPLES = r"""
- name: Give an office network 10 Mbit/s, paid by traffic
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

- name: Keep a plan that is not bound to an office network, found again by its tags
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    tags:
      purpose: spare
    bandwidth: 5

- name: Show what more bandwidth would cost, and refuse more than 2 per hour
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_name: headquarters
    bandwidth: 20
    max_cost: 2
  check_mode: true
  diff: true

- name: Renew a subscription by two months when it expires within two weeks
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-747474abcd
    remaining_days: 14
    period: 2

- name: Move a plan to another office network
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    network_package_id: np-amtp8e8q1o9e4abcd
    office_site_id: cn-hangzhou+dir-858585abcd

- name: Order a plan that somebody pays in the console
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-969696abcd
    bandwidth: 10
    auto_pay: false
  register: ordered

- name: Wait for that plan, once it is paid
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-969696abcd
    bandwidth: 10
    auto_pay: false
    pending_order_id: "{{ ordered.order_ids[0] }}"

- name: Release the plan of an office network
  alicloud.ecd.network_package:
    region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-363353abcd
    state: absent
"""

RETURN = r"""
network_package:
  description:
    - The plan. Null when there is none.
    - In check mode the plan as it would be, without what only the server decides (IDs, times, addresses).
  returned: always, except for a failure before any write
  type: dict
  contains:
    network_package_id:
      description: The ID. Null for a plan that check mode would buy.
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
      description: V(Normal) or V(Expired). An expired plan can still be V(InUse).
      type: str
      sample: Normal
    create_time:
      description: When the plan was created.
      type: str
      sample: "2021-05-10T02:35:26Z"
    expired_time:
      description: When the plan expires. The API shows 2099-12-31T15:59:59Z for pay-as-you-go plans.
      type: str
      sample: "2099-12-31T15:59:59Z"
    office_site_id:
      description: The ID of the office network that the plan is bound to. Null when it is bound to none.
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
      description: The bandwidth, in Mbit/s, of a change that is booked and not in force yet.
      type: int
      sample: 20
    reservation_active_time:
      description: When the booked change comes into force.
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
  description: The API operations that were carried out, in order; in check mode those that would be.
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
  description: Whether an order waits for payment.
  returned: success
  type: bool
  sample: false
cost:
  description:
    - What the orders cost, one entry for each. Prices of pay-as-you-go plans are for an hour and leave traffic out.
  returned: when O(estimate_cost) or O(max_cost) is given
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
      description: The price to be paid.
      type: float
      sample: 300.0
    period:
      description: The term that the price is for. Null for the rest of a running term.
      type: int
      sample: 1
    period_unit:
      description: The unit of RV(cost[].period), C(Hour) for pay-as-you-go plans.
      type: str
      sample: Month
notes:
  description: What a reader should know, for example that a change is booked.
  returned: always, except for a failure before any write
  type: list
  elements: str
  sample: []
outcome_unknown:
  description: True when an answer was lost and looking for its effect did not tell what happened.
  returned: failure, when so
  type: bool
  sample: true
action:
  description: The API operation that failed.
  returned: failure of a call
  type: str
  sample: CreateNetworkPackage
code:
  description: The error code of the API.
  returned: failure that the API answered
  type: str
  sample: RISK.RISK_CONTROL_REJECTION
request_id:
  description: The ID by which the vendor's support finds the call.
  returned: failure that the API answered
  type: str
  sample: 269BDB16-2CD8-4865-84BD-11C40BC21DB0
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._client.region import Connect, connect_until_stopped
from ..module_utils._errors import EcdError
from ..module_utils._execution.converge import converge
from ..module_utils._execution.results import single_result
from ..module_utils._options.blanks import invocation
from ..module_utils._options.connection import BILLING_SPEC, CONNECTION_SPEC, access_from
from ..module_utils._options.desired import DESIRED_SPEC, desired_from
from ..module_utils._options.limits import COST_SPEC, WAIT_SPEC, budget_from, limits_from

ARGUMENT_SPEC = {**CONNECTION_SPEC, **DESIRED_SPEC, **WAIT_SPEC, **COST_SPEC, **BILLING_SPEC}


def run(
    params: Mapping[str, Any],
    check_mode: bool,
    warn: Callable[[str], None],
    connect: Connect = connect_until_stopped,
) -> dict[str, Any]:
    """Return the result of the task, ``failed`` included. Raises EcdError for a failure before any write."""
    desired = desired_from(params)
    limits, budget = limits_from(params), budget_from(params)
    with connect(access_from(params), [desired.region_id]) as session:
        (outcome,) = converge(session, [desired], limits, budget, check_mode=check_mode)
    for warning in outcome.plan.warnings:
        warn(warning)
    return single_result(outcome)


def main(connect: Connect = connect_until_stopped) -> None:
    """Run as a module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    try:
        result = run(module.params, module.check_mode, module.warn, connect)
    except EcdError as error:
        result = error.to_result()
    result["invocation"] = invocation(module.params, ARGUMENT_SPEC)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
