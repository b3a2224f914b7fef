# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bulk module as a process that is told to stop, killed, or not alone; ``make soak`` has many more rounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.soak.processes import KINDS, rounds

ROUNDS = 4


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_bought_twice_or_in_silence(kind: str, tmp_path: Path) -> None:
    seed = 8
    assert rounds(kind, ROUNDS, seed, str(tmp_path)).found == [], f"seed {seed}"
