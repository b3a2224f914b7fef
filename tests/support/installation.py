# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection in a temporary home, installed as users install it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from . import ROOT, processes

FOREIGN_PREFIXES = ("ALIBABA_CLOUD_", "ALICLOUD_", "ANSIBLE_", "PYTHON")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
ANSIBLE_CFG = """\
[defaults]
inventory = {directory}/hosts
home = {directory}/ansible
collections_path = {directory}/collections
deprecation_warnings = false
"""


def collections_path() -> Path:
    """Return the collections path of this checkout, if this module is imported as ``ansible_collections...``."""
    # Not resolved: ansible_collections/alicloud/ecd can be a link to the checkout.
    return Path(__file__).parents[5]


def clean_environment(home: Path) -> dict[str, str]:
    """Return the environment without this machine's accounts, proxies, and Ansible settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(FOREIGN_PREFIXES) and name.lower() not in PROXIES
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": path}


def emulator_environment(url: str) -> dict[str, str]:
    """Return the variables that point the collection to an emulator."""
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
        "ALIBABA_CLOUD_BSS_ENDPOINT": url,
        "ALIBABA_CLOUD_ECD_ENDPOINT": url,
        # Without it, a missing key is looked for in the metadata service.
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }


class Installation:
    """A temporary directory with a home, ansible.cfg, an inventory, and the installed collection."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.environment = {
            **clean_environment(directory / "home"),
            "ANSIBLE_CONFIG": str(directory / "ansible.cfg"),
        }

    def install(self, config: str = "") -> None:
        """Write ansible.cfg, with more lines of its section ``defaults``; build and install the collection."""
        (self.directory / "home").mkdir()
        text = ANSIBLE_CFG.format(directory=self.directory) + config
        (self.directory / "ansible.cfg").write_text(text, encoding="utf-8")
        host = f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n"
        (self.directory / "hosts").write_text(host, encoding="utf-8")
        self.run(["ansible-galaxy", "collection", "build", str(ROOT), "--output-path", str(self.directory)])
        (tarball,) = self.directory.glob("*.tar.gz")
        self.run(["ansible-galaxy", "collection", "install", "--offline", str(tarball)])

    def run(self, command: Sequence[str], stdin: str = "", environment: Mapping[str, str] | None = None) -> str:
        """Run a program in the directory and return its standard output. Raises CommandError."""
        env = {**self.environment, **(environment or {})}
        return processes.run(command, env=env, cwd=self.directory, stdin=stdin)
