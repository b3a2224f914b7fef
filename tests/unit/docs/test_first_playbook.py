# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to the first playbook: its files and commands work as written, and print the output that is shown."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .documents import COLLECTION, Block, guide
from .running import ansible_playbook, environment

GUIDE = guide("first_playbook")
KINDS = ("json", "yaml", "shell", "ansible-output")


def test_the_guide_can_be_followed(tmp_path):
    blocks = GUIDE.blocks(*KINDS)
    account, offices, release = (block for block in blocks if block.kind in ("json", "yaml"))
    for name, block in (("account.json", account), ("offices.yml", offices), ("release.yml", release)):
        assert f"``{name}``" in GUIDE.text
        (tmp_path / name).write_text(block.text, encoding="utf-8")
    commands = [line for block in blocks if block.kind == "shell" for line in block.text.splitlines()]
    (start,) = (line for line in commands if "tests.emulator" in line)
    with emulator(start, tmp_path) as url:
        env = {**environment(tmp_path, url), **exported(commands), "ALIBABA_CLOUD_ECD_ENDPOINT": url}
        outputs = list(followed(blocks, tmp_path, env))
    assert len(outputs) == 4


def test_the_address_is_that_of_the_emulator():
    commands = [line for block in GUIDE.blocks("shell") for line in block.text.splitlines()]
    (start,) = (shlex.split(line) for line in commands if "tests.emulator" in line)
    address = exported(commands)["ALIBABA_CLOUD_ECD_ENDPOINT"]
    assert address == f"http://127.0.0.1:{start[start.index('--port') + 1]}"


def followed(blocks: list[Block], folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Run each ansible-playbook command of the guide and compare its output with the block that follows it."""
    for block, shown in zip(blocks, blocks[1:]):
        program, *arguments = shlex.split(block.text) if block.kind == "shell" else [""]
        if program != "ansible-playbook":
            continue
        assert shown.kind == "ansible-output"
        run = ansible_playbook(folder, arguments, env)
        assert run.returncode == 0, run.output
        lines = [line.rstrip() for line in run.output.splitlines()]
        wanted = shown.text.rstrip("\n").split("\n")
        starts = [number for number, line in enumerate(lines) if line == wanted[0]]
        assert any(lines[number : number + len(wanted)] == wanted for number in starts), run.output
        yield run.output


def exported(commands: list[str]) -> dict[str, str]:
    """The first value that the guide gives each variable: the emulator's."""
    values: dict[str, str] = {}
    for words in (shlex.split(line) for line in commands if line.startswith("export ")):
        name, _mark, value = words[1].partition("=")
        values.setdefault(name, value)
    return values


@contextmanager
def emulator(command: str, folder: Path) -> Iterator[str]:
    """Run the guide's command for the emulator, at a free port, and yield its address."""
    words = shlex.split(command)
    words[words.index("--port") + 1] = "0"
    words[words.index("--seed-file") + 1] = str(folder / "account.json")
    assert words[0] == "python3"
    process = subprocess.Popen(
        [sys.executable, *words[1:]], cwd=COLLECTION, env=dict(os.environ), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
