# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official SDK, installed beside the collection's own environment and not into it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .workshop import ROOT, BenchFailed

REQUIREMENT = "alibabacloud-ecd20200930==5.5.0"


def folder() -> Path:
    """The folder that holds the SDK; it is filled when it is not there yet. Raises BenchFailed."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    target = ROOT / ".nox" / f"bench-{REQUIREMENT}-py{python}"
    if target.exists():
        return target
    # Under another name until it is whole: an installation that was cut short must not be taken for one.
    partial = target.with_name(f"{target.name}.{os.getpid()}")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--target", str(partial), REQUIREMENT], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchFailed(f"the official SDK cannot be installed:\n{done.stdout}{done.stderr}")
    partial.replace(target)
    return target
