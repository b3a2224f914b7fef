# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official SDK, installed beside the collection's own environment and not into it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ..support import ROOT
from ..support.processes import CommandError

REQUIREMENT = "alibabacloud-ecd20200930==5.5.0"


def install() -> Path:
    """Install the SDK unless it is installed, and return its directory. Raises CommandError."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    target = ROOT / ".nox" / f"bench-{REQUIREMENT}-py{python}"
    if target.exists():
        return target
    # Renamed when complete: an interrupted installation must not be used.
    partial = target.with_name(f"{target.name}.{os.getpid()}")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--target", str(partial), REQUIREMENT], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"the official SDK cannot be installed:\n{done.stdout}{done.stderr}")
    partial.replace(target)
    return target
