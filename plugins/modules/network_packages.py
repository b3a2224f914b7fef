#!/usr/bin/python
# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: network_packages
short_description: Keep the premium bandwidth plans of many office networks as declared
version_added: 0.1.0
description:
  - Does for a list of plans what M(alicloud.ecd.network_package) does for one, in one sweep. The region is read once,
    all items are checked before the first write, writes run in parallel, and one poll waits for all.
  - An item that fails while it is carried out stops no other. The task fails at the end and returns all results.
  - Items that are wrong, and two items that mean one plan, fail the task before anything is written.
author:
  - alicloud.ecd contributors (@alicloud-ecd)
extends_documentation_fragment:
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.writing
  - alicloud.ecd.attributes
  - alicloud.ecd.attributes.writes
options:
  network_packages:
    description:
      - The plans. An empty list changes nothing and asks nothing.
    type: list
    elements: dict
    required: true
    suboptions:
      state:
        description:
          - Whether the plan is to be there.
          - As O(alicloud.ecd.network_package#module:state).
        type: str
        choices: [present, absent]
        default: present
      network_package_id:
        description:
          - The ID of the plan. It identifies the plan before all else.
          - As O(alicloud.ecd.network_package#module:network_package_id).
        type: str
      office_site_id:
        description:
          - The ID of the office network. It identifies its live plan, or says where the plan of the given ID is to
            be.
          - As O(alicloud.ecd.network_package#module:office_site_id).
        type: str
      office_site_name:
        description:
          - The name of the office network, instead of its ID.
          - As O(alicloud.ecd.network_package#module:office_site_name).
        type: str
      unbind:
        description:
          - The plan of the given ID is to have no office network.
          - As O(alicloud.ecd.network_package#module:unbind).
        type: bool
        default: false
      tags:
        description:
          - Tags to set when the plan is bought. They identify it when nothing else does.
          - As O(alicloud.ecd.network_package#module:tags).
        type: dict
      bandwidth:
        description:
          - The peak bandwidth in Mbit/s. Needed to buy a plan.
          - As O(alicloud.ecd.network_package#module:bandwidth).
        type: int
      pay_type:
        description:
          - Pay-as-you-go (V(PostPaid)) or subscription (V(PrePaid)).
          - As O(alicloud.ecd.network_package#module:pay_type).
        type: str
        choices: [PostPaid, PrePaid]
      internet_charge_type:
        description:
          - How the plan is billed.
          - As O(alicloud.ecd.network_package#module:internet_charge_type).
        type: str
        choices: [PayByTraffic, PayByBandwidth]
      period:
        description:
          - The term of a subscription or renewal.
          - As O(alicloud.ecd.network_package#module:period).
        type: int
        default: 1
      period_unit:
        description:
          - The unit of the term.
          - As O(alicloud.ecd.network_package#module:period_unit).
        type: str
        choices: [Week, Month, Year]
        default: Month
      auto_pay:
        description:
          - V(false) places an order that waits for payment.
          - As O(alicloud.ecd.network_package#module:auto_pay).
        type: bool
        default: true
      auto_renew:
        description:
          - Whether a subscription renews itself.
          - As O(alicloud.ecd.network_package#module:auto_renew).
        type: bool
      promotion_id:
        description:
          - The ID of a promotion.
          - As O(alicloud.ecd.network_package#module:promotion_id).
        type: str
      channel_cookie:
        description:
          - Passed on with a purchase.
          - As O(alicloud.ecd.network_package#module:channel_cookie).
        type: str
      reseller_owner_uid:
        description:
          - The account for which a reseller acts.
          - As O(alicloud.ecd.network_package#module:reseller_owner_uid).
        type: int
      remaining_days:
        description:
          - Renew a subscription that expires in fewer days than this, or has expired.
          - As O(alicloud.ecd.network_package#module:remaining_days).
        type: int
      enabled:
        description:
          - Whether the Internet access of the plan is on.
          - As O(alicloud.ecd.network_package#module:enabled).
        type: bool
      pending_order_id:
        description:
          - The unpaid order of an earlier run.
          - As O(alicloud.ecd.network_package#module:pending_order_id).
        type: str
      force:
        description:
          - Send the release of a subscription that has not expired.
          - As O(alicloud.ecd.network_package#module:force).
        type: bool
        default: false
  concurrency:
    description:
      - How many writes run at the same time. When the API throttles one of them, all of them slow down.
    type: int
    default: 4
seealso:
  - module: alicloud.ecd.network_package
  - module: alicloud.ecd.network_package_info
"""

EXAMPLES = r"""
- name: Give three office networks their plans
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
    max_cost: 20
  register: fleet

- name: Show what became of each
  ansible.builtin.debug:
    msg: "{{ item.network_package.network_package_id | default('released') }}: {{ item.actions | join(', ') }}"
  loop: "{{ fleet.results }}"
  loop_control:
    label: "{{ item.changed }}"
"""

RETURN = r"""
results:
  description:
    - One entry for each item, in order, with what M(alicloud.ecd.network_package) returns.
    - An item that did not change has no C(diff).
  returned: always, except for a failure before any write
  type: list
  elements: dict
  contains:
    changed:
      description: Whether the item changed anything.
      type: bool
      sample: true
    failed:
      description: Whether the item failed.
      returned: when it did
      type: bool
      sample: true
    msg:
      description: Why it failed.
      returned: when it did
      type: str
      sample: "CreateNetworkPackage failed: RISK.RISK_CONTROL_REJECTION: ..."
    network_package:
      description: The plan, as M(alicloud.ecd.network_package) returns it.
      type: dict
    actions:
      description: The API operations for this item, in order.
      type: list
      elements: str
      sample: [CreateNetworkPackage]
    order_ids:
      description: The IDs of the orders that were placed.
      type: list
      elements: str
      sample: ["234526262716724"]
    payment_pending:
      description: Whether an order waits for payment.
      type: bool
      sample: false
    notes:
      description: What a reader should know.
      type: list
      elements: str
      sample: []
    cost:
      description: What the orders cost, as M(alicloud.ecd.network_package) returns it.
      type: list
      elements: dict
actions:
  description: The API operations of all items; in check mode those that would be carried out.
  returned: always, except for a failure before any write
  type: list
  elements: str
  sample: [CreateNetworkPackage, ModifyNetworkPackageBandwidth]
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._client.region import Connect, connect_until_stopped
from ..module_utils._errors import EcdError
from ..module_utils._execution.converge import converge
from ..module_utils._execution.results import bulk_result
from ..module_utils._options.blanks import invocation
from ..module_utils._options.connection import BILLING_SPEC, CONNECTION_SPEC, access_from
from ..module_utils._options.items import ITEMS_SPEC, items_from, known_options
from ..module_utils._options.limits import (
    CONCURRENCY_SPEC,
    COST_SPEC,
    WAIT_SPEC,
    budget_from,
    concurrency_from,
    limits_from,
)

ARGUMENT_SPEC = {
    **CONNECTION_SPEC,
    # Every item may have a region of its own.
    "region_id": {**CONNECTION_SPEC["region_id"], "required": False},
    **ITEMS_SPEC,
    **CONCURRENCY_SPEC,
    **WAIT_SPEC,
    **COST_SPEC,
    **BILLING_SPEC,
}


def run(
    params: Mapping[str, Any],
    check_mode: bool,
    warn: Callable[[str], None],
    connect: Connect = connect_until_stopped,
) -> dict[str, Any]:
    """Return the result of the task, ``failed`` included. Raises EcdError for a failure before any write."""
    items = items_from(params)
    limits, budget, concurrency = limits_from(params), budget_from(params), concurrency_from(params)
    if not items:
        return bulk_result([])
    with connect(access_from(params), dict.fromkeys(item.region_id for item in items)) as session:
        outcomes = converge(session, items, limits, budget, concurrency, check_mode)
    for outcome in outcomes:
        for warning in outcome.plan.warnings:
            warn(warning)
    return bulk_result(outcomes)


def main(connect: Connect = connect_until_stopped) -> None:
    """Run as a module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    try:
        result = run(module.params, module.check_mode, module.warn, connect)
    except EcdError as error:
        result = error.to_result()
    result["invocation"] = invocation(known_options(module.params), ARGUMENT_SPEC)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
