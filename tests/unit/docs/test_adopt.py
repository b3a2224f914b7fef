# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to adopting what exists: its commands write the file that is shown, which changes nothing until edited."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from ansible_collections.alicloud.ecd.tests.emulator import serve

from .accounts import BRANCH, HEADQUARTERS, MODIFY, offices
from .documents import guide
from .running import Account, ansible_playbook, environment

GUIDE = guide("adopt")
COMMANDS = [shlex.split(block.text) for block in GUIDE.blocks("shell")]
WAREHOUSE = "cn-shanghai+dir-333333abcd"
SEED: dict[str, Any] = {
    "office_sites": [*offices(), {"office_site_id": WAREHOUSE, "name": "warehouse", "region_id": "cn-shanghai"}],
    "packages": [
        {"office_site_id": HEADQUARTERS, "tags": {"team": "platform"}},
        {
            "office_site_id": BRANCH,
            "pay_type": "PrePaid",
            "internet_charge_type": "PayByBandwidth",
            "bandwidth": 20,
            "business_status": "Expired",
            "expired_time": "2026-01-31T16:00:00Z",
        },
        {"office_site_id": WAREHOUSE, "bandwidth": 50, "region_id": "cn-shanghai"},
        {"network_package_id": "np-spare", "bandwidth": 5},
    ],
}


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    (shown,) = GUIDE.blocks("yaml")
    (recap,) = GUIDE.blocks("ansible-output")
    export, check, preview, apply = COMMANDS
    assert {command[0] for command in COMMANDS} == {"ansible-playbook"}
    account = Account()
    account.load(SEED)
    with serve(account) as server:
        env = environment(tmp_path, server.url)

        def run(command: list[str]) -> str:
            done = ansible_playbook(tmp_path, command[1:], env)
            assert done.returncode == 0, done.output
            return done.output

        assert "changed=1" in run(export)
        file = tmp_path / "packages.yml"
        assert file.read_text(encoding="utf-8") == shown.text
        assert "changed=0" in run(export)
        assert recap.text.strip() in [line.strip() for line in run(check).splitlines()]
        assert "changed=0" in run(apply)

        before, after = (f"bandwidth: {value}" for value in re.findall(r"#module:bandwidth=(\d+)`", GUIDE.text))
        assert shown.text.count(f"{before}\n") == 1
        file.write_text(shown.text.replace(f"{before}\n", f"{after}\n"), encoding="utf-8")
        assert "changed=1" in run(preview)
        assert account.writes() == []
        assert "changed=1" in run(apply)
        assert account.writes() == [MODIFY]
        assert "changed=0" in run(apply)
