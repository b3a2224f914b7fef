# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write the documentation that has its source elsewhere: what modules share, and the probes in their guide.

Doc fragments share top-level options only. This program copies suboptions and return values, between the comments
"BEGIN GENERATED name" and "END GENERATED", with references rewritten to the place of the copy. In the guide, it lists
the probes of the contract suite between comments of the same names.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = Path("plugins", "modules")
SOURCE = "network_package.py"
# The modules that have generated blocks, and which.
TARGETS = {
    "network_package_info.py": ["package", "price"],
    "network_packages.py": ["options", "results"],
    "office_site_info.py": ["package"],
}
# Return values of the source that each result of a list has too.
RESULT = (
    "network_package",
    "actions",
    "order_ids",
    "payment_pending",
    "cost",
    "notes",
    "outcome_unknown",
    "action",
    "code",
    "request_id",
)
# What the prices of orders and of existing packages have in common.
PRICE = ("currency", "original_price", "discount_price", "trade_price")
GUIDE = Path("docs", "docsite", "rst", "guide_check_your_account.rst")
SUITE = "ansible_collections.alicloud.ecd.tests.contract.suite"
# The levels of the contract suite, and the block of the guide for the probes of each.
LISTS = {level: f"probes_{level}" for level in ("reads", "purchase", "subscription", "never")}
WIDTH = 120

Docs = Mapping[str, Mapping[str, Any]]
_BLOCK = re.compile(
    r"^(?P<indent> *)# BEGIN GENERATED (?P<name>\w+)\n(?P<text>.*?)^ *# END GENERATED$", re.MULTILINE | re.DOTALL
)
_LIST = re.compile(
    r"^\.\. BEGIN GENERATED (?P<name>\w+)\n\n(?P<text>.*?)^\.\. END GENERATED$", re.MULTILINE | re.DOTALL
)
# What could begin or end markup in reStructuredText.
_MARKUP = re.compile(r"([\\*`|]|_(?!\w))")


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Rewrite the blocks, or say which of them are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a block is stale")
    check = parser.parse_args(arguments).check
    stale = False
    for path, before, after in _rewritten_files(root):
        if before == after:
            continue
        stale = True
        if check:
            print(f"{path.name}: generated documentation is stale; run python tests/tooling/update_docs.py")
        else:
            path.write_text(after, encoding="utf-8")
            print(f"{path.name}: updated")
    return 1 if stale and check else 0


def _rewritten_files(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each file with generated blocks: as it is, and as it is to be."""
    blocks = blocks_from((root / MODULES / SOURCE).read_text(encoding="utf-8"))
    for name, wanted in TARGETS.items():
        before = _read(root / MODULES / name, _BLOCK, wanted)
        yield root / MODULES / name, before, updated(before, blocks)
    before = _read(root / GUIDE, _LIST, list(LISTS.values()))
    yield root / GUIDE, before, with_lists(before, probe_lists(importlib.import_module(SUITE).ALL))


def _read(path: Path, block: re.Pattern[str], wanted: Sequence[str]) -> str:
    text = path.read_text(encoding="utf-8")
    if [found["name"] for found in block.finditer(text)] != wanted:
        raise ValueError(f"{path.name} must have generated blocks named {wanted}, in this order")
    return text


def probe_lists(probes: Iterable[Any]) -> dict[str, str]:
    """Return the text of each list of probes: they are below the title of the row that they belong to."""
    rows: dict[str, dict[str, list[str]]] = {name: {} for name in LISTS.values()}
    for probe in probes:
        rows[LISTS[probe.level]].setdefault(probe.row, []).extend(
            _wrapped(f"{_escaped(probe.claim)} (*{probe.id}*){_why_not(probe)}", WIDTH, first="  - ", rest="    ")
        )
    return {
        name: "\n\n".join("\n".join([row, *lines]) for row, lines in titles.items()) for name, titles in rows.items()
    }


def with_lists(text: str, lists: Mapping[str, str]) -> str:
    """Return the text of the guide with its lists of probes rewritten."""

    def block(found: re.Match[str]) -> str:
        return f".. BEGIN GENERATED {found['name']}\n\n{lists[found['name']]}\n\n.. END GENERATED"

    return _LIST.sub(block, text)


def _why_not(probe: Any) -> str:
    """Return why a probe never asks; empty for one that does."""
    if LISTS[probe.level] != LISTS["never"]:
        return ""
    try:
        probe.ask(None)
    except importlib.import_module(SUITE).NotProbed as error:
        return f" Not asked: {_escaped(str(error))}."
    raise ValueError(f"{probe.id} asks, so it is on the wrong level")


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def blocks_from(source: str) -> dict[str, Docs]:
    """Return what to write between the markers, by the name of the block."""
    options = _yaml_of(source, "DOCUMENTATION")["options"]
    returns = _yaml_of(source, "RETURN")
    in_item = _moved("O", options, "network_packages[].")
    in_result = _moved("RV", returns, "results[].")
    return {
        "options": _rewritten(options, lambda text: in_item(in_result(text))),
        "package": returns["network_package"]["contains"],
        "price": {name: returns["cost"]["contains"][name] for name in PRICE},
        "results": {name: _result(returns[name], in_result) for name in RESULT},
    }


def updated(text: str, blocks: Mapping[str, Docs]) -> str:
    """Return the text of a module with its blocks rewritten."""

    def block(found: re.Match[str]) -> str:
        indent, name = found["indent"], found["name"]
        content = textwrap.indent("\n".join(_lines(blocks[name], WIDTH - len(indent))), indent)
        if yaml.safe_load(content) != blocks[name]:
            raise ValueError(f"{name}: the generated YAML is not what it was made from")
        return f"{indent}# BEGIN GENERATED {name}\n{content}\n{indent}# END GENERATED"

    return _BLOCK.sub(block, text)


def _yaml_of(source: str, name: str) -> Any:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == name:
            return yaml.safe_load(ast.literal_eval(node.value))
    raise ValueError(f"{SOURCE} has no {name}")


def _moved(mark: str, names: Collection[str], prefix: str) -> Callable[[str], str]:
    """Return a function that rewrites references such as O(name=value) to O(prefix.name=value)."""
    reference = re.compile(rf"\b{mark}\((?=(?:{'|'.join(sorted(names))})\b)")
    return lambda text: reference.sub(f"{mark}({prefix}", text)


def _rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    """Return a copy of documentation with its descriptions rewritten."""
    if isinstance(value, Mapping):
        return {key: _rewritten(entry, rewrite) for key, entry in value.items()}
    if isinstance(value, list):
        return [_rewritten(entry, rewrite) for entry in value]
    return rewrite(value) if isinstance(value, str) else value


def _result(value: Mapping[str, Any], rewrite: Callable[[str], str]) -> Mapping[str, Any]:
    """Return a return value as it is in a result of a list, where most are always there."""
    value = _rewritten(value, rewrite)
    conditional = not value["returned"].startswith(("always", "success"))
    return {key: entry for key, entry in value.items() if key != "returned" or conditional}


def _lines(docs: Mapping[str, Any], width: int) -> Iterator[str]:
    """Yield documentation as YAML, wrapped and indented as the rest of the module."""
    for key, value in docs.items():
        if isinstance(value, Mapping) and key != "sample":
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value, width - 2))
        elif key == "description" and isinstance(value, list):
            yield f"{key}:"
            for paragraph in value:
                yield from _wrapped(_scalar(paragraph), width, first="  - ", rest="    ")
        else:
            yield from _wrapped(f"{key}: {_scalar(value)}", width, rest="  ")


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    # A break within a word would read as a space.
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _scalar(value: Any) -> str:
    """Return a value on one line: a text plain where YAML reads it as that text, all else in flow style."""
    if isinstance(value, str) and _is_plain(value):
        return value
    text: str = yaml.safe_dump(value, default_flow_style=True, width=10_000)
    return text.removesuffix("...\n").strip()


def _is_plain(text: str) -> bool:
    try:
        return bool(yaml.safe_load(f"key: {text}") == {"key": text})
    except yaml.YAMLError:
        return False


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    sys.dont_write_bytecode = True
    with importlib.import_module("tests.support.collection").importable():
        sys.exit(main())
