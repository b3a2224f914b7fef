# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables for a screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from .probe import BROKEN, NOT_PROBED, VERDICTS, Finding, Probe

GAP = "  "
LEAST_WIDTH = 80


def findings_table(probes: Sequence[Probe], findings: Mapping[str, Finding], width: int) -> Iterator[str]:
    """Yield lines that show each claim with the verdict and what was seen, and what was not probed, by reason."""
    asked = [probe for probe in probes if findings[probe.id].verdict != NOT_PROBED]
    rows = [(findings[probe.id].verdict, probe.id, probe.claim, findings[probe.id].seen) for probe in asked]
    if rows:
        yield from table(("VERDICT", "PROBE", "CLAIM", "SEEN"), rows, width)
        yield ""
    reasons: dict[str, list[str]] = {}
    for probe in probes:
        if probe not in asked:
            reasons.setdefault(findings[probe.id].seen, []).append(probe.id)
    if reasons:
        left = [(NOT_PROBED, reason, ", ".join(ids)) for reason, ids in reasons.items()]
        yield from table(("VERDICT", "REASON", "PROBES"), left, width)


def counts(findings: Mapping[str, Finding]) -> str:
    """Return how many findings have each verdict."""
    verdicts = [finding.verdict for finding in findings.values()]
    return ", ".join(f"{verdicts.count(name)} {name}" for name in (*VERDICTS, BROKEN) if name in verdicts)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield the lines of a table: the last two columns share the width that the others leave, and are wrapped."""
    fixed = [max(len(row[index]) for row in (heads, *rows)) for index in range(len(heads) - 2)]
    rest = max(width, LEAST_WIDTH) - sum(fixed) - len(GAP) * (len(heads) - 1)
    widths = [*fixed, rest // 2, rest - rest // 2]
    for row in (heads, ["-" * size for size in widths], *rows):
        cells = [textwrap.wrap(text, size, break_long_words=True) or [""] for text, size in zip(row, widths)]
        for number in range(max(map(len, cells))):
            line = [cell[number] if number < len(cell) else "" for cell in cells]
            yield GAP.join(text.ljust(size) for text, size in zip(line, widths)).rstrip()
