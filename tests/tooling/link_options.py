# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make a link of each name of an option or a module in the text of the guides.

``max_cost`` becomes a link to the option max_cost, and ``wait: false`` one with a value. Code blocks stay as they are.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "alicloud.ecd"
WIDTH = 120
# Where options of the same name are looked for, first in the module that the guide is about.
MODULES = ("network_package", "network_packages", "network_package_info", "office_site_info")
ABOUT = {
    "guide_adopt": "network_packages",
    "guide_fleets": "network_packages",
    "guide_cookbook": "network_packages",
    "guide_report": "network_package_info",
    "guide_inventory": "office_site_info",
}
# Modules whose name means nothing else.
NAMES = ("network_package_info", "office_site_info")

_START = re.compile(r"^(?P<first> *(?:(?:[*-]|\d+\.|#\.) +)*)(?=\S)")
_BLOCK = re.compile(r"^(?P<indent> *)\.\.(?: code-block::.*| raw::.*|)$")
_LITERAL = re.compile(r"``(?P<name>\w+)(?:: (?P<value>[\w.-]+))?``")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Rewrite the guides, or say which of them have names without links."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a link is missing")
    check = parser.parse_args(arguments).check
    options = {name: options_of(root, name) for name in MODULES}
    stale = False
    for path in sorted((root / "docs" / "docsite" / "rst").glob("*.rst")):
        before = path.read_text(encoding="utf-8")
        after = linked(before, targets(options, ABOUT.get(path.stem, MODULES[0])))
        if before == after:
            continue
        stale = True
        print(f"{path.name}: " + ("options without links; run make format" if check else "updated"))
        if not check:
            path.write_text(after, encoding="utf-8")
    return 1 if stale and check else 0


def options_of(root: Path, module: str) -> set[str]:
    """Return the names of the options of a module, with those of its fragments."""
    docs = constants(root / "plugins" / "modules" / f"{module}.py")["DOCUMENTATION"]
    names = set(docs.get("options", {}))
    for fragment in docs.get("extends_documentation_fragment", ()):
        _namespace, _collection, name, part = (*fragment.split("."), "documentation")[:4]
        names |= set(constants(root / "plugins" / "doc_fragments" / f"{name}.py")[part.upper()].get("options", {}))
    return names


def constants(path: Path) -> Mapping[str, Any]:
    """Return the constants of a file that are YAML, by their names."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            name = getattr(node.targets[0], "id", "")
            if name.isupper() and name not in ("EXAMPLES", "RETURN"):
                found[name] = yaml.safe_load(node.value.value)
    return found


def targets(options: Mapping[str, set[str]], about: str) -> dict[str, str]:
    """Return the module of each option."""
    order = [about, *(name for name in options if name != about)]
    return {option: module for module in reversed(order) for option in options[module]}


def linked(text: str, modules: Mapping[str, str]) -> str:
    """Return the text of a guide with its links."""
    lines: list[str] = []
    for paragraph in paragraphs(text.split("\n")):
        joined = " ".join([paragraph[0], *(line.strip() for line in paragraph[1:])])
        result = joined if _BLOCK.match(paragraph[0]) else _with_links(joined, modules)
        lines += paragraph if result == joined else _wrapped(result)
    return "\n".join(lines)


def paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines by paragraphs: an empty line, a block of code, or lines of text that belong together."""
    paragraph: list[str] = []
    margin, block = 0, -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if block >= 0 and (not line.strip() or indent > block):
            paragraph.append(line)
            continue
        start = _START.match(line)
        continues = "".join(paragraph[-1:]).strip() and block < 0 and start and start.end() == indent == margin
        if not continues and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(line)
        found = _BLOCK.match(line)
        block = len(found["indent"]) if found else -1
        margin = start.end() if start else 0
    yield paragraph


def _with_links(text: str, modules: Mapping[str, str]) -> str:
    def link(found: re.Match[str]) -> str:
        name, value = found["name"], found["value"]
        if name in NAMES and not value:
            return f":ansplugin:`{COLLECTION}.{name}#module`"
        if name not in modules or name in MODULES:
            return found[0]
        return f":ansopt:`{COLLECTION}.{modules[name]}#module:{name}" + (f"={value}`" if value else "`")

    return _LITERAL.sub(link, text)


def _wrapped(text: str) -> list[str]:
    start = _START.match(text)
    first = start["first"] if start else ""
    rest = " " * len(first)
    body = text[len(first) :]
    return textwrap.wrap(
        body, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    sys.exit(main())
