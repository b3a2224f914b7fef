# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks that are run by name, against the emulator: what was exported is applied, and nothing changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

KEY_ID, KEY_SECRET = "LTAI5tEmulatorFakeKeyId01", "emulated-AccessKeySecret-do-not-show"
HERE, THERE = "cn-hangzhou", "cn-shanghai"
REGIONS = f"regions={HERE},{THERE}"
SECONDS = 120
MANY = 1000
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Account:
    """The emulator's account, and playbooks that are run against it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def _call(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with OPENER.open(urllib.request.Request(f"{self.url}/_emulator/{path}", data), timeout=SECONDS) as response:
            return json.loads(response.read() or b"null")

    def reset(self, seed: dict[str, Any]) -> None:
        """Begin anew with what a seed holds."""
        self._call("reset", seed)

    def actions(self) -> list[str]:
        """Return the operations that were called."""
        return [call["action"] for call in self._call("calls")]

    def run(self, name: str, *arguments: str) -> tuple[bool, str]:
        """Run a playbook; return whether it was successful, and its output."""
        variables = {
            "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY_SECRET,
            "ALIBABA_CLOUD_ECD_ENDPOINT": self.url,
            "ANSIBLE_NOCOLOR": "true",
        }
        ended = subprocess.run(
            ["ansible-playbook", f"alicloud.ecd.{name}", *arguments],
            cwd=self.folder,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        print(ended.stdout, ended.stderr)
        return ended.returncode == 0, ended.stdout + ended.stderr

    def changed(self, name: str, *arguments: str) -> bool:
        """Run a playbook that has to be successful; return whether it changed something."""
        successful, output = self.run(name, *arguments)
        assert successful
        return "changed=0" not in output

    def refused(self, name: str, *arguments: str) -> str:
        """Run a playbook that has to fail; return its output in one line."""
        successful, output = self.run(name, *arguments)
        assert not successful
        return " ".join(output.split())


def seed(evil: str) -> dict[str, Any]:
    """Return an account that was bought by hand, with texts that Ansible and YAML would read as something else."""
    offices = [(f"{HERE}+dir-1", HERE, evil), (f"{HERE}+dir-2", HERE, "a\n  - b: c"), (f"{THERE}+dir-3", THERE, "#")]
    packages = [
        {"tags": {"team": evil, evil: "yes", "n": "007"}},
        {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth", "bandwidth": 20},
        {"bandwidth": 300, "reservation_bandwidth": 100, "reservation_active_time": "2036-01-01T00:00:00Z"},
    ]
    return {
        "office_sites": [{"office_site_id": key, "region_id": region, "name": name} for key, region, name in offices],
        "packages": [
            *(
                {"office_site_id": key, "region_id": region, **package}
                for (key, region, _name), package in zip(offices, packages)
            ),
            {"network_package_id": "np-spare", "tags": {"for": evil}},
        ],
    }


def round_trip(account: Account) -> None:
    """Export, export again, apply: nothing changes, nothing is written, nothing is evaluated."""
    trap = account.folder / "evaluated"
    account.reset(seed("{{ lookup('ansible.builtin.pipe', 'touch " + str(trap) + "') }}"))
    there = account.folder / "packages.yml"
    assert account.changed("export", "-e", REGIONS, "-e", "dest=packages.yml", "--check")
    assert not there.exists()
    assert account.changed("export", "-e", REGIONS, "-e", "dest=packages.yml")
    there.chmod(0o600)
    content = there.read_text()
    assert content.count("- region_id:") == 3
    assert "np-spare" in content
    assert not account.changed("export", "-e", REGIONS, "-e", f"dest={there}")
    assert there.stat().st_mode & 0o777 == 0o600
    assert not account.changed("apply", "-e", "@packages.yml")
    assert not account.changed("apply", "-e", "@packages.yml", "--check", "--diff")
    assert set(account.actions()) == {"DescribeNetworkPackages"}
    assert not trap.exists()


def a_file_that_differs(account: Account) -> None:
    """It is overwritten only with force, and --diff shows how it differs."""
    there = account.folder / "packages.yml"
    mine = there.read_text().replace("bandwidth: 20", "bandwidth: 30")
    there.write_text(mine)
    said = account.refused("export", "-e", REGIONS, "-e", "dest=packages.yml")
    assert f"{there.resolve()} exists and differs from what was found; nothing was written" in said
    assert there.read_text() == mine
    shown = account.run("export", "-e", REGIONS, "-e", "dest=packages.yml", "-e", "force=true", "--check", "--diff")[1]
    assert "-    bandwidth: 30" in shown
    assert "+    bandwidth: 20" in shown
    assert there.read_text() == mine
    assert account.changed("apply", "-e", "@packages.yml", "--check")
    assert account.changed("export", "-e", REGIONS, "-e", "dest=packages.yml", "-e", "force=true")
    assert not account.changed("apply", "-e", "@packages.yml")


def bad_input(account: Account) -> None:
    """Each is a clear error before any call, and nothing is lost."""
    account.reset({})
    before = sorted(path.name for path in account.folder.iterdir())
    regions, dest = ["-e", REGIONS], ["-e", "dest=new.yml"]
    for arguments, message in (
        (dest, "regions: it is missing"),
        ([*dest, "-e", '{"regions": []}'], "regions: it is missing"),
        (regions, "dest: it is missing"),
        ([*regions, "-e", f"dest={account.folder}"], "is a folder; give a file in it"),
        ([*regions, "-e", "dest=nowhere/new.yml"], "dest: there is no folder"),
        ([*regions, "-e", '{"dest": ["new.yml"]}'], "dest: ['new.yml'] is not allowed"),
        ([*dest, "-e", '{"regions": 5}'], "regions: "),
        ([*dest, "-e", "regions=Frankfurt"], "regions: "),
    ):
        assert message in account.refused("export", *arguments)
    assert account.actions() == []
    fault = {"kind": "error", "action": "DescribeNetworkPackages", "code": "Forbidden.RAM", "status": 403, "times": 9}
    account.reset({"faults": [{**fault, "skip": 1}]})
    assert "Forbidden.RAM" in account.refused("export", *regions, *dest)
    assert sorted(path.name for path in account.folder.iterdir()) == before


def report(account: Account) -> None:
    """A page that evaluates nothing; a region that cannot be read is named on it, and fails at the end."""
    trap, there = account.folder / "evaluated", account.folder / "report.html"
    evil = "{{ lookup('ansible.builtin.pipe', 'touch " + str(trap) + "') }}<script>"
    arguments = ("-e", REGIONS, "-e", "dest=report.html")
    account.reset(seed(evil))
    assert account.changed("export", "-e", REGIONS, "-e", "dest=declared.yml")
    assert account.changed("report", *arguments, "-e", "declared=declared.yml")
    written = there.read_text()
    assert "lookup(" in written
    assert written.count("<script>") == 1
    assert not trap.exists()
    account.reset({"faults": [{"kind": "error", "action": "DescribeNetworkPackages", "code": "Forbidden.RAM"}]})
    assert "was written, but it is not complete" in account.refused("report", *arguments)
    assert "Forbidden.RAM" in there.read_text()
    assert "regions: it is missing" in account.refused("report", "-e", "dest=report.html")


def a_large_account(account: Account) -> None:
    """A call for each hundred of a region."""
    offices = [(f"{region}+dir-{number:04}", region) for region in (HERE, THERE) for number in range(MANY)]
    account.reset({"packages": [{"office_site_id": key, "region_id": region} for key, region in offices]})
    assert account.changed("export", "-e", REGIONS, "-e", "dest=many.yml")
    assert account.actions() == ["DescribeNetworkPackages"] * (2 * MANY // 100)
    assert not account.changed("apply", "-e", "@many.yml")
    assert set(account.actions()) == {"DescribeNetworkPackages"}


def main() -> None:
    """Play every story."""
    (line,) = (line for line in Path(sys.argv[1]).read_text().splitlines() if line.startswith("ecd_endpoint:"))
    with tempfile.TemporaryDirectory() as folder:
        account = Account(line.partition(":")[2].strip(), Path(folder))
        for story in (round_trip, a_file_that_differs, bad_input, report, a_large_account):
            print(f"# {story.__name__}", flush=True)
            story(account)


if __name__ == "__main__":
    main()
