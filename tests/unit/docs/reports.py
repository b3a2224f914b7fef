# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook report, run against an account that has one package of each kind that its page speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ansible_collections.alicloud.ecd.tests.emulator import serve
from ansible_collections.alicloud.ecd.tests.support.html import Shown, read_html

from .accounts import HEADQUARTERS, in_shanghai, offices, subscription
from .running import Account, Run, ansible_playbook, environment

BOTH = "regions=cn-hangzhou,cn-shanghai"
HARBOUR = "cn-shanghai+dir-333333abcd"


def account_of(names: list[str], without: Sequence[str] = ()) -> dict[str, Any]:
    """An account whose offices have these names, with one package of each kind that the page speaks of.

    ``without`` are the suffixes of the ids of more offices, which have no package and no name.
    """
    sites = [{"office_site_id": f"cn-hangzhou+dir-{number:06}abcd", "name": name} for number, name in enumerate(names)]
    packages = [
        {"office_site_id": site["office_site_id"]}
        if number % 2
        else subscription(site["office_site_id"], days=number + 3)
        for number, site in enumerate(sites)
    ]
    harbour = {**in_shanghai(HARBOUR), "name": "harbour"}
    return {
        "office_sites": [*offices(*without), *sites, harbour],
        "packages": [
            *packages,
            {"office_site_id": HEADQUARTERS},
            {"network_package_id": "np-spare"},
            subscription(HARBOUR, days=-9, region_id="cn-shanghai", business_status="Expired"),
        ],
    }


def run(folder: Path, seed: dict[str, Any], *arguments: str) -> Run:
    """Run the playbook against an account; it writes nothing there."""
    account = Account()
    account.load(seed)
    with serve(account) as server:
        done = ansible_playbook(folder, ["alicloud.ecd.report", *arguments], environment(folder, server.url))
    assert account.writes() == []
    return done


def written(folder: Path) -> Shown:
    return read_html((folder / "report.html").read_text(encoding="utf-8"))
