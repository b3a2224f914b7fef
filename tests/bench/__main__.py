# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measure everything, or what is named on the command line (as ``fleet``), and print one table."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import api_calls, fleet, purchase, sdk, task, ten_thousand
from .table import Section, print_head, print_section, print_verdict
from .workshop import BenchFailed, Workshop

SECTIONS: Mapping[str, Callable[[Workshop], Section]] = {
    "task": task.measure,
    "api_calls": api_calls.measure,
    "fleet": fleet.measure,
    "purchase": purchase.measure,
    "ten_thousand": ten_thousand.measure,
}


def main() -> int:
    """Measure and print; the exit status tells whether it could be measured, not whether all aims are met."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("section", nargs="*", help=f"{', '.join(SECTIONS)}; default: all")
    names = parser.parse_args().section or list(SECTIONS)
    if unknown := set(names) - set(SECTIONS):
        parser.error(f"no section {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ecd-bench-") as directory:
        try:
            sections = _measure(Path(directory), names)
        except BenchFailed as error:
            print(f"\nTHE BENCHMARK FAILED: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nInterrupted; everything that was started is stopped.", file=sys.stderr)
            return 130
    print_verdict(sections, time.monotonic() - begin)
    return 0


def _measure(directory: Path, names: Sequence[str]) -> list[Section]:
    print("Building the collection, installing it and the official SDK into folders of their own ...", flush=True)
    workshop = Workshop(directory, sdk.folder())
    workshop.furnish()
    print_head()
    sections = []
    for name in names:
        sections.append(SECTIONS[name](workshop))
        print_section(sections[-1])
    return sections


if __name__ == "__main__":
    sys.exit(main())
