# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ask the API what no document says: ``python -m tests.contract live``; merge the results: ``... report FILE ...``."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..support import ROOT
from ..support.collection import PREFIX, importable
from ..tooling.release import declared_version

DEFECT, WRONG_INPUT, STOPPED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status."""
    parser = argparse.ArgumentParser(prog="contract", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    live = commands.add_parser("live", help="ask the API; what it may do is set in the environment")
    live.add_argument("--output", type=Path, default=Path("seen.json"), help="default: seen.json")
    live.add_argument("--interval", type=float, default=2.0, help="seconds between two reads; default: 2")
    report = commands.add_parser("report", help="merge files that live wrote")
    report.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    width = shutil.get_terminal_size((120, 40)).columns
    with importable():
        if options.command == "live":
            return _live(options.output, options.interval, width)
        return _report(options.files, width)


def say(line: str) -> None:
    """Print a line at once. A screen that is gone must not keep a package from being released."""
    for stream in (sys.stdout, sys.stderr):
        try:
            print(line, file=stream, flush=True)
        except (OSError, ValueError):
            continue
        return


def _live(output: Path, interval: float, width: int) -> int:
    errors, suite, signals = _load("plugins.module_utils._errors", "tests.contract.suite", _SIGNALS)
    settings, table = _load("tests.contract.settings", "tests.contract.table")
    status, message = 0, ""
    with signals.stopped_by_signals() as clock:
        try:
            allowed = settings.settings_from(os.environ, interval)
            _check_output(output, errors)
            result = suite.run(allowed, clock, os.urandom(8).hex(), say)
        except (errors.InputError, errors.CredentialsError, errors.LibraryMissing) as error:
            result, status = suite.unreached("nothing was asked, see below"), WRONG_INPUT
            message = str(error)
        say("")
        for line in table.findings_table(suite.ALL, result.findings, width):
            say(line)
        say(f"\n{table.counts(result.findings)}")
        if status:
            say(f"\n{message}")
            return status
        status = _write(output, result, allowed)
        for sentence in result.left:
            say(f"\nTo do: {sentence}.")
        if result.unreachable:
            say("\nNothing could be asked, see above. The file is of no use to others.")
    if result.broken or result.unreleased:
        return DEFECT
    return STOPPED if result.stopped else status


_SIGNALS = "plugins.module_utils._client.signals"


def _check_output(output: Path, errors: Any) -> None:
    if (
        str(output) in ("", ".")
        or output.is_dir()
        or not os.access(output if output.exists() else output.parent, os.W_OK)
    ):
        raise errors.InputError(f"--output: {str(output)!r} cannot be written")


def _write(output: Path, result: Any, settings: Any) -> int:
    (seen,) = _load("tests.contract.seen")
    try:
        seen.write(output, result, settings, declared_version(ROOT))
    except OSError as error:
        say(f"\n{output} could not be written: {error.strerror}")
        return DEFECT
    if not result.unreachable:
        say(f"\n{output} has what was seen, without names, addresses and account ids. Please attach it to an issue.")
    return 0


def _report(files: Sequence[Path], width: int) -> int:
    errors, suite, seen = _load("plugins.module_utils._errors", "tests.contract.suite", "tests.contract.seen")
    try:
        if not files:
            raise errors.InputError('no files: make contract-report FILES="seen.json other.json"')
        for line in seen.merged(suite.ALL, [seen.read(path) for path in files], width):
            say(line)
    except errors.InputError as error:
        say(str(error))
        return WRONG_INPUT
    return 0


def _load(*names: str) -> tuple[Any, ...]:
    return tuple(importlib.import_module(f"{PREFIX}.{name}") for name in names)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
