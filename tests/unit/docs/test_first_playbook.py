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

import yaml
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, serve
from ansible_collections.alicloud.ecd.tests.support.installation import collections_path

from .accounts import HEADQUARTERS, offices
from .documents import Block, guide
from .running import Account, ansible_playbook, environment

GUIDE = guide("first_playbook")
KINDS = ("json", "yaml", "shell", "ansible-output")
COMMANDS = [
    line for block in GUIDE.blocks("shell") for line in block.text.replace("\\\n", "").splitlines() if line.strip()
]
KEY_ID, KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"


def test_the_guide_can_be_followed(tmp_path):
    blocks = GUIDE.blocks(*KINDS)
    account, offices, release, _vault = (block for block in blocks if block.kind in ("json", "yaml"))
    for name, block in (("account.json", account), ("offices.yml", offices), ("release.yml", release)):
        assert f"``{name}``" in GUIDE.text
        (tmp_path / name).write_text(block.text, encoding="utf-8")
    (start,) = (line for line in COMMANDS if "tests.emulator" in line)
    with emulator(start, tmp_path) as url:
        env = {**environment(tmp_path, url), **exported(COMMANDS), "ALIBABA_CLOUD_ECD_ENDPOINT": url}
        outputs = list(followed(blocks, tmp_path, env))
    assert len(outputs) == 4


def test_the_address_is_that_of_the_emulator():
    (start,) = (shlex.split(line) for line in COMMANDS if "tests.emulator" in line)
    address = exported(COMMANDS)["ALIBABA_CLOUD_ECD_ENDPOINT"]
    assert address == f"http://127.0.0.1:{start[start.index('--port') + 1]}"


def test_the_guide_works_in_a_folder_of_its_own():
    assert COMMANDS[:2] == ["mkdir ~/offices", "cd ~/offices"]
    assert not [line for line in COMMANDS if "git clone" in line or "collection install ." in line]


def test_the_key_is_read_and_exported_but_never_a_part_of_a_command():
    lines = [line for line in COMMANDS if line.startswith("read ") or line == f"export {KEY_ID} {KEY_SECRET}"]
    assert lines == [f"read -r {KEY_ID}", f"read -rs {KEY_SECRET}", f"export {KEY_ID} {KEY_SECRET}"]
    script = "\n".join([*lines, "env"])
    done = subprocess.run(["bash", "-c", script], input="an id\na secret\n", capture_output=True, text=True, check=True)
    assert {f"{KEY_ID}=an id", f"{KEY_SECRET}=a secret"} <= set(done.stdout.splitlines())


def test_the_vault_of_the_guide_serves_its_playbook(tmp_path):
    (template,) = (block for block in GUIDE.blocks("yaml") if "vault_access_key_id" in block.text)
    values = dict(zip(template.data, (ACCESS_KEY_ID, ACCESS_KEY_SECRET)))
    (tmp_path / "written").write_text(yaml.safe_dump(values), encoding="utf-8")
    (tmp_path / "password").write_text("of the vault", encoding="utf-8")
    account = Account()
    account.load({"packages": [{"office_site_id": HEADQUARTERS, "bandwidth": 20}], "office_sites": offices()})
    with serve(account) as server:
        env = environment(tmp_path, server.url)
        for name in (KEY_ID, KEY_SECRET):
            del env[name]
        env.update(EDITOR=f"cp {tmp_path / 'written'}", ANSIBLE_VAULT_PASSWORD_FILE=str(tmp_path / "password"))
        (make, create) = (line for line in COMMANDS if "group_vars" in line)
        for command in (make, f"{create} --skip-tty-check"):
            subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
        (playbook,) = GUIDE.blocks("yaml+jinja")
        (tmp_path / "packages.yml").write_text(playbook.text, encoding="utf-8")
        (run_it,) = (shlex.split(line) for line in COMMANDS if "--ask-vault-pass" in line)
        run = ansible_playbook(tmp_path, [word for word in run_it[1:] if word != "--ask-vault-pass"], env)
    assert run.returncode == 0, run.output
    assert "headquarters: 20 Mbit/s" in run.output
    assert (tmp_path / "group_vars/all/vault.yml").read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT;")


def followed(blocks: list[Block], folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Run each ansible-playbook command of the guide and compare its output with the block that follows it."""
    for block, shown in zip(blocks, blocks[1:]):
        program, *arguments = shlex.split(block.text) if block.kind == "shell" else [""]
        if program != "ansible-playbook" or "--ask-vault-pass" in arguments:
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
    path, program, *words = shlex.split(command)
    words[words.index("--port") + 1] = "0"
    assert (path, program) == ("PYTHONPATH=~/.ansible/collections", "python3")
    env = {**os.environ, "PYTHONPATH": str(collections_path())}
    process = subprocess.Popen([sys.executable, *words], cwd=folder, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
