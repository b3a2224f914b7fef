# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The messages that the troubleshooting guide explains are messages of the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from .documents import COLLECTION, guide

_ROW = re.compile(r"^  \* - ``(.+?)``$", re.MULTILINE)
MESSAGES = _ROW.findall(guide("troubleshooting").text)
GAP = "…"


def texts(path: Path) -> list[str]:
    """The strings of a source file, with a gap for each value that is inserted."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value.replace("{}", GAP))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            found.append("".join(part for side in (node.left, node.right) for part in _parts(side)))
    return found


def _parts(node: ast.expr) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else [GAP]


TEXTS = [text for path in (COLLECTION / "plugins" / "module_utils").rglob("*.py") for text in texts(path)]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_code_has_the_message(message):
    pattern = re.compile(re.escape(message).replace(re.escape(GAP), ".*"), re.DOTALL)
    assert any(pattern.search(text) for text in TEXTS)


def test_there_are_messages():
    assert len(MESSAGES) > 30
