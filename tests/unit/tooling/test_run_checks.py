# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which the checks start."""

from __future__ import annotations

from ansible_collections.alicloud.ecd.tests.tooling import cores, run_checks

RUNS = [f"{command}-{core}-py{python}" for command, core, python in cores.RUNS]


def test_each_check_starts_once_and_the_longest_first():
    names = ["shell", "docs", "pytest", *RUNS]
    started = run_checks.longest_first(names)
    assert sorted(started) == sorted(names)
    assert started[:3] == ["pytest", f"integration-{cores.NEWEST}-py3.13", f"integration-{cores.OLDEST}-py3.9"]
    assert started[-2:] == ["shell", "docs"]


def test_each_name_in_the_order_is_one_of_a_check():
    assert [
        start for start in run_checks.LONGEST if not any(name.startswith(start) for name in ["pytest", *RUNS])
    ] == []
