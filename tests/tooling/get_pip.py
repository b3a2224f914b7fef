# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replace get-pip.py, which ansible-test would download from a host that not every network can reach.

The arguments name releases of pip, setuptools and wheel. The pip that Python brings along does as well, and each of the
many environments of the sanity tests is made in half of the time.
"""

from __future__ import annotations

import subprocess
import sys

# In a separate process: ensurepip disables the configuration of pip, and with it a configured package index.
sys.exit(subprocess.run([sys.executable, "-m", "ensurepip"], check=False, stdout=subprocess.DEVNULL).returncode)
