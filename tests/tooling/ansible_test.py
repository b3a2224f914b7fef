# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preparation of a run of ansible-test, and the check afterwards that it tested something."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from .cores import GET_PIP
from .interpreters import replace_link

CASES = {"sanity": "tests", "units": "tests", "integration": "tasks"}
COLLECTION = Path("ansible_collections", "alicloud", "ecd")
# What a run needs of the user's home: the settings of pip, and its cache. ansible-test passes no PIP_ variables on.
OF_THE_USER = (".config/pip", ".pip", ".cache/pip")
EMULATOR_START_SECONDS = 60


@contextmanager
def checkout(root: Path) -> Iterator[Path]:
    """Provide a copy of the files that git knows or would take, at a path that ansible-test accepts.

    It must not be in a folder that git ignores: ansible-test then skips all targets.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="ecd-") as directory:
        folder = Path(directory, COLLECTION)
        for name in filter(None, listing.split("\0")):
            if (root / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, folder / name)
        yield folder


@contextmanager
def built(root: Path) -> Iterator[Path]:
    """Provide the tarball, built from a copy of the checkout."""
    with checkout(root) as source, tempfile.TemporaryDirectory(prefix="ecd-") as directory:
        # Of this environment: ansible-galaxy needs distlib.
        command = [sys.executable, "-m", "ansible.cli.galaxy", "collection", "build", str(source)]
        subprocess.run([*command, "--output-path", directory], check=True)
        (tarball,) = Path(directory).glob("*.tar.gz")
        yield tarball


@contextmanager
def installed(root: Path, tarball: Path, python: str | Path = sys.executable) -> Iterator[Path]:
    """Provide the collection as the ansible-core of a Python installs it, with the integration tests added."""
    with checkout(root) as source, tempfile.TemporaryDirectory(prefix="ecd-") as directory:
        command = [str(python), "-m", "ansible.cli.galaxy", "collection", "install", "--offline", str(tarball)]
        subprocess.run([*command, "--collections-path", directory], check=True)
        folder = Path(directory, COLLECTION)
        shutil.copytree(source / "tests" / "integration", folder / "tests" / "integration")
        yield folder


def prepare_home(home: Path, core: str) -> None:
    """Provide a home for ansible-test, which keeps files there that belong to the run and not to the user."""
    make_home(home, Path.home())
    cache_get_pip(home, core)


def make_home(home: Path, user_home: Path) -> None:
    """Make a home that links to what a run needs of the user's."""
    for name in OF_THE_USER:
        link, target = home / name, user_home / name
        link.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and (link.is_symlink() or not link.exists()):
            replace_link(link, target)


def cache_get_pip(home: Path, core: str) -> None:
    """Put our get-pip where ansible-test looks for the one that it would download."""
    path = home / ".ansible" / "test" / "cache" / f"get_pip_{GET_PIP[core]}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    shutil.copyfile(Path(__file__).with_name("get_pip.py"), new)
    new.replace(path)


@contextmanager
def emulator(folder: Path) -> Iterator[None]:
    """Run the emulator of a collection, and tell the integration tests where it is."""
    port_file = folder / "tests" / "output" / "emulator-port"
    port_file.parent.mkdir(parents=True, exist_ok=True)
    delays = ["--creating-seconds", "0.4", "--releasing-seconds", "0.4"]
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--port-file", str(port_file), *delays]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=folder)
    try:
        deadline = time.monotonic() + EMULATOR_START_SECONDS
        while not (port_file.exists() and port_file.read_text(encoding="utf-8").strip()):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the emulator did not start")
            time.sleep(0.05)
        url = f"http://127.0.0.1:{int(port_file.read_text(encoding='utf-8'))}"
        config = folder / "tests" / "integration" / "integration_config.yml"
        config.write_text(f"---\necd_endpoint: {url}\n", encoding="utf-8")
        yield
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


def report(kind: str, directory: Path) -> None:
    """Print how many tests or tasks ran, by the JUnit files in a directory; fail if none did."""
    found = [case for path in directory.glob("*.xml") for case in ElementTree.parse(path).iter("testcase")]
    cases = [case for case in found if not case.get("name", "").endswith(": Gathering Facts")]
    skipped = sum(case.find("skipped") is not None for case in cases)
    if len(cases) == skipped:
        raise RuntimeError(f"no {kind} ran")
    print(f"=> {len(cases) - skipped} {kind}" + (f", {skipped} skipped" if skipped else ""), flush=True)
