# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection awx.awx: taken from the package that ships it, and kept in the checkout."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from . import ROOT, processes

REQUIREMENTS = ROOT / "tests" / "unit" / "requirements-awx.txt"
_MEMBERS = "ansible_collections/awx/awx/"


def collections_with_awx() -> Path:
    """Return a collections path that has awx.awx, downloaded on the first call. Raises CommandError."""
    releases: list[str] = re.findall(r"^ansible==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    (release,) = releases
    folder = ROOT / ".nox" / "awx" / release
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        # Several workers of pytest ask at once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
                _unpack(_download(Path(temporary)), Path(temporary) / "unpacked")
                (Path(temporary) / "unpacked").rename(folder)
    return folder


def _download(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    processes.run([*pip, "--require-hashes", "-r", str(REQUIREMENTS), "--dest", str(folder)], env=os.environ, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(_MEMBERS) and not name.endswith("/"):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target)


if __name__ == "__main__":
    print(collections_with_awx())
