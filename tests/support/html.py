# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a page of HTML shows, without a browser."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

_VOID = frozenset(("meta", "link", "input", "img", "br"))
_LOADING = frozenset(("src", "srcset", "href", "data", "action", "background", "poster", "xlink:href"))
_SILENT = frozenset(("style", "script", "title", "desc"))


class Shown(HTMLParser):
    """A page: its text, the attributes of its elements by tag, and the text below a section's heading."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, list[tuple[tuple[str, str | None], ...]]] = defaultdict(list)
        self._texts: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._sections: dict[str, list[str]] = defaultdict(list)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag].append(tuple(attrs))
        if tag not in _VOID:
            self._open.append((tag, dict(attrs).get("aria-labelledby") or ""))

    def handle_endtag(self, tag: str) -> None:
        # In the pages that are looked at, every element is closed, but for "li" and the like.
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in _SILENT for tag, _name in self._open):
            self._texts.append(data)
            for _tag, name in self._open:
                self._sections[name].append(data)

    @property
    def text(self) -> str:
        return "".join(self._texts)

    def under(self, name: str) -> str:
        """Return the text of the section whose heading has this id."""
        return "".join(self._sections[name])

    def outside(self) -> list[str]:
        """Return the addresses that the page would load from, or lead to, outside of itself."""
        values = (
            value or ""
            for entries in self.tags.values()
            for entry in entries
            for name, value in entry
            if name in _LOADING
        )
        return [value for value in values if not value.startswith(("#", "data:,"))]


def read_html(text: str) -> Shown:
    """Return what a page shows. Raises AssertionError for an element that is closed and was never opened."""
    page = Shown()
    page.feed(text)
    page.close()
    return page
