# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much of the largest tables runs: a share of them, or with ECD_TESTS_ALL=1 all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

Row = TypeVar("Row")
Fault = TypeVar("Fault")

VARIABLE = "ECD_TESTS_ALL"


def everything() -> bool:
    """Return whether nothing is left out."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def examples(usual: int, all_of_them: int) -> int:
    """Return how many random examples run."""
    return all_of_them if everything() else usual


def crossed(rows: Iterable[Row], faults: Sequence[Fault], share: int) -> list[tuple[Row, Fault]]:
    """Return one in ``share`` of the pairs, along diagonals: each row and each fault stays, in equal parts."""
    step = 1 if everything() else share
    return [
        (row, fault)
        for number, row in enumerate(rows)
        for position, fault in enumerate(faults)
        if (number + position) % step == 0
    ]
