# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which values are allowed, and that the error names option, value and what is allowed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired, check_desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.rules import (
    check_bandwidth,
    check_not_negative,
    check_seconds,
    check_tags,
    check_term,
    tags_from,
)

PERIODS = {"Week": {1}, "Month": {1, 2, 3, 6}, "Year": {1, 2, 3}}


@pytest.mark.parametrize("unit", sorted(PERIODS))
@pytest.mark.parametrize("period", [-1, 0, 1, 2, 3, 4, 5, 6, 7, 12])
def test_terms(unit: str, period: int) -> None:
    if period in PERIODS[unit]:
        check_term(period, unit)
        return
    with pytest.raises(InputError) as caught:
        check_term(period, unit)
    message = str(caught.value)
    assert message.startswith(f"period: {period} is not allowed; with period_unit {unit}: ")
    assert ", ".join(str(allowed) for allowed in sorted(PERIODS[unit])) in message


@pytest.mark.parametrize(
    ("pay_type", "charge_type", "most"),
    [
        (None, None, 1000),
        ("PostPaid", None, 1000),
        ("PrePaid", None, 1000),
        (None, "PayByTraffic", 200),
        (None, "PayByBandwidth", 1000),
        ("PostPaid", "PayByTraffic", 200),
        ("PostPaid", "PayByBandwidth", 1000),
        ("PrePaid", "PayByBandwidth", 1000),
    ],
)
def test_bandwidth(pay_type: str | None, charge_type: str | None, most: int) -> None:
    check_bandwidth(2, pay_type, charge_type)
    check_bandwidth(most, pay_type, charge_type)
    for bandwidth in (-5, 0, 1, most + 1):
        with pytest.raises(InputError) as caught:
            check_bandwidth(bandwidth, pay_type, charge_type)
        message = str(caught.value)
        assert message.startswith(f"bandwidth: {bandwidth} is not allowed; ")
        assert f"2 to {most} Mbit/s" in message
        for name in (pay_type, charge_type):
            assert name is None or name in message


def test_bandwidth_with_types_nobody_knows() -> None:
    check_bandwidth(500, "PostPaid", "PayByMoon")


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"k": ""},
        {"k" * 128: "v" * 128},
        {f"k{number}": "v" for number in range(20)},
        {"my-aliyun": "acs:x"},
        {"ключ": "值"},
        {"a b": " "},
    ],
)
def test_good_tags(tags: dict[str, str]) -> None:
    check_tags(tags)


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        ({f"k{number}": "v" for number in range(21)}, "21 tags are not allowed; at most 20"),
        ({"": "v"}, "a key has 1 to 128 characters"),
        ({"k" * 129: "v"}, "a key has 1 to 128 characters"),
        ({"k": "v" * 129}, "a value has at most 128 characters"),
        ({"aliyunfoo": "v"}, "reserved by the vendor"),
        ({"ALIYUN": "v"}, "reserved by the vendor"),
        ({"acs:x": "v"}, "reserved by the vendor"),
        ({"Acs:x": "v"}, "reserved by the vendor"),
        ({"see http://x": "v"}, "no http:// or https://"),
        ({"k": "https://x"}, "no http:// or https://"),
    ],
)
def test_bad_tags(tags: dict[str, str], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        check_tags(tags)
    assert str(caught.value).startswith("tags: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        (None, {}),
        ({}, {}),
        ({"a": "b"}, {"a": "b"}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 1.5}, {"a": "1.5"}),
        ({1: "x"}, {"1": "x"}),
        ({"a": ""}, {"a": ""}),
        ({"a": 0}, {"a": "0"}),
    ],
)
def test_tags_from_yaml(given: Any, tags: dict[str, str]) -> None:
    assert tags_from(given) == tags


@pytest.mark.parametrize("value", [True, False, None, [], ["x"], {}, {"b": "c"}, b"x"])
def test_tag_values_without_one_spelling(value: Any) -> None:
    with pytest.raises(InputError, match=r"^tags: .*'a'.* is not allowed; a value is text; quote it"):
        tags_from({"a": value})


def test_two_tag_keys_that_become_one_text() -> None:
    with pytest.raises(InputError, match=r"two keys are spelled 1"):
        tags_from({1: "a", "1": "b"})


@pytest.mark.parametrize("option", ["network_package_id", "office_site_id", "pending_order_id"])
@pytest.mark.parametrize("value", [" np-a", "np-a ", "np a", "np-a\n", "np-\u0430", "\t"])
def test_ids_with_blanks_are_other_ids(option: str, value: str) -> None:
    with pytest.raises(InputError, match=rf"^{option}: .*no blanks"):
        check_desired(replace(Desired(tags={"a": "b"}), **{option: value}))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [None, 0, 0.0, 1, 1e9])
def test_not_negative(value: Any) -> None:
    check_not_negative({"wait_timeout": value}, ("wait_timeout", "not_there"))


@pytest.mark.parametrize("value", [-1, -0.001, float("nan"), float("inf"), float("-inf")])
def test_negative(value: float) -> None:
    with pytest.raises(InputError, match=r"^wait_timeout: .* is not allowed; 0 or more"):
        check_not_negative({"wait_timeout": value}, ("wait_timeout",))


@pytest.mark.parametrize("value", [None, 0.001, 1, 30])
def test_positive(value: Any) -> None:
    check_seconds({"read_timeout": value}, ("read_timeout", "not_there"))


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_not_positive(value: float) -> None:
    with pytest.raises(InputError, match=r"^read_timeout: .* is not allowed; more than 0"):
        check_seconds({"read_timeout": value}, ("read_timeout",))


GOOD_WISHES: tuple[dict[str, Any], ...] = (
    {"bandwidth": 10},
    {"bandwidth": 1000},
    {},
    {"pay_type": "PrePaid"},
    {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth", "period": 6},
    {"period": 99},
    {"state": "absent", "bandwidth": 0, "pay_type": "PrePaid", "period": 99},
    {"state": "absent", "pay_type": "PrePaid", "internet_charge_type": "PayByTraffic"},
)
BAD_WISHES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"bandwidth": 0}, "bandwidth: 0 is not allowed"),
    ({"bandwidth": 1001}, "bandwidth: 1001 is not allowed"),
    ({"bandwidth": 201, "internet_charge_type": "PayByTraffic"}, "bandwidth: 201 is not allowed"),
    ({"pay_type": "PrePaid", "internet_charge_type": "PayByTraffic"}, "internet_charge_type: 'PayByTraffic'"),
    ({"pay_type": "PrePaid", "period": 12}, "period: 12 is not allowed"),
    ({"pay_type": "PrePaid", "period": 2, "period_unit": "Week"}, "period: 2 is not allowed"),
    ({"tags": {"acs:x": "y"}}, "tags: 'acs:x' is not allowed"),
    ({"state": "absent", "tags": {"": "y"}}, "tags: '' is not allowed"),
)


@pytest.mark.parametrize("identity", [{"network_package_id": "np-a"}, {"office_site_id": "o"}, {"tags": {"a": "b"}}])
@pytest.mark.parametrize("desired", GOOD_WISHES)
def test_good_wishes(identity: dict[str, Any], desired: dict[str, Any]) -> None:
    check_desired(Desired(**{**identity, **desired}))


@pytest.mark.parametrize(("desired", "problem"), BAD_WISHES)
def test_bad_wishes(desired: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        check_desired(Desired(**{"office_site_id": "o", **desired}))
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_wish_must_say_which_plan_it_means(state: str) -> None:
    with pytest.raises(InputError, match=r"network_package_id.*office_site_id.*tags"):
        check_desired(Desired(state=state, bandwidth=10))
