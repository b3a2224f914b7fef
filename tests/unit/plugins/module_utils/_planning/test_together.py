# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Items of one task that mean the same network package or office network."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.together import (
    refuse_conflicts,
    refuse_same_identity,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.unfold import unfold

from ..values import ALPHA, BETA, REGION, desired, package, region

OTHER_REGION = "cn-shanghai"

DISTINCT: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"network_package_id": "np-a"}],
    [{"network_package_id": "np-a"}, {"network_package_id": "np-b"}],
    [{"office_site_id": ALPHA}, {"office_site_id": BETA}],
    [{"office_site_name": "alpha"}, {"office_site_name": "Alpha"}],
    [{"tags": {"team": "a"}}, {"tags": {"team": "b"}}],
    [{"tags": {"team": "a", "part": "x"}}, {"tags": {"team": "a", "part": "y"}}],
    [{"tags": {"team": "a"}}, {"tags": {"part": "x"}}],
    # Beside an id or an office network, tags identify nothing.
    [{"office_site_id": ALPHA, "tags": {"team": "a"}}, {"office_site_id": BETA, "tags": {"team": "a"}}],
    [{"network_package_id": "np-a", "tags": {"team": "a"}}, {"tags": {"team": "a"}}],
    # The first choice identifies: here the office network is a place to move to.
    [{"network_package_id": "np-a", "office_site_id": ALPHA}, {"network_package_id": "np-b", "office_site_id": ALPHA}],
)
SAME: tuple[tuple[list[dict[str, Any]], str], ...] = (
    ([{"network_package_id": "np-a"}] * 2, "network_package_id np-a"),
    ([{"network_package_id": "np-a", "bandwidth": 10}, {"network_package_id": "np-a", "bandwidth": 20}], "np-a"),
    ([{"network_package_id": "np-a"}, {"network_package_id": "np-a", "state": "absent"}], "np-a"),
    ([{"network_package_id": "np-a"}, {"network_package_id": "np-a", "office_site_id": ALPHA}], "np-a"),
    ([{"office_site_id": ALPHA}] * 2, f"office_site_id {ALPHA}"),
    ([{"office_site_id": ALPHA}, {"office_site_id": BETA}, {"office_site_id": ALPHA}], f"office_site_id {ALPHA}"),
    ([{"office_site_name": "alpha"}] * 2, "office_site_name alpha"),
    ([{"tags": {"team": "a"}}] * 2, "tags"),
    ([{"tags": {"team": "a"}}, {"tags": {"team": "a", "part": "x"}}], "tags"),
    ([{"tags": {"team": "a", "part": "x"}}, {"tags": {"part": "x"}}], "tags"),
    ([{"tags": {"team": "a"}}, {"tags": {"team": "b"}}, {"tags": {"team": "a", "part": "x"}}], "tags"),
)


def listed(rows: Sequence[dict[str, Any]]) -> list[Desired]:
    return [desired(**{"item": f"network_packages[{number}]", **row}) for number, row in enumerate(rows)]


def planned(rows: Sequence[dict[str, Any]], *values: Any) -> list[Plan]:
    view = region(*values)
    return [unfold(item, view.observed_for(item)) for item in listed(rows)]


def refused(function: Any, values: Sequence[Any]) -> str:
    with pytest.raises(InputError) as caught:
        function(values)
    message = str(caught.value)
    assert "nothing was changed" in message
    return message


def accepted(rows: Sequence[dict[str, Any]], *values: Any) -> None:
    refuse_conflicts(planned(rows, *values), region(*values))


def refused_together(rows: Sequence[dict[str, Any]], *values: Any) -> str:
    return refused(lambda plans: refuse_conflicts(plans, region(*values)), planned(rows, *values))


@pytest.mark.parametrize("rows", DISTINCT)
def test_different_identities(rows: list[dict[str, Any]]) -> None:
    refuse_same_identity(listed(rows))


@pytest.mark.parametrize(("rows", "subject"), SAME)
def test_the_same_identity_is_refused_whatever_the_order(rows: list[dict[str, Any]], subject: str) -> None:
    for order in permutations(rows):
        message = refused(refuse_same_identity, listed(order))
        assert " mean one package: " in message
        assert subject in message


@pytest.mark.parametrize(("rows", "subject"), SAME)
def test_an_identity_belongs_to_its_region(rows: list[dict[str, Any]], subject: str) -> None:
    regions = [REGION, OTHER_REGION, "cn-beijing"]
    refuse_same_identity(listed([{**row, "region_id": region} for row, region in zip(rows, regions)]))


def test_both_items_are_named() -> None:
    rows: list[dict[str, Any]] = [{"office_site_id": site} for site in (ALPHA, BETA, BETA)]
    message = refused(refuse_same_identity, listed(rows))
    assert message.startswith("network_packages[1] and network_packages[2] mean one package: ")
    assert f"office_site_id {BETA} in {REGION}" in message
    rows = [{"tags": {"a": "1"}}, {"tags": {"b": "1"}}, {"tags": {"b": "1", "c": "1"}}]
    assert refused(refuse_same_identity, listed(rows)).startswith("network_packages[1] and network_packages[2] mean")


class TestSamePackage:
    @pytest.mark.parametrize(
        "values", list(permutations([package(tags={"team": "a"}), package("np-b", office_site_id=BETA)]))
    )
    @pytest.mark.parametrize(
        "rows",
        list(permutations([{"network_package_id": "np-a"}, {"office_site_id": ALPHA}, {"tags": {"team": "a"}}], 2)),
    )
    def test_known_by_two_identities(self, rows: tuple[dict[str, Any], ...], values: tuple[Any, ...]) -> None:
        refuse_same_identity(listed(rows))
        message = refused_together(rows, *values)
        assert "network_packages[0] and network_packages[1] mean one package: network package np-a" in message

    @pytest.mark.parametrize("state", ["present", "absent"])
    def test_released_by_one_and_kept_by_another(self, state: str) -> None:
        rows = [{"network_package_id": "np-a", "state": "absent"}, {"office_site_id": ALPHA, "state": state}]
        assert "network package np-a" in refused_together(rows, package())

    @pytest.mark.parametrize(
        ("rows", "values"),
        [
            # Moved to where another item buys.
            (
                [{"network_package_id": "np-a", "office_site_id": BETA}, {"office_site_id": BETA, "bandwidth": 10}],
                (package(),),
            ),
            # Two packages moved to one office network.
            (
                [
                    {"network_package_id": "np-a", "office_site_id": BETA},
                    {"network_package_id": "np-b", "office_site_id": BETA},
                ],
                (package(), package("np-b", office_site_id=None)),
            ),
            # One office network by two spellings, one of them by now resolved.
            (
                [
                    {"office_site_id": BETA, "bandwidth": 10},
                    {"office_site_id": BETA, "office_site_name": "beta", "bandwidth": 10},
                ],
                (),
            ),
        ],
    )
    def test_two_packages_for_one_office_network(self, rows: list[dict[str, Any]], values: tuple[Any, ...]) -> None:
        for order in permutations(rows):
            assert f"office network {BETA} in {REGION}" in refused_together(order, *values)

    def test_moved_away_from_under_another_item(self) -> None:
        rows = [{"network_package_id": "np-a", "office_site_id": BETA}, {"office_site_id": ALPHA}]
        assert "network package np-a" in refused_together(rows, package())

    @pytest.mark.parametrize(
        "rows",
        [
            [],
            [{"network_package_id": "np-a"}, {"network_package_id": "np-b"}],
            [{"network_package_id": "np-a"}, {"office_site_id": BETA}],
            [{"office_site_id": ALPHA, "state": "absent"}, {"office_site_id": BETA, "bandwidth": 20}],
            [{"network_package_id": "np-a", "unbind": True}, {"office_site_id": BETA}],
            # Neither is bound to an office network, which is nothing to share.
            [{"tags": {"team": "x"}, "bandwidth": 10}, {"tags": {"team": "y"}, "bandwidth": 10}],
            [{"network_package_id": "np-a", "unbind": True}, {"network_package_id": "np-b", "unbind": True}],
        ],
    )
    def test_each_item_has_its_own(self, rows: list[dict[str, Any]]) -> None:
        accepted(rows, package(), package("np-b", office_site_id=BETA))

    def test_a_package_that_is_on_its_way_out_is_nobodys(self) -> None:
        rows: list[dict[str, Any]] = [
            {"network_package_id": "np-a", "state": "absent"},
            {"office_site_id": ALPHA, "bandwidth": 10},
        ]
        accepted(rows, package(network_package_status="Releasing"))

    def test_a_purchase_that_bears_the_tags_of_another_item(self) -> None:
        rows: list[dict[str, Any]] = [
            {"office_site_id": ALPHA, "tags": {"team": "a"}, "bandwidth": 10},
            {"tags": {"team": "a"}, "bandwidth": 20},
        ]
        for order in permutations(rows):
            assert "mean one package: tags" in refused_together(order)

    def test_items_that_change_nothing_contradict_nothing(self) -> None:
        accepted(
            [{"tags": {"team": "a"}, "bandwidth": 10}, {"office_site_id": BETA}],
            package(tags={"team": "a"}),
            package("np-b", office_site_id=BETA),
        )
