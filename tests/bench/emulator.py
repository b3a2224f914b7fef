# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator in a process of its own, and its journal."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from .workshop import ROOT, BenchFailed, Workshop


def office(number: int) -> str:
    """The id of an office network."""
    return f"cn-hangzhou+dir-{number:010d}"


def plans(count: int) -> dict[str, Any]:
    """A seed with this many plans, each at an office network; every thousandth is of the team ``few``."""
    return {
        "packages": [
            {
                "network_package_id": f"np-{number:017d}",
                "office_site_id": office(number),
                "bandwidth": 10,
                "tags": {"team": "many" if number % 1000 else "few"},
            }
            for number in range(count)
        ]
    }


def offices(count: int) -> dict[str, Any]:
    """A seed with this many office networks that have no plan."""
    return {"office_sites": [{"office_site_id": office(number)} for number in range(count)]}


class Account:
    """The emulated account, seen from outside of the API."""

    def __init__(self, url: str) -> None:
        self.url = url
        # The emulator is on this machine, so no proxy has a part in it.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def _ask(self, method: str, what: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{what}", data, method=method)
        with self._opener.open(request, timeout=60) as answer:
            return json.load(answer)

    def reset(self, seed: Mapping[str, Any]) -> None:
        """Start over with this seed and an empty journal."""
        self._ask("POST", "reset", seed)

    def take_calls(self) -> dict[str, int]:
        """How many calls of each action came in since this was asked last."""
        summary: dict[str, int] = self._ask("GET", "calls?summary=1")
        self._ask("DELETE", "calls")
        return summary


@contextmanager
def emulator(workshop: Workshop, seed: Mapping[str, Any], *options: str) -> Iterator[Account]:
    """Start the emulator on a free port of the loopback interface; plans are ready, or gone, at once."""
    seed_file = workshop.directory / "seed.json"
    seed_file.write_text(json.dumps(seed), encoding="utf-8")
    command = [sys.executable, "-m", "tests.emulator", "--seed-file", str(seed_file)]
    command += ["--creating-seconds", "0", "--releasing-seconds", "0", *options]
    process = _start(command)
    try:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise BenchFailed("the emulator did not start")
        yield Account(url)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
