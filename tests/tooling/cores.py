# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The versions of ansible-core and Python that are tested, and one environment for each pair."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The Python versions that can run each ansible-core.
CONTROLLERS = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.17": ("3.10", "3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}
# The version of get-pip that each ansible-core looks for in its cache.
GET_PIP = {"2.16": "23_1_2", "2.17": "23_1_2", "2.18": "24_2", "2.19": "24_2", "2.20": "25_2", "2.21": "25_2"}
# The Python that runs the tests of each ansible-core.
CORES = {"2.16": "3.10", "2.17": "3.10", "2.18": "3.12", "2.19": "3.11", "2.20": "3.12", "2.21": "3.13"}
OLDEST, MIDDLE, NEWEST = "2.16", "2.19", "2.21"
# With these, sanity tests look at the whole repository, and integration tests run all targets. With the others, sanity
# tests look at what a hub looks at, which is the collection as its tarball installs it, and integration tests leave out
# the longest targets. The oldest has templates without tags on data, the newest has them, as all from 2.19 on.
WHOLE = (OLDEST, NEWEST)
# The oldest Python of a managed node, and one that not every machine has yet.
OLDEST_PYTHON, NEXT_PYTHON = "3.9", "3.14"
ZIP_BYTECODE = Path(__file__).with_name("zip_bytecode.py")

# (command, ansible-core, Python of the hosts where the modules run). Sanity tests and integration tests run with each
# ansible-core. Unit tests run with the oldest and the newest, and in the session pytest with the one in the middle. The
# oldest takes the oldest Python, which cannot run ansible-core itself.
RUNS = [
    ("units", OLDEST, OLDEST_PYTHON),
    ("units", NEWEST, CORES[NEWEST]),
    ("units", NEWEST, NEXT_PYTHON),
    ("integration", OLDEST, OLDEST_PYTHON),
    *(("integration", core, python) for core, python in CORES.items() if core != OLDEST),
    ("integration", NEWEST, NEXT_PYTHON),
    *(("sanity", core, python) for core, python in CORES.items()),
]


def controller(core: str, python: str) -> str:
    """Return the Python that ansible-core runs on when this one is tested."""
    return python if python in CONTROLLERS[core] else CORES[core]


def requirements(core: str, python: str) -> list[str]:
    """Return the commands whose requirements belong into the environment of an ansible-core on a Python."""
    runs = {command for command, other, tested in RUNS if (other, tested) == (core, python)}
    return sorted(runs - {"sanity"})


def environment(interpreter: Path, directory: Path, core: str, needed: dict[str, Path]) -> Path:
    """Return an environment with an ansible-core and what its commands need. All its checks share it.

    ``needed`` has the file with requirements of our own for each command.
    """
    texts = [path.read_text(encoding="utf-8") for path in (*needed.values(), ZIP_BYTECODE)]
    wanted = hashlib.sha256("\n".join([str(interpreter.resolve()), *needed, *texts]).encode()).hexdigest()
    ready = directory / "ready"
    with locked(directory.with_suffix(".lock")):
        if ready.exists() and ready.read_text(encoding="utf-8") == wanted:
            return directory
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run([interpreter, "-m", "venv", directory], check=True)
        pip = [str(directory / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"ansible-core~={core}.0"], check=True)
        (data,) = directory.glob("lib/python*/site-packages/ansible_test/_data/requirements")
        files = [*needed.values(), *([data / "units.txt"] if "units" in needed else [])]
        named = [argument for path in files for argument in ("--requirement", str(path))]
        if named:
            subprocess.run([*pip, *named, "--constraint", str(data / "constraints.txt")], check=True)
        keep_zip_bytecode(directory)
        ready.write_text(wanted, encoding="utf-8")
    return directory


def keep_zip_bytecode(directory: Path) -> None:
    """Let the Python of an environment keep the bytecode of the modules that Ansible sends it."""
    (packages,) = directory.glob("lib/python*/site-packages")
    shutil.copyfile(ZIP_BYTECODE, packages / "ecd_zip_bytecode.py")
    (packages / "zip_bytecode").mkdir(exist_ok=True)
    (packages / "ecd_zip_bytecode.pth").write_text("import ecd_zip_bytecode\n", encoding="utf-8")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other processes that ask for the same lock waiting."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
