# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the guides with the latest figures."""

from __future__ import annotations

import os
import platform
import textwrap
import time
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from .table import COLUMNS, Figure, Section, in_order, summary

PAGE = Path(__file__).resolve().parents[2] / "docs" / "docsite" / "rst" / "guide_run_time.rst"
WIDTH = 120
HEADER = """\
..
  Copyright (c) 2026, alicloud.ecd contributors
  GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

.. This page is written by "make bench". Change tests/bench/page.py instead.

.. _ansible_collections.alicloud.ecd.docsite.guide_run_time:

Run time
========

.. contents::
  :local:

How it was measured
-------------------
"""
INTRODUCTION = """\
Everything ran on one machine: ansible-playbook, the modules, and the emulator in place of the API. The real API is
farther away, so real tasks wait longer, for both sides of a comparison.

A ratio compares two things that ran in turn, in several rounds. Each round gives one ratio. The table has the minimum,
the median and the maximum of the rounds; the target is one of the median. Of "one / other", a ratio below 1 means that
the one is faster. Of "faster than", a higher ratio is better. API calls are counted by the emulator and are exact.

The figures are from one run of the benchmark. The machine was shared, so other work slowed both sides, and not always
equally: where the minimum and the maximum are far apart, trust the median less. Seconds depend on the machine, ratios
much less.
"""


def write(sections: Sequence[Section], path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(render(sections, circumstances()), encoding="utf-8")


def circumstances() -> Sequence[str]:
    """Return when and where it was measured."""
    return [
        f"Day: {time.strftime('%Y-%m-%d')}",
        f"Machine: {os.cpu_count()} cores, {platform.system()}, {platform.machine()}",
        f"Versions: Python {platform.python_version()}, {', '.join(map(_version, ('ansible-core', 'httpx')))}",
    ]


def _version(name: str) -> str:
    return f"{name} {metadata.version(name)}"


def render(sections: Sequence[Section], where: Sequence[str]) -> str:
    """Return the text of the page."""
    facts = "\n".join(f"- {fact}" for fact in where)
    parts = [HEADER, INTRODUCTION, f"{facts}\n\n{summary(sections)}\n"]
    return "\n".join([*parts, *(_section(section) for section in sections)])


def _section(section: Section) -> str:
    title = section.title.partition(". ")[2]
    counted = [figure for figure in section.figures if not figure.spread]
    measured = [figure for figure in section.figures if figure.spread]
    tables = []
    if measured:
        tables.append(_table(["Ratio", *(column.capitalize() for column in COLUMNS)], [52, 10, 10, 10], measured))
    if counted:
        tables.append(_table(["API calls", "Number"], [52, 30], counted))
    method = textwrap.fill(section.method, WIDTH, break_on_hyphens=False, break_long_words=False)
    return "\n".join([title, "-" * len(title), "", method, "", *tables])


def _table(titles: Sequence[str], widths: Sequence[int], figures: Sequence[Figure]) -> str:
    lines = [".. list-table::", "  :header-rows: 1", f"  :widths: {' '.join(map(str, [*widths, 18]))}", ""]
    lines += _row([*titles, "Target"])
    for figure in figures:
        target = f"{figure.target} ({'met' if figure.met else 'NOT met'})" if figure.target else ""
        lines += _row([figure.name, *in_order(figure), target])
    return "\n".join([*lines, ""])


def _row(cells: Sequence[str]) -> Iterator[str]:
    for number, cell in enumerate(cells):
        yield f"  {'*' if number == 0 else ' '} - {cell}".rstrip()
