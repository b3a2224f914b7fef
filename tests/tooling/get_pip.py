# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replace get-pip.py, which ansible-test would download from a host that not every network can reach."""

from __future__ import annotations

import subprocess
import sys

DROPPED = ("--no-setuptools", "--no-wheel")

# In a separate process: ensurepip disables the configuration of pip, and with it a configured package index.
subprocess.run([sys.executable, "-m", "ensurepip", "--upgrade"], check=True, stdout=subprocess.DEVNULL)
arguments = [argument for argument in sys.argv[1:] if argument not in DROPPED]
sys.exit(subprocess.run([sys.executable, "-m", "pip", "install", *arguments], check=False).returncode)
