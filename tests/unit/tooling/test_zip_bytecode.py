# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An environment keeps the bytecode of zip files, and never takes it for another source."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from ansible_collections.alicloud.ecd.tests.tooling import cores

SHOW = (
    "import sys; sys.path.insert(0, sys.argv[1]); import inside; print(inside.VALUE, inside.where.__code__.co_filename)"
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    directory = tmp_path_factory.mktemp("zip") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(directory)], check=True)
    cores.keep_zip_bytecode(directory)
    return directory


def shown(environment, path, value):
    """What a process of the environment imports from a zip file with this value."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside.py", f"VALUE = {value}\ndef where():\n    pass\n")
    command = [str(environment / "bin" / "python"), "-c", SHOW, str(path)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()


def kept(environment):
    (folder,) = environment.glob("lib/python*/site-packages/zip_bytecode")
    return sorted(folder.iterdir())


def test_the_same_source_is_compiled_once_and_is_where_it_is_now(environment, tmp_path):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert shown(environment, first, 1001) == ["1001", f"{first}/inside.py"]
    (file,) = kept(environment)
    written = file.stat().st_mtime_ns
    assert shown(environment, second, 1001) == ["1001", f"{second}/inside.py"]
    assert [(path, path.stat().st_mtime_ns) for path in kept(environment)] == [(file, written)]


def test_another_source_of_the_same_length_at_the_same_path_is_another(environment, tmp_path):
    path = tmp_path / "one.zip"
    assert shown(environment, path, 2001)[0] == "2001"
    before = len(kept(environment))
    assert shown(environment, path, 2002)[0] == "2002"
    assert len(kept(environment)) == before + 1
