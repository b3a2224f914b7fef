# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many stories in this process: until so many runs are counted, or something is violated."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from . import machine
from .machine import Counts, Machine

BATCH = 250


def profile(examples: int, steps: int, phases: tuple[Phase, ...]) -> settings:
    """Return settings that are the same wherever stories are told."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
        phases=phases,
    )


def tell(backend: str, runs: int, first_seed: int, only: frozenset[str], ignored: frozenset[str], survey: bool) -> bool:
    """Tell stories on ``backend`` and print the counts. Returns whether anything was violated."""
    machine.COUNTS = counts = Counts()
    number = 0
    failed = False
    while counts.runs < runs and not failed:
        names: dict[str, Any] = {"backend": backend, "only": only or None, "ignored": ignored, "survey": survey}
        told = seed(first_seed + number)(type(f"Soak{backend.title()}", (Machine,), names))
        try:
            run_state_machine_as_test(told, settings=profile(BATCH, 8, (Phase.generate, Phase.shrink)))
        except Exception as error:  # noqa: BLE001 - several violations come as a group, which Python 3.10 has not
            failed = True
            for one in getattr(error, "exceptions", (error,)):
                _show(one, first_seed + number)
        number += 1
    print(f"{backend}: {counts}")
    if survey:
        for story in sorted(counts.stories.values()):
            print("\n".join(["", *story]))
    total = sum(counts.violations.values())
    print(f"{backend}: violations {total} {dict(sorted(counts.violations.items())) if total else ''}", flush=True)
    return failed or bool(total)


def _show(error: BaseException, at: int) -> None:
    print(f"\nVIOLATION (seed {at}): {error}")
    for note in getattr(error, "__notes__", ()):
        print(note)
    print(flush=True)
