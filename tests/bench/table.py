# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table: measured value, target, and whether it is met. A ratio is measured in rounds, and has a spread."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

COLUMNS = ("minimum", "median", "maximum")
WIDTHS = (58, 10, 10, 10, 22, 3)
WIDTH = sum(WIDTHS) + len(WIDTHS) - 1
MET = {None: "", True: "yes", False: "NO"}

Measured = Sequence[float]


@dataclass(frozen=True)
class Figure:
    """A row; ``met`` is None for a figure without a target, ``spread`` is the minimum and the maximum of the rounds."""

    name: str
    measured: str
    target: str = ""
    met: bool | None = None
    spread: tuple[str, str] | None = None


@dataclass(frozen=True)
class Section:
    """Figures, and how they were measured."""

    title: str
    figures: Sequence[Figure]
    method: str


def ratio(name: str, rounds: Measured, form: str = "{:.2f}x") -> Figure:
    """Return a figure without a target: the median, the minimum and the maximum of the rounds."""
    least, most = form.format(min(rounds)), form.format(max(rounds))
    return Figure(name, form.format(median(rounds)), spread=(least, most))


def at_most(name: str, rounds: Measured, target: float) -> Figure:
    """Return a ratio whose median has a maximum."""
    figure = ratio(name, rounds)
    return Figure(name, figure.measured, f"<= {target:g}x", median(rounds) <= target, figure.spread)


def at_least(name: str, rounds: Measured, target: float) -> Figure:
    """Return a ratio whose median has a minimum."""
    figure = ratio(name, rounds, "{:.1f}x")
    return Figure(name, figure.measured, f">= {target:g}x", median(rounds) >= target, figure.spread)


def equal(name: str, measured: object, target: object) -> Figure:
    """Return a figure with an exact target."""
    return Figure(name, str(measured), str(target), measured == target)


def print_header() -> None:
    """Print the column names."""
    print()
    _print_row("figure", *COLUMNS, "target of the median", "met")
    print("=" * WIDTH, flush=True)


def print_section(section: Section) -> None:
    """Print the rows of a section, and the method."""
    print(section.title)
    for figure in section.figures:
        # What is counted has no spread, and takes the room of it.
        room = sum(WIDTHS[1:4]) + 2
        measured = in_order(figure) if figure.spread else (f"{figure.measured:{room}}",)
        _print_row("  " + figure.name, *measured, figure.target, MET[figure.met])
    print(textwrap.fill(section.method, WIDTH, initial_indent="  ", subsequent_indent="  "))
    print("-" * WIDTH, flush=True)


def in_order(figure: Figure) -> tuple[str, ...]:
    """Return minimum, median and maximum of a ratio, or the one value of what is counted."""
    return (figure.spread[0], figure.measured, figure.spread[1]) if figure.spread else (figure.measured,)


def summary(sections: Sequence[Section]) -> str:
    """Say how many targets are met."""
    results = [figure.met for section in sections for figure in section.figures if figure.met is not None]
    return f"{sum(results)} of {len(results)} targets met."


def _print_row(name: str, *cells: str) -> None:
    widths = WIDTHS[1:] if len(cells) == len(WIDTHS) - 1 else (0, *WIDTHS[-2:])
    padded = [f"{cell:{width}}" for cell, width in zip((name, *cells), (WIDTHS[0], *widths))]
    print(" ".join(padded).rstrip())
