# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's dates, and how many days are left."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.dates import DAY, days_left, epoch
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package

NEW_YEAR = 1767225600.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0.0),
        ("2026-01-01T00:00:00Z", NEW_YEAR),
        ("2026-01-01T00:00:01Z", NEW_YEAR + 1),
        ("2024-02-29T12:00:00Z", 1709208000.0),
        ("2099-12-31T15:59:59Z", 4102415999.0),
    ],
)
def test_epoch(text: str, seconds: float) -> None:
    assert epoch(text) == seconds


ODD = (
    None,
    "",
    "soon",
    "2026-01-01",
    "2026-01-01T00:00Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+08:00",
    "2026-02-30T00:00:00Z",
    "2026-01-01T25:00:00Z",
    "1767225600000",
)


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_date(text: str | None) -> None:
    with pytest.raises(ValueError, match=r".+"):
        epoch(text)


@pytest.mark.parametrize(
    ("now", "days"),
    [(NEW_YEAR, 0.0), (NEW_YEAR - DAY, 1.0), (NEW_YEAR - DAY / 2, 0.5), (NEW_YEAR + 7 * DAY, -7.0)],
)
def test_days_left(now: float, days: float) -> None:
    assert days_left(Package("np-a", expired_time="2026-01-01T00:00:00Z"), now) == days


@pytest.mark.parametrize("text", ODD)
def test_days_left_names_the_package_and_the_value(text: str | None) -> None:
    with pytest.raises(PlanningError, match=r"as ExpiredTime of np-a") as caught:
        days_left(Package("np-a", expired_time=text), NEW_YEAR)
    assert repr(text) in str(caught.value)
