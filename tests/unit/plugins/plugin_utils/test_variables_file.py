# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file that an export writes, as its reader sees it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.plugin_utils._variables_file import variables_file

HEADER = """\
---
# The network packages of cn-hangzhou, as alicloud.ecd.export found them.
# To keep them as they are declared here: ansible-playbook alicloud.ecd.apply -e @FILE
"""


def package(**fields: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "network_package_id": "np-1",
        "region_id": "cn-hangzhou",
        "office_site_id": "cn-hangzhou+dir-1",
        "office_site_name": "headquarters",
        "bandwidth": 10,
        "pay_type": "PostPaid",
        "internet_charge_type": "PayByTraffic",
        "network_package_status": "InUse",
        "business_status": "Normal",
        "expired_time": "2099-12-31T15:59:59Z",
    }
    return Package(**{**usual, **fields}).to_result()


def body(*results: dict[str, Any]) -> str:
    content = variables_file(results, ["cn-hangzhou"])
    assert content.startswith(HEADER)
    return content[len(HEADER) :]


def test_an_office_network_is_a_site() -> None:
    assert (
        body(package(tags={"team": "platform", "{{ x }}": "{{ y }}"}))
        == """\
office_site_bandwidth_sites:
  # headquarters
  - region_id: cn-hangzhou
    office_site_id: cn-hangzhou+dir-1
    bandwidth: 10
    pay_type: PostPaid
    internet_charge_type: PayByTraffic
    tags:
      "team": "platform"
      "{{ x }}": !unsafe "{{ y }}"
"""
    )


def test_results_of_a_task_are_no_plain_text() -> None:
    found = package(tags={"team": "{{ y }}"})
    assert body(wrap_var(found)) == body(found)


def test_nothing_is_an_empty_list() -> None:
    assert body() == "office_site_bandwidth_sites: []\n"
    assert body(package(network_package_status="Releasing")) == "office_site_bandwidth_sites: []\n"


def test_a_package_without_an_office_network_is_a_comment() -> None:
    assert (
        body(package(office_site_id=None, office_site_name=None, tags={"a": "b"}))
        == """\
office_site_bandwidth_sites: []

# Network packages without an office network. They are not declared above. apply leaves them as they are, unless
# office_site_bandwidth_undeclared is release.
#   cn-hangzhou, np-1, 10 Mbit/s, PostPaid, PayByTraffic, InUse, a=b
"""
    )


def test_two_packages_of_one_office_network_are_comments() -> None:
    lines = body(package(), package(network_package_id="np-2")).splitlines()
    assert lines[0] == "office_site_bandwidth_sites: []"
    assert [line for line in lines if "np-" in line] == [
        f"#   cn-hangzhou, cn-hangzhou+dir-1 (headquarters), {key}, 10 Mbit/s, PostPaid, PayByTraffic, InUse: the "
        "office network has another one"
        for key in ("np-1", "np-2")
    ]
    assert lines[2:4] == [
        "# Network packages that cannot be declared as they are. apply leaves them as they are, unless",
        "# office_site_bandwidth_undeclared is release.",
    ]


@pytest.mark.parametrize(
    ("fields", "bandwidth", "remark"),
    [
        (
            {"reservation_bandwidth": 20, "reservation_active_time": "2026-02-01T00:00:00Z"},
            20,
            "changes from 10 to 20 Mbit/s at 2026-02-01T00:00:00Z",
        ),
        (
            {"business_status": "Expired", "expired_time": "2026-01-01T00:00:00Z"},
            10,
            "expired at 2026-01-01T00:00:00Z",
        ),
        ({"tags": {"acs:x": "y"}}, 10, "without the tags acs:x"),
    ],
)
def test_what_a_reader_should_know(fields: dict[str, Any], bandwidth: int, remark: str) -> None:
    lines = body(package(**fields)).splitlines()
    assert lines[1] == f"  # headquarters; {remark}"
    assert f"    bandwidth: {bandwidth}" in lines
    assert "    tags:" not in lines


def test_a_charge_type_that_is_going_to_change_is_not_declared() -> None:
    content = body(package(reservation_bandwidth=20, reservation_internet_charge_type="PayByBandwidth"))
    assert "internet_charge_type" not in content
    assert "pay_type: PostPaid" in content


@pytest.mark.parametrize(("bandwidth", "why"), [(0, "the API does not show its bandwidth"), (1, "is not allowed")])
def test_what_cannot_be_declared_is_a_comment_that_says_why(bandwidth: int, why: str) -> None:
    lines = body(package(bandwidth=bandwidth)).splitlines()
    assert lines[0] == "office_site_bandwidth_sites: []"
    assert why in lines[-1]


def test_nothing_that_orders_is_exported() -> None:
    content = body(package(pay_type="PrePaid", internet_charge_type="PayByBandwidth"))
    for option in ("remaining_days", "auto_renew", "period", "enabled", "pending_order_id"):
        assert option not in content
