# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A release is prepared completely, can be prepared again, and what is missing is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.tooling import release

VERSION = "77.0.0"
NEW_OPTION = "    version_added: 76.5.0\n"


@pytest.fixture(name="checkout")
def _checkout(tmp_path):
    """A copy of the checkout with a later version, an option that was added since, and a fragment of its own."""
    root = tmp_path / "ansible_collections" / "alicloud" / "ecd"
    tests = ("tests/contract", "tests/support", "tests/tooling")
    for name in ("changelogs", "docs", "meta", "plugins", "roles", *tests):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "README.md", root)
    replace(root, "galaxy.yml", f"version: {release.declared_version(ROOT)}\n", f"version: {VERSION}\n", ROOT)
    replace(root, "plugins/modules/network_package.py", "    version_added: 1.0.0\n", NEW_OPTION)
    for path in (root / "changelogs" / "fragments").glob("[1-9]*.yml"):
        path.unlink()
    fragment = {"minor_changes": ["network_package - one more."], "release_summary": "It has one more."}
    (root / "changelogs" / "fragments" / "more.yml").write_text(yaml.safe_dump(fragment), encoding="utf-8")
    return root


def replace(root: Path, name: str, old: str, new: str, source: Path | None = None) -> None:
    text = ((source or root) / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_release_is_prepared_and_a_second_run_changes_nothing(checkout):
    assert release.main(["--date", "2026-12-24"], checkout) == 0
    assert release.main(["--check", VERSION], checkout) == 0
    assert f"version_added: {VERSION}" in (checkout / "plugins/modules/network_package.py").read_text("utf-8")
    assert f"alicloud.ecd:=={VERSION}" in (checkout / "README.md").read_text("utf-8")
    text = (checkout / "CHANGELOG.md").read_text("utf-8")
    assert "It has one more" in text
    assert text.index("v77") < text.index("v0\\.1\\.0")
    before = files(checkout)
    assert release.main(["--date", "2026-12-24"], checkout) == 0
    assert files(checkout) == before


def test_what_is_in_a_release_keeps_its_version(checkout):
    release.write_versions(checkout, VERSION)
    text = (checkout / "plugins/modules/network_package.py").read_text("utf-8")
    assert text.count("version_added: 0.1.0") == 1
    assert "76.5.0" not in text


def test_everything_that_is_missing_is_named(checkout, capsys):
    before = files(checkout)
    assert release.main(["--check", "77.0.1"], checkout) == 1
    printed = capsys.readouterr().out
    assert "galaxy.yml has version 77.0.0, not 77.0.1" in printed
    assert "the newest release in the changelog is" in printed
    assert "plugins/modules/network_package.py: something was added in 76.5.0, which is no release" in printed
    assert "changelogs/fragments/more.yml is in no release" in printed
    assert "0.1.0.yml" not in printed
    assert files(checkout) == before


def test_versions_are_compared_as_numbers(tmp_path):
    path = tmp_path / "changelogs" / "changelog.yaml"
    path.parent.mkdir()
    path.write_text("releases: {1.10.0: {}, 1.9.0: {}, 0.1.0: {}}\n", encoding="utf-8")
    assert release.released(tmp_path) == ["0.1.0", "1.9.0", "1.10.0"]


def test_what_was_added_here_was_added_in_a_release_or_in_the_next_one():
    assert list(release.unreleased(ROOT, release.declared_version(ROOT))) == []
