# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Following the commands of a guide in a shell, and comparing what they print with what the guide shows."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .documents import Block

# In every guide that starts the emulator.
PORT = "18080"
MARK = "===== {} ====="
TIME_LIMIT = 240


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def follow(commands: Sequence[str], env: Mapping[str, str], folder: Path, typed: str = "") -> list[str]:
    """Run the commands in one shell, and return what each of them printed."""
    port = str(free_port())
    marked = "".join(f"echo '{MARK.format(number)}'\n{text}\n" for number, text in enumerate(commands))
    script = f"trap 'kill %1 2>/dev/null' EXIT\n{marked}".replace(PORT, port)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=dict(env),
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    return [spaced(text) for text in re.split(MARK.format(r"\d+"), done.stdout)[1:]]


def missing(steps: Sequence[Block], outputs: Sequence[str]) -> Iterator[str]:
    """Yield the lines that the guide shows after a command, and that the command did not print."""
    number = -1
    for block in steps:
        if block.kind == "shell":
            number += 1
            continue
        yield from (line for line in block.text.splitlines() if spaced(line) not in outputs[number])


def spaced(text: str) -> str:
    """A text with one space in place of many: the screen cuts long lines of warnings into several."""
    return re.sub(r"\s+", " ", text).strip()
