# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replace get-pip.py, which ansible-test would download from a host that not every network can reach.

The arguments name releases of pip, setuptools and wheel. The pip that Python brings along does as well. ansible-test
makes about ten environments for the sanity tests of each ansible-core, so pip is only unpacked: installing it takes
most of the processor time of such an environment.
"""

from __future__ import annotations

import ensurepip
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

bundled = list(Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl"))
if bundled:
    with zipfile.ZipFile(bundled[0]) as archive:
        archive.extractall(sysconfig.get_path("purelib"))
else:
    # A distribution that keeps it elsewhere. In a process of its own: ensurepip disables the configuration of pip, and
    # with it a configured package index.
    subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
