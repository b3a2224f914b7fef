# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table: measured value, target, and whether it is met."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTHS = (58, 22, 22, 3)
WIDTH = sum(WIDTHS) + 3


@dataclass(frozen=True)
class Figure:
    """A row; ``met`` is None for a figure without a target."""

    name: str
    measured: str
    target: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Section:
    """Figures, and how they were measured."""

    title: str
    figures: Sequence[Figure]
    method: str


def at_most(name: str, measured: float, target: float, unit: str = "x") -> Figure:
    """Return a figure with a maximum."""
    return Figure(name, f"{measured:.2f}{unit}", f"<= {target:g}{unit}", measured <= target)


def at_least(name: str, measured: float, target: float, unit: str = "x") -> Figure:
    """Return a figure with a minimum."""
    return Figure(name, f"{measured:.1f}{unit}", f">= {target:g}{unit}", measured >= target)


def equal(name: str, measured: object, target: object) -> Figure:
    """Return a figure with an exact target."""
    return Figure(name, str(measured), str(target), measured == target)


def print_header() -> None:
    """Print the column names."""
    print()
    _print_row("figure", "measured", "target", "met")
    print("=" * WIDTH, flush=True)


def print_section(section: Section) -> None:
    """Print the rows of a section, and the method."""
    print(section.title)
    for figure in section.figures:
        met = {None: "", True: "yes", False: "NO"}[figure.met]
        _print_row("  " + figure.name, figure.measured, figure.target, met)
    print(textwrap.fill(section.method, WIDTH, initial_indent="  ", subsequent_indent="  "))
    print("-" * WIDTH, flush=True)


def print_summary(sections: Sequence[Section], seconds: float) -> None:
    """Print how many targets are met."""
    results = [figure.met for section in sections for figure in section.figures if figure.met is not None]
    print(f"{sum(results)} of {len(results)} targets met. The benchmark took {seconds / 60:.1f} minutes.")


def _print_row(*cells: str) -> None:
    print(" ".join(f"{cell:{width}}" for cell, width in zip(cells, WIDTHS)).rstrip())
