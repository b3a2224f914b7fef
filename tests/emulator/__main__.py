# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: ``python -m tests.emulator``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from .clock import RealClock
from .core import Emulator
from .faults import KINDS, Fault
from .http_server import Server, serve
from .switches import Switches


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal arrives."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        server = _server(options)
    except (OSError, TypeError, ValueError) as error:
        parser.error(str(error))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    with server:
        if options.port_file:
            _write_atomically(Path(options.port_file), f"{server.port}\n")
        print(server.url, flush=True)
        while not stop.wait(3600):
            pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emulator", description="Emulate the network package API on the loopback interface."
    )
    parser.add_argument("--port", type=int, default=0, help="default: 0, which picks a free port")
    parser.add_argument("--port-file", help="file to write the port to once the server listens")
    parser.add_argument("--seed-file", help="JSON object with office_sites, packages, switches, and faults")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="kind=KIND[,action=NAME][,when=before|after][,times=N][,...]",
        help=f"can be repeated; kinds: {', '.join(KINDS)}",
    )
    names = ", ".join(item.name for item in fields(Switches))
    parser.add_argument(
        "--switch", action="append", default=[], metavar="NAME=VALUE", help=f"can be repeated; names: {names}"
    )
    parser.add_argument("--latency", type=float, default=0.0, help="seconds to wait before each response")
    parser.add_argument("--creating-seconds", type=float, default=5.0, help="how long a new package is Creating")
    parser.add_argument("--releasing-seconds", type=float, default=5.0, help="how long a deleted package is Releasing")
    parser.add_argument("--site", choices=("china", "international"), help="the billing host to emulate; default: both")
    return parser


def _server(options: argparse.Namespace) -> Server:
    seed: dict[str, Any] = json.loads(Path(options.seed_file).read_text("utf-8")) if options.seed_file else {}
    if not isinstance(seed, dict):
        raise ValueError("the seed file must contain a JSON object")
    switches = Switches.from_dict(dict(_pairs([text], "--switch")[0] for text in options.switch))
    emulator = Emulator(
        clock=RealClock(),
        switches=switches,
        creating_seconds=options.creating_seconds,
        releasing_seconds=options.releasing_seconds,
        latency=options.latency,
    )
    emulator.load(seed)
    emulator.faults.add(*[Fault.from_dict(dict(_pairs(text.split(","), "--fault"))) for text in options.fault])
    return serve(emulator, port=options.port, site=options.site, initial_seed=seed)


def _pairs(texts: Sequence[str], option: str) -> list[tuple[str, Any]]:
    pairs = [text.partition("=") for text in texts]
    wrong = [text for text, (_name, mark, _value) in zip(texts, pairs) if not mark]
    if wrong:
        raise ValueError(f"{option}: {wrong[0]!r} is not in the form name=value")
    return [(name.strip(), _value(value)) for name, _mark, value in pairs]


def _value(text: str) -> Any:
    """Parse numbers and booleans as JSON; everything else is text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, (bool, int, float)) else text


def _write_atomically(path: Path, text: str) -> None:
    # A process that waits for the file must never read a part of it.
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, "utf-8")
    os.replace(partial, path)


if __name__ == "__main__":
    sys.exit(main())
