# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long to wait, how much may be spent, how many writes run at a time."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.limits import MIN_INTERVAL, Budget, WaitLimits
from ansible_collections.alicloud.ecd.plugins.module_utils._options.limits import (
    CONCURRENCY_SPEC,
    COST_SPEC,
    MAX_CONCURRENCY,
    WAIT_SPEC,
    budget_from,
    concurrency_from,
    limits_from,
)

NAN, INFINITE = float("nan"), float("inf")


def params(**options: Any) -> dict[str, Any]:
    """Return the parameters as Ansible fills them in: the options, and the defaults of all others."""
    spec = {**WAIT_SPEC, **COST_SPEC, **CONCURRENCY_SPEC}
    return {**{name: entry.get("default") for name, entry in spec.items()}, **options}


class TestWait:
    def test_the_defaults_of_the_options_are_those_of_the_value(self) -> None:
        assert limits_from(params()) == WaitLimits()

    @pytest.mark.parametrize(
        ("options", "limits"),
        [
            ({"wait": False}, WaitLimits(wait=False)),
            ({"wait_timeout": 0}, WaitLimits(timeout=0)),
            ({"wait_timeout": 7200}, WaitLimits(timeout=7200)),
            ({"wait_interval": 0.5}, WaitLimits(interval=0.5)),
            ({"wait_interval": 0}, WaitLimits(interval=0)),
            ({"settle_timeout": 0}, WaitLimits(settle_timeout=0)),
            ({"settle_timeout": 1.5}, WaitLimits(settle_timeout=1.5)),
        ],
    )
    def test_each_option_has_its_place(self, options: dict[str, Any], limits: WaitLimits) -> None:
        assert limits_from(params(**options)) == limits

    @pytest.mark.parametrize("name", ["wait_timeout", "settle_timeout"])
    @pytest.mark.parametrize("value", [-1, -0.001, INFINITE, NAN])
    def test_a_timeout_is_not_negative_and_ends(self, name: str, value: float) -> None:
        with pytest.raises(InputError, match=rf"^{name}: .* is not allowed; 0 or more"):
            limits_from(params(**{name: value}))

    @pytest.mark.parametrize("name", ["wait_timeout", "settle_timeout"])
    @pytest.mark.parametrize("value", [604801, 10**400])
    def test_a_timeout_longer_than_any_clock_is_refused(self, name: str, value: int) -> None:
        with pytest.raises(InputError, match=rf"^{name}: more than 604800 seconds"):
            limits_from(params(**{name: value}))

    @pytest.mark.parametrize("value", [True, False])
    def test_a_boolean_is_no_number(self, value: bool) -> None:
        with pytest.raises(InputError, match=r"^wait_timeout: "):
            limits_from(params(wait_timeout=value))

    @pytest.mark.parametrize("value", [-1, -0.001, 86400.5, INFINITE, NAN])
    def test_an_interval_that_nobody_can_sleep(self, value: float) -> None:
        with pytest.raises(InputError, match=r"^wait_interval: .* is not allowed"):
            limits_from(params(wait_interval=value))

    @pytest.mark.parametrize(
        ("interval", "pause"),
        [(0, MIN_INTERVAL), (0.001, MIN_INTERVAL), (MIN_INTERVAL, MIN_INTERVAL), (3, 3), (60.5, 60.5)],
    )
    def test_polls_are_never_without_a_pause(self, interval: float, pause: float) -> None:
        assert limits_from(params(wait_interval=interval)).pause == pause


class TestBudget:
    @pytest.mark.parametrize(
        ("options", "budget"),
        [
            ({}, Budget()),
            ({"estimate_cost": True}, Budget(estimate=True)),
            # A ceiling needs the prices.
            ({"max_cost": 2.5}, Budget(estimate=True, max_cost=2.5)),
            ({"estimate_cost": True, "max_cost": 2.5}, Budget(estimate=True, max_cost=2.5)),
            # 0 is a ceiling, too.
            ({"max_cost": 0}, Budget(estimate=True, max_cost=0)),
        ],
    )
    def test_what_is_asked_for(self, options: dict[str, Any], budget: Budget) -> None:
        assert budget_from(params(**options)) == budget

    @pytest.mark.parametrize("value", [-1, -0.001, INFINITE, NAN])
    def test_no_ceiling(self, value: float) -> None:
        with pytest.raises(InputError, match=r"^max_cost: .* is not allowed; 0 or more"):
            budget_from(params(max_cost=value))


class TestConcurrency:
    @pytest.mark.parametrize("value", [1, 4, MAX_CONCURRENCY])
    def test_allowed(self, value: int) -> None:
        assert concurrency_from(params(concurrency=value)) == value

    @pytest.mark.parametrize("value", [-1, 0, MAX_CONCURRENCY + 1, 10**30])
    def test_not_allowed(self, value: int) -> None:
        with pytest.raises(InputError, match=rf"^concurrency: {value} is not allowed; 1 to {MAX_CONCURRENCY}$"):
            concurrency_from(params(concurrency=value))

    def test_the_default(self) -> None:
        assert concurrency_from(params()) == 4
