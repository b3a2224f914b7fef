# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run all sections of the benchmark, or those named on the command line, and print a table.

A run of all sections also writes the page of the guides with the figures.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..support.processes import CommandError
from . import api_calls, fleet, inventory, listing, page, purchase, sdk, task
from .runner import Runner
from .table import Section, print_header, print_section, summary

SECTIONS: Mapping[str, Callable[[Runner], Section]] = {
    "task": task.measure,
    "api_calls": api_calls.measure,
    "fleet": fleet.measure,
    "purchase": purchase.measure,
    "listing": listing.measure,
    "inventory": inventory.measure,
}


def main() -> int:
    """Run the benchmark. The exit status says whether it could be measured, not whether all targets are met."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("section", nargs="*", help=f"{', '.join(SECTIONS)}; default: all")
    names = parser.parse_args().section or list(SECTIONS)
    if unknown := set(names) - set(SECTIONS):
        parser.error(f"unknown section: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ecd-bench-") as directory:
        try:
            sections = _measure(Path(directory), names)
        except CommandError as error:
            print(f"\nTHE BENCHMARK FAILED: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nInterrupted. All processes are stopped.", file=sys.stderr)
            return 130
    print(f"{summary(sections)} The benchmark took {(time.monotonic() - begin) / 60:.1f} minutes.")
    if set(names) == set(SECTIONS):
        page.write(sections)
        print(f"The figures are in {page.PAGE.relative_to(Path.cwd())}.")
    return 0


def _measure(directory: Path, names: Sequence[str]) -> list[Section]:
    print("Building the collection; installing it and the official SDK into separate directories ...", flush=True)
    runner = Runner(directory, sdk.install())
    runner.install()
    print_header()
    sections = []
    for name in names:
        sections.append(SECTIONS[name](runner))
        print_section(sections[-1])
    return sections


if __name__ == "__main__":
    sys.exit(main())
