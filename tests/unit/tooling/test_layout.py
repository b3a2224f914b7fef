# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The layout in CONTRIBUTING.md has each package once. Its files __init__.py are empty, as ansible-test wants it."""

from __future__ import annotations

import re

from ansible_collections.alicloud.ecd.tests.support import ROOT

UTILS = ROOT / "plugins" / "module_utils"
PACKAGES = sorted(path.parent.relative_to(ROOT).as_posix() for path in UTILS.rglob("__init__.py"))
_ROW = re.compile(r"^\| `([^`]+)/?`(?:, `([^`]+)/?`)* \| (\S.*) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str]]:
    """(path, what is in it) of each row with a path."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Layout")[2]
    return [(row[1].rstrip("/"), row[3]) for row in _ROW.finditer(text)]


def test_each_package_has_one_caption():
    assert len(PACKAGES) >= 5
    assert {package: sum(path == package for path, _text in rows()) for package in PACKAGES} == dict.fromkeys(
        PACKAGES, 1
    )


def test_each_path_of_the_layout_is_there_and_is_named_once():
    paths = [path for path, _text in rows() if "/" in path]
    assert len(paths) >= 20
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert sorted(set(paths)) == sorted(paths)
