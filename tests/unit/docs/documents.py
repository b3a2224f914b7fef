# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents of the collection, and the blocks of code in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.alicloud.ecd.tests import emulator

# As it is imported, below a folder "ansible_collections": a checkout can have any path.
COLLECTION = Path(emulator.__file__).parents[2]
GUIDES = COLLECTION / "docs" / "docsite" / "rst"
MODULES = COLLECTION / "plugins" / "modules"
PLAYBOOKS = COLLECTION / "docs" / "examples"

# The emulator is fast.
QUICK = {"wait_interval": 0.1}

_FENCED = re.compile(r"^```(?P<kind>[^\s`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_DIRECTIVE = re.compile(
    r"^(?P<indent> *)\.\. code-block:: (?P<kind>\S+)\n\n(?P<text>(?:(?P=indent) +\S.*\n|\n)+)", re.MULTILINE
)


@dataclass(frozen=True)
class Block:
    """A block of code and its language."""

    kind: str
    text: str

    @property
    def data(self) -> Any:
        """The block as YAML, of which JSON is a part."""
        return yaml.safe_load(self.text)


@dataclass(frozen=True)
class Document:
    """A document by its path in the collection."""

    path: str

    def __str__(self) -> str:
        return self.path

    @property
    def text(self) -> str:
        """All of it; of a module and of a role its examples."""
        text = (COLLECTION / self.path).read_text(encoding="utf-8")
        if self.path.endswith("argument_specs.yml"):
            return str(yaml.safe_load(text)["argument_specs"]["main"]["examples"])
        return _examples(text) if self.path.endswith(".py") else text

    def section(self, title: str) -> str:
        """The text below a title of a guide, up to the next one."""
        _before, after = re.split(rf"^{re.escape(title)}\n-+\n", self.text, flags=re.MULTILINE)
        return re.split(r"^\S.*\n-+\n", after, flags=re.MULTILINE)[0]

    def blocks(self, *kinds: str, section: str | None = None) -> list[Block]:
        """The blocks of these languages, in order; of a guide also those of one section."""
        text = self.text if section is None else self.section(section)
        return [block for block in self._all_blocks(text) if block.kind in kinds]

    def _all_blocks(self, text: str) -> Iterator[Block]:
        if self.path.endswith((".py", ".yml")):
            yield Block("yaml", text)
            return
        pattern = _FENCED if self.path.endswith(".md") else _DIRECTIVE
        for found in pattern.finditer(text):
            yield Block(found["kind"], _dedented(found["text"]))

    def plays(self) -> list[list[dict[str, Any]]]:
        """The examples as playbooks: the playbooks of the document, and its tasks in plays of our own."""
        return [_playbook(block.data) for block in self.blocks("yaml", "yaml+jinja") if isinstance(block.data, list)]


def _playbook(data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if all("hosts" in entry for entry in data):
        return data
    return [
        {
            "name": "Tasks of a document",
            "hosts": "localhost",
            "gather_facts": False,
            "module_defaults": {f"alicloud.ecd.{name}": QUICK for name in ("network_package", "network_packages")},
            "tasks": data,
        }
    ]


def _dedented(text: str) -> str:
    lines = text.rstrip("\n").split("\n")
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[indent:] for line in lines) + "\n"


def _examples(source: str) -> str:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "EXAMPLES":
            return str(ast.literal_eval(node.value))
    raise ValueError("a module without EXAMPLES")


def documents() -> list[Document]:
    """Every module, every example, every page that users read, every role, and every guide."""
    paths = [
        *sorted(MODULES.glob("*.py")),
        *sorted(PLAYBOOKS.glob("*.yml")),
        COLLECTION / "README.md",
        *sorted((COLLECTION / "roles").glob("*/README.md")),
        *sorted((COLLECTION / "roles").glob("*/meta/argument_specs.yml")),
        COLLECTION / "docs" / "site" / "index.rst",
        *sorted(GUIDES.glob("*.rst")),
    ]
    return [Document(str(path.relative_to(COLLECTION))) for path in paths]


def guide(name: str) -> Document:
    """A guide by its name."""
    return Document(str((GUIDES / f"guide_{name}.rst").relative_to(COLLECTION)))
