# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bulk module as real processes against the emulator on loopback: signalled at random moments, and two at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Emulator, RealClock, Switches, serve

CREATE = "CreateNetworkPackage"
REGION = "cn-hangzhou"
PATH = Path(__file__).absolute().parents[5]
SECONDS = 60
OPTIONS = {"wait_interval": 0.05, "settle_timeout": 2, "retry_delay": 0.05, "concurrency": 3}
RUN = """
import sys
from ansible.module_utils import basic
basic._ANSIBLE_ARGS = sys.stdin.buffer.read()
basic._ANSIBLE_PROFILE = "legacy"
from ansible_collections.alicloud.ecd.plugins.modules import network_packages
network_packages.main()
"""
Items = list[dict[str, Any]]


@dataclass
class Ended:
    """What became of a process: ``result`` is None when it printed nothing that is JSON."""

    result: dict[str, Any] | None
    status: int
    text: str

    @property
    def actions(self) -> list[str]:
        return list((self.result or {}).get("actions", []))

    @property
    def unknown(self) -> int:
        return sum(bool(item.get("outcome_unknown")) for item in (self.result or {}).get("results", []))

    @property
    def told(self) -> set[str]:
        """The ids of the packages that it says it bought."""
        items = (self.result or {}).get("results", [])
        return {item["network_package"]["network_package_id"] for item in items if CREATE in item.get("actions", [])}


def start(url: str, items: Items, home: str) -> subprocess.Popen[bytes]:
    """Start the bulk module."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(PATH), *sys.path]),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Whatever the collection keeps for its user is kept apart from other rounds.
        "HOME": home,
        "XDG_RUNTIME_DIR": home,
        "XDG_CACHE_HOME": home,
        "TMPDIR": home,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", RUN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    arguments = {**own, "endpoint": url, "network_packages": items, **OPTIONS}
    assert process.stdin
    process.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
    process.stdin.close()
    return process


def finish(process: subprocess.Popen[bytes]) -> Ended:
    """Wait for a process, which is killed when it hangs."""
    assert process.stdout
    with process.stdout:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return Ended(None, process.returncode, f"still running after {SECONDS} s")
        text = process.stdout.read().decode(errors="replace")
    with suppress(ValueError):
        return Ended(json.loads(text), process.returncode, text)
    return Ended(None, process.returncode, text)


def wanted(emulator: Emulator, number: int, by_tags: Callable[[int], bool]) -> Items:
    """Return items for packages that do not exist yet, and add their office networks."""
    items: Items = []
    for index in range(number):
        if by_tags(index):
            items.append({"tags": {"item": str(index)}, "bandwidth": 10})
        else:
            site = emulator.add_office_site(f"{REGION}+dir-{index}")
            items.append({"office_site_id": site, "bandwidth": 10})
    return items


def identities(emulator: Emulator) -> Counter[str]:
    """Count the packages of each identity."""
    return Counter(row.office_site_id or str(dict(row.tags)) for row in emulator.packages.values())


# -- One process and a signal


def signalled(number: signal.Signals, chance: random.Random, home: str) -> Iterator[str]:
    """One round: a run is signalled at a random moment, another one follows to the end. Yields what is wrong."""
    rule = chance.choice(("error", "accepted"))
    emulator = Emulator(
        clock=RealClock(),
        switches=Switches.from_dict({"second_package": rule}),
        creating_seconds=chance.choice((0.0, 0.3)),
        latency=0.01,
    )
    items = wanted(emulator, 12, lambda index: index % 3 == 0)
    # One of three comes when everything is bought: about the time at which the result is printed.
    late = chance.random() < 0.3
    moment, pause = chance.randrange(45), chance.random() * (0.1 if late else 0.03)
    place = f"{number.name} after {'the last purchase' if late else f'{moment} calls'} and {pause:.3f} s, rule {rule}"
    # Who cancels may do so again and again: no moment may lose the report.
    often = number != signal.SIGKILL and chance.random() < 0.3
    if often:
        place += ", again and again"
    with serve(emulator) as server:
        process = start(server.url, items, home)
        end = time.monotonic() + SECONDS
        while process.poll() is None and time.monotonic() < end:
            if emulator.effects(CREATE) == len(items) if late else emulator.count() >= moment:
                break
            time.sleep(0.001)
        time.sleep(pause)
        process.send_signal(number)
        while often and process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
            process.send_signal(number)
        first = finish(process)
        time.sleep(0.05)
        bought = dict(emulator.packages)
        if number != signal.SIGKILL:
            for text in _reported(first, emulator, bought):
                yield f"{place}: {text}"
        second = finish(start(server.url, items, home))
    if second.result is None or second.result.get("failed"):
        yield f"{place}: {len(bought)} bought, then the next run failed: {_message(second)}"
    twice = {name: count for name, count in identities(emulator).items() if count > 1}
    if twice:
        yield f"{place}: bought twice: {twice}"
    if emulator.effects(CREATE) != len(items) and not twice:
        yield f"{place}: {emulator.effects(CREATE)} purchases for {len(items)} items"


def _reported(run: Ended, emulator: Emulator, bought: Mapping[str, Any]) -> Iterator[str]:
    if run.result is None:
        # Before its first call a process may die of the signal.
        if emulator.count():
            yield f"{len(bought)} were bought, and nothing was reported (status {run.status}): {run.text[-300:]}"
        return
    lost = set(bought) - run.told
    if len(lost) > run.unknown:
        yield f"{len(lost)} purchases are not reported: {sorted(lost)}; outcome_unknown: {run.unknown}"
    if run.told - set(bought):
        yield f"reported and not bought: {sorted(run.told - set(bought))}"


def _message(run: Ended) -> str:
    if run.result is not None and not run.result.get("failed"):
        return f"ok, actions {run.actions}"
    return str((run.result or {}).get("msg") or run.text[-300:])


# -- Two processes at once


def two_at_once(rule: str, by_tags: bool, chance: random.Random, home: str) -> Iterator[str]:
    """One round: two processes want the same packages. Yields what is wrong.

    Their homes differ, as those of execution environments do: no file joins them.
    """
    emulator = Emulator(
        clock=RealClock(),
        switches=Switches.from_dict({"second_package": rule}),
        creating_seconds=chance.choice((0.0, 0.3)),
        latency=0.03,
    )
    items = wanted(emulator, 2, lambda index: by_tags)
    pause, turned = chance.random() * 0.15, chance.random() < 0.5
    place = f"two at once {'by tags' if by_tags else 'by office network'}, second package {rule}, {pause:.3f} s apart"
    homes = [os.path.join(home, name) for name in (("b", "a") if turned else ("a", "b"))]
    with serve(emulator) as server:
        processes = []
        for own in homes:
            os.makedirs(own, exist_ok=True)
            processes.append(start(server.url, items, own))
            time.sleep(0 if len(processes) == 2 else pause)
        ended = [finish(process) for process in processes]
    for run in ended:
        if run.result is None:
            yield f"{place}: no result (status {run.status}): {run.text[-300:]}"
            return
    for text in _together(ended, emulator, len(items)):
        yield f"{place}: {text}"


def _together(ended: list[Ended], emulator: Emulator, number: int) -> Iterator[str]:
    """Judge what two processes did, of which each wanted the same ``number`` packages."""
    for run in ended:
        if run.result is None:
            yield f"no result (status {run.status}): {run.text[-300:]}"
            return
    by_identity: dict[str, list[str]] = {}
    for row in emulator.packages.values():
        by_identity.setdefault(row.office_site_id or str(dict(row.tags)), []).append(row.network_package_id)
    failed = [run for run in ended if (run.result or {}).get("failed")]
    for name, ids in by_identity.items():
        if len(ids) > 1 and not any(all(one in run.text for one in ids) for run in failed):
            yield f"{len(ids)} packages for {name}, and nobody says so: {[_message(run) for run in ended]}"
    told = Counter(one for run in ended for one in run.told)
    if silent := set(emulator.packages) - set(told):
        yield f"nobody reports {sorted(silent)}"
    if both := [one for one, count in told.items() if count > 1]:
        yield f"both report {both}"
    if len(by_identity) != number:
        yield f"{len(by_identity)} of {number} were bought"
    nameless = [run for run in failed if not any(one in _message(run) for one in emulator.packages)]
    yield from (f"a failure that names no package: {_message(run)}" for run in nameless)


# -- Many rounds


@dataclass
class Rounds:
    """The counts of one kind of rounds."""

    name: str
    done: int = 0
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.name}: rounds {self.done}  violations {len(self.found)}"


Round = Callable[[random.Random, str], Iterator[str]]
KINDS: Mapping[str, Round] = {
    "SIGTERM": lambda chance, home: signalled(signal.SIGTERM, chance, home),
    "SIGKILL": lambda chance, home: signalled(signal.SIGKILL, chance, home),
    "two at once, by office network, one allowed": lambda chance, home: two_at_once("error", False, chance, home),
    "two at once, by office network, more allowed": lambda chance, home: two_at_once("accepted", False, chance, home),
    "two at once, by tags": lambda chance, home: two_at_once("accepted", True, chance, home),
}


def rounds(name: str, number: int, seed: int, home: str, at_a_time: int = 2) -> Rounds:
    """Carry out so many rounds of one kind."""
    counts = Rounds(name)

    def one(index: int) -> list[str]:
        own = os.path.join(home, f"{name.replace(' ', '-')}-{index}")
        os.makedirs(own, exist_ok=True)
        return list(KINDS[name](random.Random(f"{seed} {name} {index}"), own))

    with ThreadPoolExecutor(at_a_time) as pool:
        for texts in pool.map(one, range(number)):
            counts.done += 1
            counts.found += texts
    return counts


def tell(number: int, seed: int, home: str) -> bool:
    """Carry out all kinds and print their counts. Returns whether anything was violated."""
    failed = False
    for name in KINDS:
        counts = rounds(name, number, seed, home)
        print(counts, flush=True)
        for text in counts.found[:5]:
            print(f"  {text}")
        failed |= bool(counts.found)
    return failed
