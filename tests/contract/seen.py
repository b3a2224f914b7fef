# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file with what was seen, and what several of them say together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.plugins.module_utils._text import shown

from ..emulator import Switches
from .probe import BROKEN, CONTRADICTED, HOLDS, NOT_PROBED, VERDICTS, Finding, Probe
from .redaction import Redaction
from .settings import Settings, secrets_of
from .suite import Result
from .table import table

FORMAT = 1
MAX_TEXT = 300


def write(path: Path, result: Result, settings: Settings, version: str) -> None:
    """Write what was seen. Raises OSError."""
    document = {
        "format": FORMAT,
        "collection": version,
        "region_id": settings.region_id,
        # Another one may be an emulator; which one is nobody's business.
        "vendors_endpoint": not (settings.access.endpoint or settings.access.bss_endpoint),
        "findings": [
            {"id": key, "verdict": found.verdict, "seen": found.seen, "switches": dict(found.switches)}
            for key, found in result.findings.items()
        ],
        "exchanges": Redaction().exchanges(result.exchanges),
    }
    text = json.dumps(document, indent=1, sort_keys=True)
    for secret in secrets_of(settings):
        text = text.replace(secret, "(redacted)")
    path.write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Seen:
    """What a file says; ``of_vendor`` when the calls went to the vendor's own endpoint."""

    name: str
    of_vendor: bool
    findings: Mapping[str, Finding]


def read(path: Path) -> Seen:
    """Return what a file says. Raises InputError."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"FILES: {path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise InputError(f"FILES: {path} is no JSON; give files that make live wrote") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(f"FILES: {path} was not written by make live of this version (format {FORMAT})")
    try:
        findings = {str(entry["id"]): _finding(entry) for entry in document["findings"]}
        return Seen(shown(str(path), MAX_TEXT), document["vendors_endpoint"] is True, findings)
    except (KeyError, TypeError, ValueError):
        raise InputError(f"FILES: {path} is damaged: findings is not what make live writes") from None


def _finding(entry: Mapping[str, Any]) -> Finding:
    if entry["verdict"] not in (*VERDICTS, BROKEN) or not isinstance(entry["seen"], str):
        raise ValueError("no finding")
    Switches.from_dict(entry["switches"])
    return Finding(entry["verdict"], shown(entry["seen"], MAX_TEXT), dict(entry["switches"]))


def merged(probes: Sequence[Probe], files: Sequence[Seen], width: int) -> Iterator[str]:
    """Yield lines: what the files say of each probe, which rows of the docs change, what to set in the emulator."""
    # The same file twice is no second witness.
    files = [
        file for number, file in enumerate(files) if file.findings not in [other.findings for other in files[:number]]
    ]
    for file in files:
        if not file.of_vendor:
            yield f"{file.name} does not come from the vendor's own endpoint, but from an emulator, say."
    found = {probe.id: [file.findings[probe.id] for file in files if probe.id in file.findings] for probe in probes}
    asked = [probe for probe in probes if any(entry.verdict != NOT_PROBED for entry in found[probe.id])]
    rows = [(_counts(found[probe.id]), probe.id, probe.claim, _seen(found[probe.id])) for probe in asked]
    yield from table(("VERDICTS", "PROBE", "CLAIM", "SEEN"), rows, width)
    yield ""
    yield "Rows of docs/docsite/rst/guide_costs_and_safety.rst that change:"
    yield from _changes(asked, found) if asked else ("  none",)
    yield ""
    yield "Switches of the emulator to be set (tests/emulator/switches.py):"
    yield from _switches(asked, found)
    left = [probe.id for probe in probes if probe not in asked]
    yield ""
    yield f"Not probed by any file: {', '.join(left) or 'none'}"


def _changes(asked: Sequence[Probe], found: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    for row in dict.fromkeys(probe.row for probe in asked):
        yield f"  {row}"
        for probe in (probe for probe in asked if probe.row == row):
            verdicts = {entry.verdict for entry in found[probe.id]}
            if {HOLDS, CONTRADICTED} <= verdicts:
                change = "accounts or regions differ, say so"
            elif CONTRADICTED in verdicts:
                change = "is wrong, correct it"
            elif HOLDS in verdicts:
                change = "was seen, is no longer inferred"
            else:
                change = "stays inferred"
            yield f"    {change}: {probe.claim}"


def _switches(asked: Sequence[Probe], found: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    values: dict[tuple[str, str], list[str]] = {}
    for probe in asked:
        for entry in found[probe.id]:
            for name, value in entry.switches.items():
                values.setdefault((shown(str(name), MAX_TEXT), shown(str(value), MAX_TEXT)), []).append(probe.id)
    names = [name for name, _value in values]
    for (name, value), ids in sorted(values.items()):
        differ = "; files differ" if names.count(name) > 1 else ""
        yield f"  {name}={value} ({', '.join(dict.fromkeys(ids))}{differ})"
    if not values:
        yield "  none"


def _counts(entries: Sequence[Finding]) -> str:
    verdicts = [entry.verdict for entry in entries]
    return ", ".join(f"{verdicts.count(name)} {name}" for name in (*VERDICTS, BROKEN) if name in verdicts)


def _seen(entries: Sequence[Finding]) -> str:
    return "; ".join(dict.fromkeys(entry.seen for entry in entries if entry.verdict != NOT_PROBED))
