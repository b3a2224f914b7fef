# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A share of a table has each of its rows and faults; on request, all of it runs."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from ansible_collections.alicloud.ecd.tests.support.sampling import VARIABLE, crossed, examples

ROWS, FAULTS = range(30), "abcdefghi"


@pytest.mark.parametrize("value", [None, "", "0"])
def test_each_row_and_each_fault_stays_in_equal_parts(monkeypatch, value):
    if value is None:
        monkeypatch.delenv(VARIABLE, raising=False)
    else:
        monkeypatch.setenv(VARIABLE, value)
    pairs = crossed(ROWS, FAULTS, 3)
    assert Counter(row for row, _fault in pairs) == dict.fromkeys(ROWS, 3)
    assert Counter(fault for _row, fault in pairs) == dict.fromkeys(FAULTS, 10)
    assert examples(100, 150) == 100


def test_on_request_everything_runs(monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    assert crossed(ROWS, FAULTS, 3) == list(product(ROWS, FAULTS))
    assert examples(100, 150) == 150
