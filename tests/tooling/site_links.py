# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check a folder of HTML pages: each link within it leads somewhere, and no page loads anything from elsewhere."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a page loads, by element and attribute. A link to a canonical address, for example, loads nothing.
LOADED = {("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("audio", "src")}
LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload"}


@dataclasses.dataclass
class Page(HTMLParser):
    """What a page has: its anchors, the addresses that it links, and those that it loads."""

    text: dataclasses.InitVar[str]

    def __post_init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and LOADED_RELATIONS.intersection(values.get("rel", "").split()):
            self.loads.append(values.get("href", ""))
        self.loads += [value for name, value in values.items() if (tag, name) in LOADED]


def main() -> int:
    """Print what is wrong, or where the site begins."""
    folder = Path(sys.argv[1]).resolve()
    found = list(problems(folder))
    count = len(list(folder.rglob("*.html")))
    print(*(found or [f"{count} pages: {(folder / 'index.html').as_uri()}"]), sep="\n")
    return 1 if found or not count else 0


def problems(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the links, one line for each."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        for address in page.loads:
            if not is_local(address) and not address.startswith("data:"):
                yield f"{path.relative_to(folder)}: loads {address}"
        for address in filter(is_local, [*page.links, *page.loads]):
            target = target_of(path, address)
            fragment = unquote(urlsplit(address).fragment)
            if not target.is_file():
                yield f"{path.relative_to(folder)}: {address} leads to no file"
            elif fragment and target in pages and fragment not in pages[target].anchors:
                yield f"{path.relative_to(folder)}: {address} leads to no place of that page"


def is_local(address: str) -> bool:
    """Whether an address is within the site."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def target_of(path: Path, address: str) -> Path:
    """Return the file that an address on a page leads to."""
    name = unquote(urlsplit(address).path)
    target = (path.parent / name).resolve() if name else path.resolve()
    return target / "index.html" if target.is_dir() else target


if __name__ == "__main__":
    sys.exit(main())
