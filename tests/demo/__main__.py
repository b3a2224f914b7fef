# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the example playbooks against the emulator and explain each step.

Every statement is checked: the exit status is 0 only if all of them are true.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

from ..support import ROOT
from ..support.control import ControlClient
from ..support.emulator_process import running_emulator
from ..support.installation import Installation, emulator_environment
from ..support.processes import CommandError
from . import adoption
from .real_api import PLAYBOOK, commands
from .showing import DemoError, bandwidths, expect, explain, play

OFFICES = "docs/examples/offices.yml"
LIST = "docs/examples/packages.yml"

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
BEFORE = {DESIGN: 20, SUPPORT: 20}
AFTER = {DESIGN: 50, SALES: 100, SUPPORT: 20}
WRITES = ["CreateNetworkPackage", "ModifyNetworkPackageBandwidth"]


def main() -> int:
    """Run the demo and remove everything that it created."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="ecd-demo-") as directory:
        installation = Installation(Path(directory))
        if sys.stdout.isatty():
            installation.environment["ANSIBLE_FORCE_COLOR"] = "true"
        try:
            print("Building the collection and installing it into a temporary directory ...", flush=True)
            installation.install("callback_result_format = yaml\n")
            with running_emulator("--creating-seconds", "1", seed=SEED) as emulator:
                installation.environment.update(emulator_environment(emulator.url))
                run_steps(installation, emulator)
        except (CommandError, DemoError) as error:
            print(f"\nTHE DEMO FAILED: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nInterrupted. The emulator is stopped.", file=sys.stderr)
            return 130
    return 0


def run_steps(installation: Installation, emulator: ControlClient) -> None:
    """Run all steps. Raises DemoError."""
    introduce(emulator)
    check_mode(installation, emulator)
    first_run(installation, emulator)
    second_run(installation, emulator)
    list_packages(installation)
    adoption.run_steps(installation)
    summarize(emulator)


def introduce(emulator: ControlClient) -> None:
    """Show what exists and what is declared."""
    explain(
        "Three office networks and a playbook",
        f"""\
The account has three office networks. Two of them have a network package
(a premium bandwidth plan):

  {DESIGN}  design   20 Mbit/s
  {SALES}  sales    no network package
  {SUPPORT}  support  20 Mbit/s

The playbook {OFFICES} declares 50, 100, and 20 Mbit/s.
It runs against a local emulator of the API, {emulator.url},
so this demo costs nothing.""",
    )
    expect(bandwidths(emulator), BEFORE, "packages at the start")


def check_mode(installation: Installation, emulator: ControlClient) -> None:
    """Predict the changes."""
    explain(
        "Step 1: preview the changes",
        """\
Check mode with --diff shows what would change and what it would cost: design
gets another bandwidth, sales a new package. Support is already as declared and
does not appear.""",
    )
    expect(play(installation, OFFICES, "--check", "--diff"), 1, "changed tasks in check mode")
    expect(emulator.writes(), [], "writing API calls in check mode")
    expect(bandwidths(emulator), BEFORE, "packages after check mode")
    print(f"=> {len(emulator.calls())} API calls, all of them reads. Nothing was bought.")


def first_run(installation: Installation, emulator: ControlClient) -> None:
    """Apply the changes."""
    explain(
        "Step 2: apply the changes",
        """\
The same command without --check and --diff. The recap says "changed=1", as check
mode did. The run waits until the new package is in use.""",
    )
    earlier = len(emulator.calls())
    expect(play(installation, OFFICES), 1, "changed tasks of the first run")
    expect(sorted(emulator.writes()), WRITES, "writing API calls of the first run")
    expect(bandwidths(emulator), AFTER, "packages after the first run")
    print(f"=> {len(emulator.calls()) - earlier} API calls, two of them writes: {', '.join(WRITES)}.")


def second_run(installation: Installation, emulator: ControlClient) -> None:
    """Show that the playbook is idempotent."""
    explain("Step 3: run it again", 'The playbook is idempotent: the same command again reports "changed=0".')
    earlier = len(emulator.calls())
    expect(play(installation, OFFICES), 0, "changed tasks of the second run")
    expect(sorted(emulator.writes()), WRITES, "writing API calls after the second run")
    expect(bandwidths(emulator), AFTER, "packages after the second run")
    print(f"=> API calls: {len(emulator.calls()) - earlier}, no writes. Nothing was bought twice.")


def list_packages(installation: Installation) -> None:
    """Show the result."""
    explain(
        "Step 4: list the packages", "Another playbook reads all network packages of the region and prints a table."
    )
    expect(play(installation, LIST), 0, "changed tasks of the playbook that lists")


def summarize(emulator: ControlClient) -> None:
    """Repeat the results, and say how to use the real API."""
    real_api = "\n".join(f"  {command}" for command in commands(ROOT / OFFICES, ROOT, Path(sys.prefix)))
    explain(
        "Summary",
        f"""\
One package was bought, 100 Mbit/s for sales. The bandwidth of design was changed
from 20 to 50 Mbit/s. Support was as declared. These runs made {len(emulator.calls())} API calls, two of
them writes. The second run wrote nothing. What was bought by hand in another
account is declared in a file now, and was changed in one line.

The playbooks reach the emulator through environment variables only, such as
ALIBABA_CLOUD_ECD_ENDPOINT. Without them they use the real API. These commands change
nothing of your account. The two "read" wait for the ID and the secret of your access
key. Before the last one, declare your own region and office networks in
{PLAYBOOK}:

{real_api}

If you agree with the preview, run the last command without --check.""",
    )


if __name__ == "__main__":
    sys.exit(main())
