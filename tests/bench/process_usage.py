# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a Python program and print its resource usage. A small parent: a child starts with the size of its parent."""

from __future__ import annotations

import os
import sys
import time

begin = time.monotonic()
process = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_process, status, usage = os.wait4(process, 0)
wall = time.monotonic() - begin
print(f'\n{{"wall": {wall}, "processor": {usage.ru_utime + usage.ru_stime}, "memory": {usage.ru_maxrss}}}')
sys.exit(status and 1)
