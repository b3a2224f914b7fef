# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tarball has what users need, and nothing else that lies in the checkout of the person who builds it."""

from __future__ import annotations

import fnmatch
import shutil
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.support import ROOT, processes
from ansible_collections.alicloud.ecd.tests.support.installation import clean_environment

# What only a checkout needs. Every other file that git knows is for users.
LEFT_OUT = (
    ".*",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "MAINTAINERS.md",
    "Makefile",
    "RELEASING.md",
    "antsibull-nox.toml",
    "changelogs/fragments/*",
    "docs/site/*",
    "galaxy.yml",
    "noxfile.py",
    "requirements-dev.*",
    "ruff.toml",
    "tests/*",
)
# Of the tests: the emulator, against which users try their playbooks, and what the sanity tests of a hub read.
SHIPPED_TESTS = ("tests/config.yml", "tests/emulator/*.py")
# Made by ansible-galaxy itself.
MADE = {"FILES.json", "MANIFEST.json"}
# What may lie in a checkout.
STRAY = (
    ".aws/credentials",
    ".env",
    ".vault_pass",
    "alicloud-ecd-0.0.1.tar.gz",
    "ansible.cfg",
    "changelogs/.plugin-cache.yaml",
    "changelogs/vault.yml",
    "docs/.env",
    "docs/docsite/vault.yml",
    "docs/docsite/rst/notes.txt",
    "docs/examples/group_vars/all/vault.yml",
    "docs/examples/my_playbook.yml",
    "docs/examples/awx/vault.yml",
    "docs/examples/vault.yml",
    "group_vars/all.yml",
    "id_rsa",
    "inventory.ini",
    "key.pem",
    "LICENSES/key.pem",
    "meta/vault.yml",
    "my_playbook.yml",
    "playbooks/my_playbook.yml",
    "playbooks/vars/vault.yml",
    "plugins/modules/.env",
    "plugins/modules/.hidden.py",
    "plugins/modules/__pycache__/network_package.cpython-311.pyc",
    "plugins/modules/secret.yml",
    "plugins/secret.json",
    "roles/mine/tasks/main.yml",
    "roles/office_site_bandwidth/files/key.pem",
    "roles/office_site_bandwidth/vars/vault.yml",
    "secret.yml",
    "tests/emulator/account.json",
    "tests/integration/integration_config.yml",
    "tests/output/junit/secret.xml",
    "vault.yml",
)


def tracked() -> list[str]:
    """The files of this checkout that git knows and that are there."""
    listing = processes.run(["git", "ls-files", "-z"], env=clean_environment(Path.home()), cwd=ROOT)
    return [name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def for_users(name: str) -> bool:
    """Whether a file of the repository belongs into the tarball. Here, a star matches slashes too."""
    return matches(name, SHIPPED_TESTS) or not matches(name, LEFT_OUT)


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether the whole name matches one of the patterns."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tarball, built from a copy of the checkout in which there is more than belongs to it."""
    root = tmp_path_factory.mktemp("checkout")
    checkout = root / "ecd"
    for name in tracked():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, checkout / name)
    for name in STRAY:
        assert not (checkout / name).exists()
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_bytes(b"secret")
    build = [sys.executable, "-m", "ansible.cli.galaxy", "collection", "build", str(checkout)]
    processes.run([*build, "--output-path", str(root)], env=clean_environment(root), cwd=root)
    (path,) = root.glob("*.tar.gz")
    return path


def test_the_tarball_has_what_users_need_and_nothing_else(tarball):
    with tarfile.open(tarball) as archive:
        files = {member.name for member in archive if not member.isdir()}
    wanted = {name for name in tracked() if for_users(name)} | MADE
    assert sorted(files - wanted) == []
    assert sorted(wanted - files) == []


def test_every_list_of_this_test_is_used():
    names = tracked()
    assert [
        pattern for pattern in (*LEFT_OUT, *SHIPPED_TESTS) if not any(matches(name, [pattern]) for name in names)
    ] == []


def test_the_emulator_of_the_tarball_starts(tarball, tmp_path):
    collection = tmp_path / "ansible_collections" / "alicloud" / "ecd"
    with tarfile.open(tarball) as archive:
        # Python before 3.11.4 has no filters. With the others, this keeps them from warning.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(collection)
    env = {**clean_environment(tmp_path), "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "ansible_collections.alicloud.ecd.tests.emulator"]
    with processes.running(command, cwd=tmp_path, env=env) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("http://127.0.0.1:")
