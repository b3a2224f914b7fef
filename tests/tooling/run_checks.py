# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the checks of noxfile.py. Print a line for a check that passes, and the log of one that fails."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / ".nox" / "logs"
NOX = [sys.executable, "-m", "nox", "--non-interactive", "--no-color", "--reuse-existing-virtualenvs"]
TIME_LIMIT = 1800
PASSED, FAILED, SKIPPED = "passed", "FAILED", "skipped"
# Each of these must have passed with at least one ansible-core.
DYNAMIC_CHECKS = ("units-", "integration-", "sanity-")
# These take longest, so they start first: a long check that starts last has the machine to itself at the end.
LONGEST = ("pytest", "integration-2.21-py3.13", "integration-2.16", "units-", "sanity-", "integration-")
# Warnings that a tool only prints, and that fail its check here.
COMPLAINTS = {"build-import-check": re.compile(r"^\s*(WARNING|ERROR)\b.*", re.MULTILINE)}
NOTE = re.compile(r"^=> (.*)$", re.MULTILINE)
# The progress messages of pip.
PIP_PROGRESS = re.compile(
    r"^(WARNING: Location |INFO: pip is looking |Looking in |Collecting |Processing "
    r"| +Downloading | +Using cached | +━).*\n",
    re.MULTILINE,
)

running: set[subprocess.Popen[bytes]] = set()


@dataclasses.dataclass(frozen=True)
class Result:
    """The result of a check."""

    name: str
    status: str
    seconds: float
    processor_seconds: float
    note: str

    def __str__(self) -> str:
        times = f"{self.seconds:6.1f} s {self.processor_seconds:6.1f} s"
        return f"{self.status:8} {self.name:26} {times}  {self.note}".rstrip()


def main() -> int:
    """Run the selected checks, by default all, and print their results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="number of checks to run in parallel")
    parser.add_argument("check", nargs="*", help="prefix of the names of the checks to run")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit("stopped by a signal"))
    os.chdir(ROOT)
    LOGS.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    names = select(list_checks(), options.check)
    results = []
    for result in run_checks(names, options.jobs):
        if result.status == FAILED:
            print_log(result.name)
        print(result, flush=True)
        results.append(result)
    results.sort(key=lambda result: names.index(result.name))
    results += never_passed(results)
    print_summary(results, time.monotonic() - start)
    return 1 if any(result.status == FAILED for result in results) else 0


def list_checks() -> list[str]:
    """Return the names of the checks, in the order of noxfile.py."""
    listing = subprocess.run(
        [*NOX, "--list-sessions", "--json"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    return [session["session"] for session in json.loads(listing.stdout)]


def select(names: list[str], prefixes: list[str]) -> list[str]:
    """Return the checks whose names start with the prefixes."""
    unknown = [prefix for prefix in prefixes if not any(name.startswith(prefix) for name in names)]
    if unknown:
        sys.exit(f"unknown check: {', '.join(unknown)}; available: {', '.join(names)}")
    return [name for name in names if not prefixes or name.startswith(tuple(prefixes))]


def run_checks(names: list[str], jobs: int) -> Iterator[Result]:
    """Run the checks in parallel, and yield each result."""
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for future in as_completed([pool.submit(run_check, name) for name in longest_first(names)]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(running):
                end(process)
            raise


def longest_first(names: list[str]) -> list[str]:
    """Return the checks in the order in which they start."""
    return sorted(names, key=lambda name: next((n for n, start in enumerate(LONGEST) if name.startswith(start)), 99))


def run_check(name: str) -> Result:
    """Run one check in a nox process, with its output in a file."""
    report = LOGS / f"{name}.json"
    report.unlink(missing_ok=True)
    start = time.monotonic()
    with log_of(name).open("wb") as log:
        processor_seconds = run([*NOX, "--report", str(report), "--session", name], log)
    seconds = time.monotonic() - start
    outcome = json.loads(report.read_text(encoding="utf-8"))["sessions"][0] if report.exists() else {}
    log_text = read_log(name)
    status = {"success": PASSED, "skipped": SKIPPED}.get(outcome.get("result", "").lower(), FAILED)
    if status == SKIPPED:
        return Result(name, SKIPPED, seconds, processor_seconds, skip_reason(log_text))
    complaints = COMPLAINTS[name].findall(log_text) if name in COMPLAINTS else []
    if status == FAILED or complaints:
        return Result(name, FAILED, seconds, processor_seconds, f"see {log_of(name).relative_to(ROOT)}")
    return Result(name, PASSED, seconds, processor_seconds, ", ".join(NOTE.findall(log_text)))


def run(command: list[str], log: BinaryIO) -> float:
    """Run a command, and return the processor time in seconds. Stop it and its children after the time limit."""
    process = subprocess.Popen(
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    running.add(process)
    limit = threading.Timer(TIME_LIMIT, time_out, [process, log])
    limit.start()
    # Popen.wait() does not return the usage.
    _process, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    limit.cancel()
    running.discard(process)
    return usage.ru_utime + usage.ru_stime


def time_out(process: subprocess.Popen[bytes], log: BinaryIO) -> None:
    """Stop a check that takes too long."""
    log.write(f"stopped after {TIME_LIMIT} s\n".encode())
    log.flush()
    os.killpg(process.pid, signal.SIGTERM)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a check and its children, which share a process group."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGTERM)


def environment() -> dict[str, str]:
    """Return the environment without variables that could influence the result of a check."""
    foreign = ("ANSIBLE_", "ALIBABA_CLOUD_", "ALICLOUD_", "GALAXY_IMPORTER_", "GITHUB_ACTION", "PYTHON", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    # CI: antsibull-nox checks the format instead of changing files.
    return {**kept, "CI": "true", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


def log_of(name: str) -> Path:
    """Return the log file of a check."""
    return LOGS / f"{name}.log"


def read_log(name: str) -> str:
    """Return the output of a check."""
    return log_of(name).read_text(encoding="utf-8", errors="replace")


def print_log(name: str) -> None:
    """Print the output of a check, without the progress messages of pip."""
    print(f"\n----- {name} -----\n{PIP_PROGRESS.sub('', read_log(name))}----- end of {name} -----\n")


def skip_reason(log_text: str) -> str:
    """Return the reason why nox skipped a session."""
    found = re.search(r"Session \S+ skipped: (.*?)\.?$", log_text, re.MULTILINE)
    return found.group(1) if found else "for an unknown reason"


def never_passed(results: list[Result]) -> Iterator[Result]:
    """Yield a failure for each kind of ansible-test run if all of its runs were skipped."""
    for kind in DYNAMIC_CHECKS:
        statuses = {result.status for result in results if result.name.startswith(kind)}
        if statuses == {SKIPPED}:
            yield Result(f"{kind}any", FAILED, 0.0, 0.0, "skipped with every ansible-core")


def print_summary(results: list[Result], seconds: float) -> None:
    """Repeat the results if a check did not pass, and print the counts."""
    if any(result.status != PASSED for result in results):
        print("\n----- summary -----")
        print(*results, sep="\n")
    counts = {status: sum(result.status == status for result in results) for status in (PASSED, FAILED, SKIPPED)}
    if counts[SKIPPED]:
        print("\nNOT TESTED HERE:")
        print(*(f"  {result.name}: {result.note}" for result in results if result.status == SKIPPED), sep="\n")
    processor_seconds = sum(result.processor_seconds for result in results)
    print(f"\n{seconds:.0f} s in total, {processor_seconds:.0f} s of processor time")
    print(f"{counts[PASSED]} passed, {counts[FAILED]} failed, {counts[SKIPPED]} skipped")


if __name__ == "__main__":
    sys.exit(main())
