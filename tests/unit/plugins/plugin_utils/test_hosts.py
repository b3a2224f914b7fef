# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From office networks to hosts: names that are unique, groups, variables."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.plugin_utils._hosts import RESERVED, groups_of, hosts_of, region_group

REGION, OTHER = "cn-hangzhou", "cn-shanghai-finance-1"
BOTH = ("name", "office_site_id")


def office(key: str, name: str | None = None, region_id: str = REGION, package: Any = None) -> dict[str, Any]:
    return {"office_site_id": key, "name": name, "region_id": region_id, "network_package": package}


def names(*offices: dict[str, Any], hostnames: Any = BOTH) -> list[str]:
    return [host.name for host in hosts_of(offices, hostnames, [REGION, OTHER])[0]]


@pytest.mark.parametrize(
    ("hostnames", "found"),
    [
        (["name", "office_site_id"], ["first", "b"]),
        (["office_site_id", "name"], ["a", "b"]),
        (["office_site_id"], ["a", "b"]),
        # The id is what is always there.
        (["name"], ["first", "b"]),
        ([], ["a", "b"]),
    ],
)
@pytest.mark.parametrize("empty", [None, "", "  ", "\n"])
def test_the_first_that_is_not_empty(hostnames: list[str], found: list[str], empty: str | None) -> None:
    assert names(office("a", "first"), office("b", empty), hostnames=hostnames) == found


def test_equal_names_get_their_ids_appended_in_any_order() -> None:
    offices = [office("a", "same"), office("b", "other"), office("c", "same", OTHER), office("d", " same ")]
    for order in (offices, offices[::-1]):
        hosts, warnings = hosts_of(order, BOTH, [REGION, OTHER])
        assert {host.office["office_site_id"]: host.name for host in hosts} == {
            "a": "same_a",
            "b": "other",
            "c": "same_c",
            "d": "same_d",
        }
        assert [warning.partition(";")[0] for warning in warnings] == ["3 office networks are named 'same'"]


@pytest.mark.parametrize("name", [*RESERVED, region_group(REGION), region_group(OTHER), "ecd_expired"])
def test_a_name_that_means_something_else_is_not_taken(name: str) -> None:
    hosts, warnings = hosts_of([office("a", name)], BOTH, [REGION, OTHER])
    assert [host.name for host in hosts] == [f"{name}_a"]
    assert repr(name) in warnings[0]


def test_no_two_hosts_have_one_name_whatever_the_names_are() -> None:
    offices = [office("a", "x"), office("b", "x"), office("c", "x_a"), office("d", "x_b_"), office("x_a", None)]
    offices += [office("a", "x", OTHER), office("localhost", None)]
    found = names(*offices)
    assert len(set(found)) == len(offices)
    assert "localhost" not in found


@pytest.mark.parametrize("name", ["a\nok: [b]", "\x1b[31mred", "\u202egnp", "a\rb"])
def test_a_name_cannot_forge_the_screen(name: str) -> None:
    (found,) = names(office("a", name))
    assert found.isprintable()


def test_a_name_that_is_a_template_stays_as_it_is() -> None:
    name = "{{ lookup('pipe', 'id') }}"
    (host,), _warnings = hosts_of([office("a", name)], BOTH, [REGION])
    assert (host.name, host.variables("ecd_")["ecd_name"]) == (name, name)


def test_variables_have_the_prefix() -> None:
    (host,), _warnings = hosts_of([office("a", "first")], BOTH, [REGION])
    assert host.variables("x_") == {
        "x_office_site_id": "a",
        "x_name": "first",
        "x_region_id": REGION,
        "x_network_package": None,
    }
    assert set(host.variables("")) == set(host.office)


@pytest.mark.parametrize(
    ("package", "groups"),
    [
        (None, ["ecd_no_network_package"]),
        ({"business_status": "Normal"}, []),
        ({"business_status": None}, []),
        ({"business_status": "Expired"}, ["ecd_expired"]),
    ],
)
def test_groups(package: Any, groups: list[str]) -> None:
    (host,), _warnings = hosts_of([office("a", region_id=OTHER, package=package)], BOTH, [OTHER])
    assert list(host.groups()) == ["ecd_cn_shanghai_finance_1", *groups]
    assert set(host.groups()) <= set(groups_of([OTHER]))
