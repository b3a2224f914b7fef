# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table: what was measured, what is aimed at, whether it is met."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTHS = (58, 22, 22, 3)
WIDTH = sum(WIDTHS) + 3


@dataclass(frozen=True)
class Figure:
    """One row; ``met`` is None for a figure that only gives others their meaning."""

    name: str
    measured: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Section:
    """Some figures and how they were measured."""

    title: str
    figures: Sequence[Figure]
    method: str


def at_most(name: str, measured: float, aim: float, unit: str = "x") -> Figure:
    """A figure that is to be small."""
    return Figure(name, f"{measured:.2f}{unit}", f"<= {aim:g}{unit}", measured <= aim)


def at_least(name: str, measured: float, aim: float, unit: str = "x") -> Figure:
    """A figure that is to be large."""
    return Figure(name, f"{measured:.1f}{unit}", f">= {aim:g}{unit}", measured >= aim)


def equal(name: str, measured: object, aim: object) -> Figure:
    """A figure that is counted."""
    return Figure(name, str(measured), str(aim), measured == aim)


def print_head() -> None:
    """Print the names of the columns."""
    print()
    _print_row("figure", "measured", "aim", "met")
    print("=" * WIDTH, flush=True)


def print_section(section: Section) -> None:
    """Print the rows of a section and how they were measured."""
    print(section.title)
    for figure in section.figures:
        met = {None: "", True: "yes", False: "NO"}[figure.met]
        _print_row("  " + figure.name, figure.measured, figure.aim, met)
    print(textwrap.fill(section.method, WIDTH, initial_indent="  ", subsequent_indent="  "))
    print("-" * WIDTH, flush=True)


def print_verdict(sections: Sequence[Section], seconds: float) -> None:
    """Print how many aims are met."""
    verdicts = [figure.met for section in sections for figure in section.figures if figure.met is not None]
    print(f"{sum(verdicts)} of {len(verdicts)} aims met; the benchmark took {seconds / 60:.1f} minutes.")


def _print_row(*cells: str) -> None:
    print(" ".join(f"{cell:{width}}" for cell, width in zip(cells, WIDTHS)).rstrip())
