# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The benchmark's table and page: a ratio has minimum, median and maximum, and its target is one of the median."""

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ecd.tests.bench import __main__, page, table

ROUNDS = [4.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("figure", "measured", "target", "met"),
    [
        (table.ratio("r", ROUNDS), ("1.00x", "2.00x", "4.00x"), "", None),
        (table.ratio("r", ROUNDS, "{:.0%}"), ("100%", "200%", "400%"), "", None),
        (table.at_most("r", ROUNDS, 2), ("1.00x", "2.00x", "4.00x"), "<= 2x", True),
        (table.at_most("r", ROUNDS, 1.9), ("1.00x", "2.00x", "4.00x"), "<= 1.9x", False),
        (table.at_least("r", ROUNDS, 2), ("1.0x", "2.0x", "4.0x"), ">= 2x", True),
        (table.at_least("r", ROUNDS, 2.1), ("1.0x", "2.0x", "4.0x"), ">= 2.1x", False),
        (table.equal("r", "3 list", "3 list"), ("3 list",), "3 list", True),
        (table.equal("r", "3 list", "2 list"), ("3 list",), "2 list", False),
    ],
)
def test_a_figure(figure, measured, target, met):
    assert (table.in_order(figure), figure.target, figure.met) == (measured, target, met)


SECTION = table.Section(
    "7. Something", [table.at_most("ours / theirs", ROUNDS, 2), table.equal("calls", "3 list", "2 list")], "In turn."
)


def test_the_table_has_a_column_for_each(capsys):
    table.print_header()
    table.print_section(SECTION)
    printed = capsys.readouterr().out
    assert re.search(r"^figure +minimum +median +maximum +target of the median +met$", printed, re.MULTILINE)
    assert re.search(r"^  ours / theirs +1\.00x +2\.00x +4\.00x +<= 2x +yes$", printed, re.MULTILINE)
    assert re.search(r"^  calls +3 list +2 list +NO$", printed, re.MULTILINE)
    header, _rule, _title, ours, calls, *_rest = printed.splitlines()[1:]
    assert header.index("target") == ours.index("<= 2x") == calls.index("2 list")


def test_the_page_has_the_same_figures_and_what_was_not_met():
    text = page.render([SECTION], ["Day: 2026-11-28"])
    assert "Something\n---------\n\nIn turn.\n" in text
    assert "  * - ours / theirs\n    - 1.00x\n    - 2.00x\n    - 4.00x\n    - <= 2x (met)\n" in text
    assert "  * - calls\n    - 3 list\n    - 2 list (NOT met)\n" in text
    assert "- Day: 2026-11-28\n\n1 of 2 targets met.\n" in text


def test_the_page_that_is_committed_is_one_of_the_benchmark():
    text = page.PAGE.read_text(encoding="utf-8")
    assert text.startswith(f"{page.HEADER}\n{page.INTRODUCTION}\n- Day: ")
    assert len(re.findall(r"^-{3,}$", text, re.MULTILINE)) == len(__main__.SECTIONS) + 1
    assert max(map(len, text.splitlines())) <= page.WIDTH
