# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator in a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from . import ROOT
from .control import ControlClient
from .processes import CommandError, running

COMMAND = (sys.executable, "-m", "tests.emulator")


@contextmanager
def running_emulator(*options: str, seed: Mapping[str, Any] | None = None) -> Iterator[ControlClient]:
    """Start the emulator on a free port of the loopback interface, and stop it at the end."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with running([*COMMAND, *options], cwd=ROOT, env=env) as process:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise CommandError("the emulator did not start")
        client = ControlClient(url)
        if seed is not None:
            client.reset(seed)
        yield client
