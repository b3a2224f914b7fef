# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell many random stories and print what was done: ``python -m tests.soak --runs 10000 --seed 1``."""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import tempfile
import time

from ..support.collection import PREFIX, importable

PACKAGE = f"{PREFIX}.tests.soak"


def main() -> int:
    """Run the parts and print their counts; the exit status tells whether anything was violated."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000, help="runs of the modules on a driven clock; default 10000")
    parser.add_argument("--seed", type=int, default=None, help="default: a random one, which is printed")
    parser.add_argument("--backend", action="append", choices=("fake", "emulator"), help="default: both")
    parser.add_argument(
        "--processes", type=int, default=200, help="rounds of each kind with real processes; default 200"
    )
    parser.add_argument("--kind", action="append", help="count only this kind of violation; can be repeated")
    parser.add_argument("--ignore", action="append", default=[], help="a kind that does not count; can be repeated")
    parser.add_argument("--survey", action="store_true", help="do not stop at the first violation and do not shrink")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    failed = False
    for backend in options.backend or ("fake", "emulator"):
        if options.runs:
            stories = importlib.import_module(f"{PACKAGE}.stories")
            failed |= stories.tell(
                backend, options.runs, seed, frozenset(options.kind or ()), frozenset(options.ignore), options.survey
            )
    if options.processes:
        processes = importlib.import_module(f"{PACKAGE}.processes")
        with tempfile.TemporaryDirectory(prefix="ecd-soak-") as home:
            failed |= processes.tell(options.processes, seed, home)
    return int(failed)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    begin = time.monotonic()
    with importable():
        # The modules import each other by the name of the collection.
        status = importlib.import_module(f"{PACKAGE}.__main__").main()
    print(f"{time.monotonic() - begin:.0f} s")
    sys.exit(status)
