# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The act in which an account that was bought by hand is looked at, exported, applied unchanged, and changed."""

from __future__ import annotations

from ..support.control import ControlClient
from ..support.emulator_process import running_emulator
from ..support.installation import Installation, emulator_environment
from .showing import bandwidths, expect, explain, play

HEADQUARTERS, BRANCH = "cn-hangzhou+dir-1111110001", "cn-hangzhou+dir-1111110002"
WAREHOUSE, LAB = "cn-shanghai+dir-1111110003", "cn-shanghai+dir-1111110004"
SEED = {
    "office_sites": [
        {"office_site_id": HEADQUARTERS, "name": "headquarters"},
        {"office_site_id": BRANCH, "name": "branch"},
        {"office_site_id": WAREHOUSE, "name": "warehouse", "region_id": "cn-shanghai"},
        {"office_site_id": LAB, "name": "lab", "region_id": "cn-shanghai"},
    ],
    "packages": [
        {"office_site_id": HEADQUARTERS, "bandwidth": 100, "tags": {"team": "platform"}},
        {
            "office_site_id": BRANCH,
            "bandwidth": 20,
            "pay_type": "PrePaid",
            "internet_charge_type": "PayByBandwidth",
        },
        {"office_site_id": WAREHOUSE, "bandwidth": 50, "region_id": "cn-shanghai"},
        {"network_package_id": "np-nobody", "bandwidth": 5, "region_id": "cn-shanghai"},
    ],
}
BEFORE = {HEADQUARTERS: 100, BRANCH: 20, WAREHOUSE: 50, None: 5}
LOOK = "docs/examples/look_around.yml"
FILE = "packages.yml"
EXPORT = ("alicloud.ecd.export", "-e", "regions=cn-hangzhou,cn-shanghai", "-e", f"dest={FILE}")
APPLY = ("alicloud.ecd.apply", "-e", f"@{FILE}")


def run_steps(installation: Installation) -> None:
    """Run the act against an account of its own. Raises DemoError."""
    environment = dict(installation.environment)
    with running_emulator("--creating-seconds", "1", seed=SEED) as emulator:
        installation.environment.update(emulator_environment(emulator.url))
        for step in (look_around, export, apply_unchanged, change_one_line):
            step(installation, emulator)
    installation.environment.clear()
    installation.environment.update(environment)


def look_around(installation: Installation, emulator: ControlClient) -> None:
    """Show which office networks have no package, and which packages nobody declares."""
    explain(
        "Step 5: look at an account that was bought by hand",
        f"""\
Another account, with office networks in two regions, and packages that no
playbook declares. The playbook {LOOK} shows both.""",
    )
    expect(play(installation, LOOK), 0, "changed tasks of the look")
    expect(emulator.writes(), [], "writing API calls of the look")


def export(installation: Installation, emulator: ControlClient) -> None:
    """Write what exists into a file."""
    explain(
        "Step 6: export what exists",
        """\
The playbook export writes the packages into a file of variables. A package
without an office network is a comment.""",
    )
    before = len(emulator.calls())
    expect(play(installation, *EXPORT, folder=installation.directory), 1, "changed tasks of the export")
    expect(len(emulator.calls()) - before, 2, "API calls of the export")
    print(f"$ cat {FILE}\n{(installation.directory / FILE).read_text(encoding='utf-8')}")
    expect(play(installation, *EXPORT, folder=installation.directory), 0, "changed tasks of the second export")
    print("=> The same account gives the same file: the second export changed nothing.")


def apply_unchanged(installation: Installation, emulator: ControlClient) -> None:
    """Show that the file describes what exists."""
    explain("Step 7: apply the file unchanged", "What was exported and is applied changes nothing and writes nothing.")
    expect(play(installation, *APPLY, folder=installation.directory), 0, "changed tasks of the file as exported")
    expect(emulator.writes(), [], "writing API calls of the file as exported")
    expect(bandwidths(emulator), BEFORE, "packages after the file as exported")


def change_one_line(installation: Installation, emulator: ControlClient) -> None:
    """Give one office network another bandwidth."""
    explain("Step 8: change one line", "The warehouse needs 80 Mbit/s. The file is what is edited from now on.")
    file = installation.directory / FILE
    content = file.read_text(encoding="utf-8")
    expect(content.count("bandwidth: 50\n"), 1, "lines with the bandwidth of the warehouse")
    file.write_text(content.replace("bandwidth: 50\n", "bandwidth: 80\n"), encoding="utf-8")
    print(f"$ sed -i 's/bandwidth: 50/bandwidth: 80/' {FILE}")
    preview = (*APPLY, "--check", "--diff")
    expect(play(installation, *preview, folder=installation.directory), 1, "changed tasks in check mode")
    expect(emulator.writes(), [], "writing API calls in check mode")
    expect(play(installation, *APPLY, folder=installation.directory), 1, "changed tasks of the edited file")
    expect(emulator.writes(), ["ModifyNetworkPackageBandwidth"], "writing API calls of the edited file")
    expect(bandwidths(emulator), {**BEFORE, WAREHOUSE: 80}, "packages after the edited file")
    expect(play(installation, *APPLY, folder=installation.directory), 0, "changed tasks of the second run")
