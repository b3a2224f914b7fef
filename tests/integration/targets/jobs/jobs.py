# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole jobs against the emulator, judged by its journal: hosts, playbooks side by side, and a killed controller."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import ansible_runner

CREATE = "CreateNetworkPackage"
SPARE = [{"tags": {"purpose": "spare"}, "bandwidth": 5}]
FLEET = 300
# More than are bought before ansible-runner notices that it is to cancel.
LARGE_FLEET = 1500
SECONDS = 180
# The longest time for which a module that goes on would write nothing.
QUIET = 2.0
HERE = Path(__file__).resolve().parent
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Account:
    """The emulator's account."""

    def __init__(self, url: str) -> None:
        self.url = url

    def _call(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with OPENER.open(urllib.request.Request(f"{self.url}/_emulator/{path}", data), timeout=SECONDS) as response:
            return json.loads(response.read() or b"null")

    def reset(self, sites: int = 0, packages: list[dict[str, Any]] | None = None, **switches: Any) -> None:
        """Begin anew with so many office networks."""
        offices = [{"office_site_id": office(number), "name": f"office {number}"} for number in range(sites)]
        self._call("reset", {"office_sites": offices, "packages": packages or [], "switches": switches})

    def packages(self) -> list[dict[str, Any]]:
        """Return the packages."""
        return list(self._call("state")["packages"])

    def calls(self) -> int:
        """Return how many calls came in."""
        return len(self._call("calls"))

    def purchases(self) -> int:
        """Return how many purchases were sent."""
        return sum(call["action"] == CREATE for call in self._call("calls"))


def office(number: int) -> str:
    return f"cn-hangzhou+dir-{number:010}"


def fleet(count: int) -> list[dict[str, Any]]:
    return [{"office_site_id": office(number), "bandwidth": 10} for number in range(count)]


def command(account: Account, directory: Path, hosts: int, wanted: list[dict[str, Any]], **more: Any) -> list[str]:
    """Return the command of a playbook on so many hosts, which are all this machine."""
    lines = [f"host{n} ansible_connection=local ansible_python_interpreter={sys.executable}" for n in range(hosts)]
    inventory, variables = directory / f"hosts{hosts}.ini", directory / f"variables{len(wanted)}.json"
    inventory.write_text("\n".join(lines) + "\n")
    variables.write_text(json.dumps({"ecd_endpoint": account.url, "wanted": wanted, **more}))
    return ["ansible-playbook", "-i", str(inventory), "-e", f"@{variables}", str(HERE / "buy.yml")]


def until(condition: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(otherwise)
        time.sleep(0.02)


def stays(count: Callable[[], int]) -> int:
    """Return a count once it has not changed for a while."""
    last, since = count(), time.monotonic()
    while time.monotonic() - since < QUIET:
        time.sleep(0.05)
        now = count()
        if now != last:
            last, since = now, time.monotonic()
    return last


def many_hosts(account: Account, directory: Path) -> None:
    """Five hosts with one identity by tags buy once: with forks, with serial, and once more."""
    account.reset()
    environment = {**os.environ, "ANSIBLE_FORKS": "5"}
    for more in ({}, {}, {"at_a_time": 1}, {"at_a_time": 2}):
        subprocess.run(command(account, directory, 5, SPARE, **more), env=environment, check=True, timeout=SECONDS)
        assert (len(account.packages()), account.purchases()) == (1, 1)


def two_playbooks(account: Account, directory: Path) -> None:
    """Two playbooks at once buy once."""
    account.reset()
    jobs = [subprocess.Popen(command(account, directory, 1, SPARE)) for _job in range(2)]
    assert [job.wait(SECONDS) for job in jobs] == [0, 0]
    assert (len(account.packages()), account.purchases()) == (1, 1)


def killed_group(account: Account, directory: Path) -> None:
    """The process group of ansible-playbook is killed while it buys."""
    account.reset(FLEET)
    job = subprocess.Popen(command(account, directory, 1, fleet(FLEET)), start_new_session=True)
    until(lambda: account.purchases() >= 5, "nothing is bought")
    os.killpg(job.pid, signal.SIGKILL)
    job.wait(SECONDS)
    at_the_end = account.purchases()
    later = stays(account.purchases)
    print(f"killed after {at_the_end} purchases; {later} in the end")
    assert later - at_the_end <= 20 and later < FLEET


def killed_while_it_waits(account: Account, directory: Path) -> None:
    """The group is killed while the module waits for a package to be released, before it would buy."""
    going = {"network_package_id": "np-going", "network_package_status": "Releasing", "status_until": None}
    account.reset(1, [{"office_site_id": office(0), **going}])
    job = subprocess.Popen(command(account, directory, 1, fleet(1)), start_new_session=True)
    until(lambda: account.calls() >= 5, "nothing is waited for")
    os.killpg(job.pid, signal.SIGKILL)
    job.wait(SECONDS)
    # What it waits for comes: it must not matter.
    account.reset(1)
    assert stays(account.purchases) == 0


def cancelled_by_runner(account: Account, directory: Path) -> None:
    """ansible-runner, which AWX uses, cancels the job."""
    account.reset(LARGE_FLEET)
    words = command(account, directory, 1, fleet(LARGE_FLEET))
    cancelled: list[int] = []

    def cancel() -> bool:
        if account.purchases() >= 5 and not cancelled:
            cancelled.append(account.purchases())
        return bool(cancelled)

    private = directory / "runner"
    private.mkdir()
    config = ansible_runner.RunnerConfig(str(private), playbook=words[-1], inventory=words[2], cmdline=f"-e {words[4]}")
    config.suppress_ansible_output = True
    config.prepare()
    # How often it asks whether to cancel, in seconds.
    config.pexpect_timeout = 0.1
    status, _code = ansible_runner.Runner(config=config, cancel_callback=cancel).run()
    later = stays(account.purchases)
    print(f"{status} after {cancelled} purchases; {later} in the end")
    assert status == "canceled"
    assert later < LARGE_FLEET


def in_the_background(account: Account, directory: Path) -> None:
    """A task with async outlives its controller by design, and is not taken for one without."""
    account.reset(3)
    words = command(account, directory, 1, fleet(3), in_the_background=SECONDS)
    environment = {**os.environ, "ANSIBLE_ASYNC_DIR": str(directory / "async")}
    subprocess.run(words, env=environment, check=True, timeout=SECONDS)
    assert account.purchases() == 3


def end_workers(directory: str) -> None:
    """End the workers of killed controllers. Since ansible-core 2.19, they have sessions of their own, and stay."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if directory.encode() in entry.read_bytes():
                os.kill(int(entry.parent.name), signal.SIGKILL)


def main() -> None:
    """Run all jobs. Anything wrong is an exception."""
    found = re.search(r"^ecd_endpoint: (\S+)$", Path(sys.argv[1]).read_text(), re.MULTILINE)
    assert found
    account = Account(found[1])
    jobs = (many_hosts, two_playbooks, killed_group, killed_while_it_waits, cancelled_by_runner, in_the_background)
    for job in jobs:
        print(f"{job.__name__}: {(job.__doc__ or '').splitlines()[0]}", flush=True)
        with tempfile.TemporaryDirectory() as directory:
            try:
                job(account, Path(directory))
            finally:
                end_workers(directory)


if __name__ == "__main__":
    main()
