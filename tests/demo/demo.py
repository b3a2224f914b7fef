# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Show the collection at work: a playbook for three office networks against the emulator, told in four acts.

What the text says is checked; the exit status is 0 only when all of it is true.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OFFICES = "docs/examples/offices.yml"
PLANS = "docs/examples/plans.yml"

DESIGN, SALES, SUPPORT = (f"cn-hangzhou+dir-363353000{number}" for number in (1, 2, 3))
SEED = {
    "office_sites": [
        {"office_site_id": DESIGN, "name": "design"},
        {"office_site_id": SALES, "name": "sales"},
        {"office_site_id": SUPPORT, "name": "support"},
    ],
    "packages": [
        {"office_site_id": DESIGN, "bandwidth": 20, "tags": {"team": "design"}},
        {"office_site_id": SUPPORT, "bandwidth": 20},
    ],
}
# What the playbook is to make of them.
BEFORE = {DESIGN: 20, SUPPORT: 20}
AFTER = {DESIGN: 50, SALES: 100, SUPPORT: 20}
WRITES = ["ModifyNetworkPackageBandwidth", "CreateNetworkPackage"]

# The key pair that the emulator knows. It opens nothing else.
ACCESS_KEY_ID = "LTAI5tEmulatorFakeKeyId01"
ACCESS_KEY_SECRET = "emulated-AccessKeySecret-do-not-show"

FOREIGN = ("ALIBABA_CLOUD_", "ALICLOUD_", "ANSIBLE_", "PYTHON")
ANSIBLE_CFG = """\
[defaults]
inventory = {directory}/hosts
home = {directory}/ansible
collections_path = {directory}/collections
callback_result_format = yaml
deprecation_warnings = false
"""


class DemoFailed(Exception):
    """Something is not as the story tells it."""


class Account:
    """The emulated account, seen from outside of the API."""

    def __init__(self, url: str) -> None:
        self.url = url
        # The emulator is on this machine, so no proxy has a part in it.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def _get(self, what: str) -> Any:
        with self._opener.open(f"{self.url}/_emulator/{what}", timeout=10) as answer:
            return json.load(answer)

    @property
    def calls(self) -> int:
        """How many API calls came in."""
        return len(self._get("calls"))

    @property
    def writes(self) -> list[str]:
        """The API calls that were more than reading."""
        return [call["action"] for call in self._get("calls") if not call["action"].startswith("Describe")]

    @property
    def bandwidths(self) -> dict[str, int]:
        """The plans, as bandwidth by office network."""
        return {plan["OfficeSiteId"]: plan["Bandwidth"] for plan in self._get("state")["packages"]}


class Stage:
    """A temporary folder with a home, a configuration and the collection as its users install it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        self.environment = {
            **kept,
            "ANSIBLE_CONFIG": str(directory / "ansible.cfg"),
            "HOME": str(directory / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if sys.stdout.isatty():
            self.environment["ANSIBLE_FORCE_COLOR"] = "true"

    def furnish(self) -> None:
        """Build the collection and install it."""
        (self.directory / "home").mkdir()
        (self.directory / "hosts").write_text(
            f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n", encoding="utf-8"
        )
        (self.directory / "ansible.cfg").write_text(ANSIBLE_CFG.format(directory=self.directory), encoding="utf-8")
        self._quietly("ansible-galaxy", "collection", "build", str(ROOT), "--output-path", str(self.directory))
        (tarball,) = self.directory.glob("*.tar.gz")
        self._quietly("ansible-galaxy", "collection", "install", "--offline", str(tarball))

    def _quietly(self, *command: str) -> None:
        done = subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            raise DemoFailed(f"{' '.join(command)} failed:\n{done.stdout}")

    def play(self, playbook: str, *arguments: str) -> int:
        """Run a playbook, show what it prints, and return how many of its tasks changed something."""
        command = ["ansible-playbook", playbook, *arguments]
        print(f"$ {' '.join(command)}")
        changed = None
        with running(command, cwd=ROOT, env=self.environment, stderr=subprocess.STDOUT) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                found = re.search(r"\bchanged=(\d+)", line)
                changed = int(found.group(1)) if found else changed
            if process.wait():
                raise DemoFailed(f"{' '.join(command)} ended with exit status {process.returncode}")
        if changed is None:
            raise DemoFailed(f"{' '.join(command)} printed no recap")
        return changed


@contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Start a process and make sure that it ends."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def emulator(stage: Stage) -> Iterator[Account]:
    """Start the emulator on a free port of the loopback interface."""
    seed_file = stage.directory / "seed.json"
    seed_file.write_text(json.dumps(SEED), encoding="utf-8")
    command = [sys.executable, "-m", "tests.emulator", "--seed-file", str(seed_file), "--creating-seconds", "1"]
    with running(command, cwd=ROOT, env=stage.environment) as process:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise DemoFailed("the emulator did not start")
        stage.environment.update(
            ALIBABA_CLOUD_ACCESS_KEY_ID=ACCESS_KEY_ID,
            ALIBABA_CLOUD_ACCESS_KEY_SECRET=ACCESS_KEY_SECRET,
            ALIBABA_CLOUD_ECD_ENDPOINT=url,
            ALIBABA_CLOUD_ECS_METADATA_DISABLED="true",
        )
        yield Account(url)


def expect(value: object, wanted: object, what: str) -> None:
    """Stop the demo when its story is not true."""
    if value != wanted:
        raise DemoFailed(f"{what}: expected {wanted!r}, got {value!r}")


def tell(headline: str, text: str) -> None:
    """Print what happens next and what to look at."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}{headline}{plain}\n{'=' * len(headline)}\n{text}\n", flush=True)


def show(stage: Stage, account: Account) -> None:
    """The four acts. Raises DemoFailed."""
    tell(
        "Three office networks and a playbook",
        f"""\
The account has three office networks, two of them with a premium bandwidth plan:

  {DESIGN}  design   20 Mbit/s
  {SALES}  sales    no plan
  {SUPPORT}  support  20 Mbit/s

{OFFICES} says what they are to have: 50, 100 and 20 Mbit/s.
It talks to an emulator of the API on this machine, {account.url},
so nothing that follows costs money.""",
    )
    expect(account.bandwidths, BEFORE, "the plans at the start")

    tell(
        "Act 1: what would happen?",
        """\
Check mode with a diff, which has one line for each office network that would
change, and what it would cost. Look at the diff: design would get another
bandwidth, sales a new plan. Support has no line, for it has what it needs.""",
    )
    expect(stage.play(OFFICES, "--check", "--diff"), 1, "changed tasks in check mode")
    expect(account.writes, [], "writing calls in check mode")
    expect(account.bandwidths, BEFORE, "the plans after check mode")
    foretold = account.calls
    print(f"=> {foretold} API calls, all of them reads. Nothing was bought.")

    tell(
        "Act 2: for real",
        """\
The same without --check and --diff. Look at the recap: "changed=1", as foretold.
What is bought is waited for.""",
    )
    expect(stage.play(OFFICES), 1, "changed tasks of the first run")
    expect(account.writes, WRITES, "writing calls of the first run")
    expect(account.bandwidths, AFTER, "the plans after the first run")
    done = account.calls
    print(f"=> {done - foretold} API calls, two of them writes: {', '.join(WRITES)}.")

    tell("Act 3: once more", 'The very same command. Look at the recap: "changed=0".')
    expect(stage.play(OFFICES), 0, "changed tasks of the second run")
    expect(account.writes, WRITES, "writing calls after the second run")
    expect(account.bandwidths, AFTER, "the plans after the second run")
    print(f"=> {account.calls - done} API call, which reads. Nothing was bought twice.")

    tell("Act 4: what is there now?", "Another playbook reads the plans and shows them as a table.")
    expect(stage.play(PLANS), 0, "changed tasks of the playbook that reads")

    tell(
        "What you have seen",
        f"""\
One plan was bought, 100 Mbit/s for sales; design went from 20 to 50 Mbit/s;
support already had what it needed. That took {account.calls} API calls in all, two of which
wrote. The second run wrote nothing.

Only the variable ALIBABA_CLOUD_ECD_ENDPOINT made the playbook talk to the emulator;
without it the same playbook talks to the real API. Put your own region and office
networks into {OFFICES}, then

  ansible-galaxy collection install {ROOT}
  python -m pip install httpx
  export ALIBABA_CLOUD_ACCESS_KEY_ID=... ALIBABA_CLOUD_ACCESS_KEY_SECRET=...
  ansible-playbook {OFFICES} --check --diff

and, when you like what it would do, the last line without --check.""",
    )


def main() -> int:
    """Run the demo and clean up after it, however it ends."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="ecd-demo-") as directory:
        try:
            stage = Stage(Path(directory))
            print("Building the collection and installing it into a temporary folder ...", flush=True)
            stage.furnish()
            with emulator(stage) as account:
                show(stage, account)
        except DemoFailed as error:
            print(f"\nTHE DEMO FAILED: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nInterrupted; the emulator is stopped.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
