# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the report: what the templates show, and how they are rendered. All HTML is in the templates."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..module_utils._text import MAX_SENTENCE, shown
from ._report import (
    HOURS_OF_A_MONTH,
    SOON_DAYS,
    Row,
    months_of,
    rows_of,
    totals_of,
    without_package,
)
from ._report_declared import differences_of, meant_by

# In the header, before everything that comes from the API.
_TIME = re.compile(r' <time id="as-of">[^<]*</time>')
# How many of a list are shown before the rest is folded.
SHOWN = 10


def page(templates: Path, read: Mapping[str, Any], now: datetime) -> str:
    """Return the HTML of the report.

    ``read`` has ``packages`` and ``offices``, the registered results of one task for each region, and ``declared``,
    None or a dict of ``sites``, their ``results`` in check mode, the default ``region_id``, and, if they could not be
    compared, the ``problem``.
    """
    text: str = _environment(templates).get_template("report.html.j2").render(content(read, now))
    # What is no character, half of a pair for example, has no bytes.
    return text.encode("utf-8", "replace").decode("utf-8")


@lru_cache
def _environment(templates: Path) -> Environment:
    # Everything is escaped by Jinja. Ansible's templates would evaluate names, and do not escape.
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(money=money, sha256=sha256, shown=shown)
    return environment


def content(read: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return the variables of the templates."""
    missing = missing_of(read)
    unread = {item["item"] for item in read["packages"] if "network_packages" not in item}
    problem = (read["declared"] or {}).get("problem") or ""
    declared = None if problem else read["declared"] or None
    meant = declared and meant_by(declared["sites"], declared["results"], declared["region_id"])
    packages = [result for item in read["packages"] for result in item.get("network_packages", ())]
    offices = [site for item in read["offices"] for site in item.get("office_sites", ())]
    rows = rows_of(packages, now, meant if declared else None)
    differences = declared and differences_of(declared["sites"], declared["results"], declared["region_id"], unread)
    return {
        "now": now,
        "regions": [item["item"] for item in read["packages"]],
        "missing": missing,
        "unread": unread,
        "problem": shown(problem, MAX_SENTENCE),
        "warnings": warnings_of(read),
        "hours": HOURS_OF_A_MONTH,
        "soon_days": SOON_DAYS,
        "SHOWN": SHOWN,
        "rows": rows,
        "totals": totals_of(rows),
        "months": months_of(rows, now),
        "compared": declared is not None,
        "without": without_package(offices, rows, unread),
        "differences": differences or [],
        **parts_of(rows),
    }


def parts_of(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the rows by what is to be said about them."""
    ending = sorted((row for row in rows if row.end and not row.expired), key=lambda row: (row.end, row.office))
    return {
        "ending": ending,
        "soon": [row for row in ending if row.ends_soon],
        "no_end": [row for row in rows if row.package.pay_type == "PrePaid" and not row.end],
        "expired": [row for row in rows if row.expired],
        "undeclared": [row for row in rows if row.undeclared],
        "unbound": [row for row in rows if row.unbound],
        "unpriced": [row for row in rows if row.counted and not row.price],
        "uncounted": [row for row in rows if not row.counted],
        "by_traffic": [row for row in rows if row.package.internet_charge_type == "PayByTraffic"],
    }


def missing_of(read: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the parts that could not be read: which, of which region, and why."""
    kinds = (("packages", "network_packages", "network packages"), ("offices", "office_sites", "office networks"))
    return [
        {"part": title, "region": item["item"], "msg": shown(str(item.get("msg")), MAX_SENTENCE)}
        for kind, key, title in kinds
        for item in read[kind]
        if key not in item
    ]


def warnings_of(read: Mapping[str, Any]) -> list[str]:
    """Return the warnings of the tasks, each once: they say why a price or a renewal is not known."""
    items = (item for kind in ("packages", "offices") for item in read[kind])
    found = (warning for item in items for warning in item.get("warnings") or ())
    return list(dict.fromkeys(shown(str(warning), MAX_SENTENCE) for warning in found))


def says_the_same(one: str, other: str) -> bool:
    """Tell whether two pages differ in nothing but the time at which they were written."""
    return _TIME.sub("", one, count=1) == _TIME.sub("", other, count=1)


def money(amount: Decimal) -> str:
    """Return an amount for people: ``1,234.50``, with more places only below a cent."""
    places = 2 if amount == 0 or abs(amount) >= Decimal("0.01") else 6
    return f"{amount:,.{places}f}"


def sha256(text: str) -> str:
    """Return the hash by which a Content-Security-Policy allows an inline script."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
