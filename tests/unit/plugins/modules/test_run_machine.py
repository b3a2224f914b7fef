# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random runs of the modules on a driven clock, judged by what the account really holds.

A few hundred stories here; ``make soak`` tells thousands. A failure prints its story and a blob that replays it.
"""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.tests.soak.backends import BACKENDS
from ansible_collections.alicloud.ecd.tests.soak.machine import Machine
from ansible_collections.alicloud.ecd.tests.support.sampling import examples
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

PROFILE = settings(
    max_examples=examples(100, 150),
    stateful_step_count=6,
    # The same stories each time, so that a change is judged and not its luck; `make soak` draws others.
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


@pytest.mark.parametrize("backend", BACKENDS)
def test_runs_keep_their_promises(backend: str) -> None:
    machine = type(f"MachineOn{backend.title()}", (Machine,), {"backend": backend})
    run_state_machine_as_test(machine, settings=PROFILE)
