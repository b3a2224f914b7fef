# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the documentation site: antsibull-docs writes the pages of modules, plugins, roles and guides, Sphinx the HTML.

No network is used. A warning of either of them is an error.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "docs" / "site"
NAME = "alicloud.ecd"
# Of a plugin that is private to the collection, the name begins with an underscore.
PRIVATE = "_*.rst"
REFERENCE = re.compile(r"^(?P<name>.+)_(?P<kind>module|inventory|lookup|filter|role)$")
NO_VARIABLES = "No environment variables have been defined."
_HEADER = re.compile(r"\A---\n(?:# .*\n)+\n(?P<comment>(?:#.*\n)+)")
_COMMAND = re.compile(r"(ansible-playbook .+)$")


def main() -> str | None:
    """Build the site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", type=Path, help="folder that has ansible_collections/alicloud/ecd")
    parser.add_argument("destination", type=Path, help="folder for the pages (rst) and the site (html), made anew")
    options = parser.parse_args()
    pages, html = options.destination / "rst", options.destination / "html"
    shutil.rmtree(options.destination, ignore_errors=True)
    pages.mkdir(parents=True, mode=0o700)
    try:
        write_pages(pages, options.collections)
        run("sphinx-build", "-W", "--keep-going", "-n", "-q", "-b", "html", "-c", str(SITE), str(pages), str(html))
    except subprocess.CalledProcessError as error:
        return f"{Path(error.cmd[0]).name} failed"
    return None


def run(program: str, *arguments: str, **environment: str) -> None:
    """Run a program of this environment."""
    command = [str(Path(sys.executable).parent / program), *arguments]
    subprocess.run(command, env={**os.environ, "PATH": search_path(), **environment}, check=True)


def search_path() -> str:
    """Return where antsibull-docs finds ansible-doc."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def write_pages(pages: Path, collections: Path) -> None:
    """Write what Sphinx reads."""
    options = ["--use-current", "--squash-hierarchy", "--fail-on-error", "--dest-dir", str(pages)]
    run("antsibull-docs", "collection", *options, NAME, ANSIBLE_COLLECTIONS_PATH=str(collections))
    for page in unwanted(pages):
        page.unlink()
    shutil.copy(SITE / "index.rst", pages)
    shutil.copytree(SITE / "pictures", pages / "pictures")
    for name, title, folder in (
        ("playbooks", "Playbooks of the collection", ROOT / "playbooks"),
        ("examples", "Example playbooks", ROOT / "docs" / "examples"),
    ):
        if text := playbooks(title, sorted(folder.glob("*.yml"))):
            (pages / f"{name}.rst").write_text(text, encoding="utf-8")
    sections = yaml.safe_load((ROOT / "docs/docsite/extra-docs.yml").read_text(encoding="utf-8"))["sections"]
    (pages / "contents.inc").write_text(contents(sections, pages), encoding="utf-8")


def unwanted(pages: Path) -> Iterator[Path]:
    """Yield the pages of private plugins, and an index that is empty."""
    yield from pages.glob(PRIVATE)
    variables = pages / "environment_variables.rst"
    if NO_VARIABLES in variables.read_text(encoding="utf-8"):
        yield variables


def contents(sections: Sequence[Any], pages: Path) -> str:
    """Return the tables of contents: the guides, and what is generated, with short titles."""
    tables = [toctree(section["title"], (f"docsite/{entry}" for entry in section["toctree"])) for section in sections]
    entries = [found for path in sorted(pages.glob("*.rst")) if (found := REFERENCE.match(path.stem))]
    titles = [f"{entry['name']} ({entry['kind']}) <{entry[0]}>" for entry in entries]
    more = [name for name in ("playbooks", "examples", "environment_variables") if (pages / f"{name}.rst").exists()]
    return "\n".join([*tables, toctree("Reference", titles), toctree("More", [*more, "Changelog <changelog>"])])


def toctree(title: str, entries: Any) -> str:
    """Return a table of contents."""
    lines = [".. toctree::", "   :maxdepth: 1", f"   :caption: {title}", "", *(f"   {entry}" for entry in entries)]
    return "\n".join([*lines, ""])


def playbooks(title: str, paths: Sequence[Path]) -> str:
    """Return a page with playbooks, each with the comment at its beginning, or nothing without any."""
    lines = [title, "=" * len(title), ""]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        name = f"{NAME}.{path.stem}" if path.parent.name == "playbooks" else path.name
        lines += [name, "-" * len(name), "", *described(text), ".. code-block:: yaml+jinja", ""]
        lines += [f"   {line}".rstrip() for line in _HEADER.sub("", text).removeprefix("---\n").splitlines()] + [""]
    return "\n".join(lines) if paths else ""


def described(text: str) -> Iterator[str]:
    """Yield the comment at the beginning of a playbook as text: what is indented in it is code."""
    found = _HEADER.match(text)
    lines = found["comment"].splitlines() if found else []
    for line in (entry.removeprefix("#").removeprefix(" ") for entry in lines):
        yield f"| ``{line.strip()}``" if line.startswith("  ") else _COMMAND.sub(r"``\1``", line)
    yield ""


if __name__ == "__main__":
    sys.exit(main())
