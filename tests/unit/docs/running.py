# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running examples with ansible-playbook against an emulator on loopback."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.alicloud.ecd.tests.emulator import (
    ACCESS_KEY_SECRET,
    REGION,
    SITE_SECRETS,
    Call,
    Emulator,
    RealClock,
)
from ansible_collections.alicloud.ecd.tests.support import fork_server
from ansible_collections.alicloud.ecd.tests.support.installation import (
    clean_environment,
    collections_path,
    emulator_environment,
)

TIME_LIMIT = 120
MODULES = ("ansible.cli.playbook",)
PROGRAM = "from ansible.cli.playbook import main; main()"
_RECAP = re.compile(r"^localhost .*?changed=(\d+) .*failed=(\d+) .*rescued=(\d+) .*ignored=(\d+)", re.MULTILINE)


class Account(Emulator):
    """An emulated account that remembers the calls that came in before it was put into another state."""

    def __init__(self) -> None:
        super().__init__(clock=RealClock(), creating_seconds=0, releasing_seconds=0)
        self._earlier: list[Call] = []

    def load(self, seed: Mapping[str, Any]) -> None:
        self._earlier += self.calls
        super().load(seed)

    def actions(self) -> list[str]:
        """The operations that were called, in order."""
        return [call.action for call in (*self._earlier, *self.calls)]

    def writes(self) -> list[str]:
        """Those of them that write."""
        return [action for action in self.actions() if not action.startswith(("Describe", "Get", "Query"))]


@dataclass(frozen=True)
class Run:
    """How a run ended."""

    returncode: int
    output: str
    changed: int = -1
    failed: int = -1
    rescued: int = -1
    ignored: int = -1


def environment(home: Path, url: str) -> dict[str, str]:
    """An environment for ansible-playbook that has nothing of this machine's account or settings."""
    return {
        **clean_environment(home),
        **emulator_environment(url),
        "ANSIBLE_COLLECTIONS_PATH": str(collections_path()),
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_NOCOLOR": "true",
        "ANSIBLE_PIPELINING": "true",
        "ALIBABA_CLOUD_REGION_ID": REGION,
    }


def write_playbooks(folder: Path, playbooks: Sequence[Any], variables: Mapping[str, Any]) -> list[str]:
    """Write playbooks and the variables of their hosts into files, and return the playbooks' names."""
    (folder / "group_vars").mkdir()
    (folder / "group_vars" / "all.yml").write_text(yaml.safe_dump(dict(variables)), encoding="utf-8")
    names = [f"playbook_{number}.yml" for number in range(len(playbooks))]
    for name, playbook in zip(names, playbooks):
        (folder / name).write_text(yaml.safe_dump(playbook, sort_keys=False), encoding="utf-8")
    return names


def ansible_playbook(folder: Path, arguments: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run ansible-playbook; no secret may be in what it prints."""
    run = any_ansible_playbook(folder, arguments, env)
    for secret in (ACCESS_KEY_SECRET, *SITE_SECRETS):
        assert secret not in run.output
    return run


def any_ansible_playbook(
    folder: Path, arguments: Sequence[str], env: Mapping[str, str], time_limit: float = TIME_LIMIT
) -> Run:
    """Run ansible-playbook, whatever it prints."""
    # ansible-core reads its settings while it is imported.
    settings = {name: value for name, value in env.items() if name.startswith("ANSIBLE_")}
    shared = {**clean_environment(Path.home()), "PYTEST_CURRENT_TEST": "", **settings}
    first = fork_server.server_for(MODULES, shared)
    process = first.run(PROGRAM, arguments, cwd=folder, env=env, merged=True, time_limit=time_limit)
    # Every playbook of a run ends with a recap of all that ran so far.
    recaps = _RECAP.findall(process.stdout)
    return Run(process.returncode, process.stdout, *map(int, recaps[-1] if recaps else ()))
