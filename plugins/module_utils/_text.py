# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text from elsewhere in what people read: in messages, warnings, notes, and diffs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

# Longer than any name or id that an API gives; keeps one value from filling the screen.
MAX_NAME = 150
# For a message, a warning or a note.
MAX_SENTENCE = 4000
# How many of a list a sentence names.
MAX_NAMES = 3


# Printable by their category, but nobody sees them: fillers, and selectors of a glyph.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10))))


def shown(text: str, limit: int | None = None) -> str:
    r"""Return ``text``, at most ``limit`` long, with what a terminal obeys or hides as escapes (``\n``, ``\u202e``).

    Line ends and control characters would let a name forge a line of the screen; marks that change the direction of
    writing, or take no place, would let it pass for another one. Letters, digits and signs of any language stay.
    Escapes stay as they are, so that it does not matter how often a text passes.
    """
    if limit is not None:
        text = text[: limit + 1]
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return text if limit is None or len(text) <= limit else text[:limit] + "…"


def _visible(character: str) -> str:
    # Of what is not printable only the blanks of other languages are harmless.
    if character in _INVISIBLE:
        return character.encode("unicode_escape").decode("ascii")
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")


def shown_in(value: Any) -> Any:
    """Return a structure for people to read, with all texts in it, names of members too, as ``shown`` has them."""
    if isinstance(value, str):
        return shown(value, MAX_SENTENCE)
    if isinstance(value, dict):
        return {shown_in(name): shown_in(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown_in(entry) for entry in value]
    return value


def some_of(names: Sequence[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(shown(name, MAX_NAME) for name in names[:MAX_NAMES]) + more
