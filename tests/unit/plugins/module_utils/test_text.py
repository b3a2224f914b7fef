# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text from elsewhere on a screen."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    CallError,
    EcdError,
    InputError,
    PlanningError,
    UnexpectedError,
    raise_together,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._text import MAX_SENTENCE, shown, shown_in


@pytest.mark.parametrize(
    "text",
    [
        "",
        "headquarters",
        "总部\uff08北京\uff09\u3000二号楼",
        "Zürich, Côte d'Ivoire, Ελλάδα, Москва, القاهرة, ירושלים, हिन्दी, ไทย, 日本語, 한국어",
        "café with a combining accent: e\u0301",
        "non\u00a0breaking",
        "price → 3 €; ✓ 🏢",
        r"C:\new\table \u202e",
    ],
)
def test_text_of_any_language_stays(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a\r\nPLAY RECAP ***\nlocalhost : ok=1", r"a\r\nPLAY RECAP ***\nlocalhost : ok=1"),
        ("\x1b[31mred\x1b[0m\x1b]8;;x\x07", r"\x1b[31mred\x1b[0m\x1b]8;;x\x07"),
        ("\t\v\f\b\0\x7f\x80\x85\x9b", r"\t\x0b\x0c\x08\x00\x7f\x80\x85\x9b"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\u202a\u202b\u202c\u202d\u202e", r"\u202a\u202b\u202c\u202d\u202e"),
        ("\u2066\u2067\u2068\u2069", r"\u2066\u2067\u2068\u2069"),
        ("\u200e\u200f\u061c", r"\u200e\u200f\u061c"),
        ("a\u200bb\u200cc\u200dd\u2060e\ufeff\u00ad", r"a\u200bb\u200cc\u200dd\u2060e\ufeff\xad"),
        ("\U000e0041\U0010ffff\ue000\ud800", r"\U000e0041\U0010ffff\ue000\ud800"),
    ],
)
def test_what_a_terminal_obeys_or_hides_is_escaped(text: str, escaped: str) -> None:
    assert shown(text) == escaped
    assert shown(escaped) == escaped


def test_every_character_is_harmless_when_shown() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        text = shown(character)
        # The categories as this Python knows them: control, format, surrogate, private, unassigned; line, paragraph.
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            assert text.isascii() and text.isprintable() and text.startswith("\\")
        else:
            assert text == character


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("12345", 5, "12345"),
        ("123456", 5, "12345…"),
        ("12345…", 5, "12345…"),
        ("123\n5", 5, "123\\n…"),
        ("\n\n\n\n\n\n", 5, "\\n\\n\\…"),
        ("x" * 10_000_000, 3, "xxx…"),
    ],
    ids=["fits", "longer", "again", "escape", "escapes", "huge"],
)
def test_text_is_cut(text: str, limit: int, cut: str) -> None:
    assert shown(text, limit) == cut
    assert shown(cut, limit) == cut


def test_text_in_structures() -> None:
    value = {"a\n": ["b\r", {"c": "\u202e"}, 7, None, True], "d": ("\x1b",)}
    assert shown_in(value) == {"a\\n": ["b\\r", {"c": "\\u202e"}, 7, None, True], "d": ["\\x1b"]}


@pytest.mark.parametrize(
    "error",
    [
        EcdError("a\nb"),
        InputError("a\nb"),
        PlanningError("b").about("a\n"),
        CallError("a\nb", action="X", network_package_id="\u202e"),
        UnexpectedError(ValueError("a\nb")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_error_breaks_a_line(error: EcdError) -> None:
    assert error.to_result()["msg"] == str(error)
    assert str(error).isprintable() and "\\n" in str(error)


def test_an_error_has_an_end_and_a_list_of_errors_has_all_of_them() -> None:
    assert len(str(PlanningError("x" * 100_000))) == MAX_SENTENCE + 1
    with pytest.raises(InputError) as caught:
        raise_together([PlanningError(f"{number}: " + "x" * 3000) for number in range(9)], most=9)
    assert "8: xxx" in str(caught.value)
