# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The numbers of the report: what the packages cost a month, what expires, and what is wrong.

What the API does not show is None, never 0. Amounts of different currencies are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..module_utils._model.dates import DAY, epoch, has_expired
from ..module_utils._model.package import CREATING, PRE_PAID, Package
from ..module_utils._text import MAX_NAME, shown
from ._report_declared import Meant, names_of

HOURS_OF_A_MONTH = 730
# How many months a price is for.
_TERMS = {"Month": Decimal(1), "Year": Decimal(12)}
SOON_DAYS = 30
MONTHS_AHEAD = 12
LARGEST = 10
_FIELDS = frozenset(Package._fields)
# An office network that is no longer there, or not for long.
_GONE = ("DEREGISTERING", "DEREGISTERED")


@dataclass(frozen=True)
class Price:
    """What the API says a package costs, in ``currency`` for a ``unit`` (Hour, Month or Year)."""

    amount: Decimal
    currency: str
    unit: str

    @property
    def extrapolated(self) -> bool:
        """Whether the price of a month is computed from that of an hour."""
        return self.unit == "Hour"

    @property
    def monthly(self) -> Decimal:
        return self.amount * HOURS_OF_A_MONTH if self.extrapolated else self.amount / _TERMS[self.unit]


@dataclass(frozen=True)
class Row:
    """A package with what the report says about it."""

    package: Package
    office: str
    price: Price | None
    end: datetime | None
    days: int | None
    auto_renew: bool | None
    expired: bool
    undeclared: bool = False

    @property
    def unbound(self) -> bool:
        return not self.package.office_site_id and self.package.network_package_status != CREATING

    @property
    def ends_soon(self) -> bool:
        """Whether a subscription ends within 30 days, as far as is known."""
        return not self.expired and self.days is not None and self.days < SOON_DAYS and self.auto_renew is not True

    @property
    def counted(self) -> bool:
        """Whether the package costs anything: an expired subscription does not until it is renewed."""
        return not (self.expired and self.package.pay_type == PRE_PAID)


@dataclass(frozen=True)
class Total:
    """What the packages of one currency cost: a month, and of which parts it is made."""

    currency: str
    monthly: Decimal
    hourly: Decimal
    terms: Decimal
    largest: tuple[tuple[Row, Decimal], ...]
    rest: int
    rest_monthly: Decimal
    rest_extrapolated: bool


@dataclass(frozen=True)
class Month:
    """How many subscriptions end in a month, or earlier, or later."""

    label: str
    ends: int
    renews: int

    @property
    def total(self) -> int:
        return self.ends + self.renews


def rows_of(results: Iterable[Mapping[str, Any]], now: datetime, meant: Meant | None = None) -> list[Row]:
    """Return a row for each live package, the most expensive first."""
    rows = [_row(result, now, meant) for result in results]
    live = [row for row in rows if row.package.live]
    return sorted(live, key=lambda row: (-row.price.monthly if row.price else Decimal(0), row.office))


def _row(result: Mapping[str, Any], now: datetime, meant: Meant | None) -> Row:
    package = Package(**{name: value for name, value in result.items() if name in _FIELDS})
    end = None
    if package.pay_type == PRE_PAID:
        with suppress(ValueError, OverflowError):
            end = datetime.fromtimestamp(epoch(package.expired_time), tz=now.tzinfo)
    office = package.office_site_name or package.office_site_id or ""
    return Row(
        package=package,
        office=shown(office, MAX_NAME),
        price=price_of(result.get("cost")),
        end=end,
        days=None if end is None else int((end - now).total_seconds() // DAY),
        auto_renew=(result.get("renewal") or {}).get("auto_renew"),
        expired=has_expired(package, now.timestamp()),
        undeclared=meant is not None and not meant & names_of(package),
    )


def price_of(cost: Mapping[str, Any] | None) -> Price | None:
    """Return the price of a result of network_package_info, None if the API names none that can be read."""
    if not cost or cost.get("trade_price") is None or not cost.get("currency"):
        return None
    unit, period = str(cost.get("period_unit")), cost.get("period") or 1
    if unit != "Hour" and unit not in _TERMS:
        return None
    return Price(Decimal(str(cost["trade_price"])) / Decimal(str(period)), str(cost["currency"]), unit)


def totals_of(rows: Sequence[Row]) -> list[Total]:
    """Return a total for each currency, that of most packages first."""
    priced: dict[str, list[tuple[Row, Price]]] = {}
    for row in rows:
        if row.price and row.counted:
            priced.setdefault(row.price.currency, []).append((row, row.price))
    by_number = sorted(priced.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return [_total(currency, entries) for currency, entries in by_number]


def _total(currency: str, entries: Sequence[tuple[Row, Price]]) -> Total:
    ranked = _by_office(entries)
    # A rest of one takes no less room than its name.
    cut = len(ranked) if len(ranked) == LARGEST + 1 else LARGEST
    return Total(
        currency=currency,
        monthly=sum((price.monthly for _row, price in entries), Decimal(0)),
        hourly=sum((price.amount for _row, price in entries if price.extrapolated), Decimal(0)),
        terms=sum((price.monthly for _row, price in entries if not price.extrapolated), Decimal(0)),
        largest=tuple(ranked[:cut]),
        rest=len(ranked[cut:]),
        rest_monthly=sum((amount for _row, amount in ranked[cut:]), Decimal(0)),
        rest_extrapolated=any(row.price and row.price.extrapolated for row, _amount in ranked[cut:]),
    )


def _by_office(entries: Sequence[tuple[Row, Price]]) -> list[tuple[Row, Decimal]]:
    """Return what each office costs, the most expensive first, with the row that stands for it.

    If the price of one of its packages is extrapolated, the sum is, so that this one stands for the office.
    """
    offices: dict[tuple[Any, ...], tuple[Row, Decimal]] = {}
    for row, price in entries:
        package = row.package
        key = (package.region_id, package.office_site_id or package.network_package_id)
        first, amount = offices.get(key, (row, Decimal(0)))
        offices[key] = (row if price.extrapolated else first, amount + price.monthly)
    return sorted(offices.values(), key=lambda office: -office[1])


def months_of(rows: Sequence[Row], now: datetime) -> list[Month]:
    """Return when subscriptions end: already ended, this month and the eleven after it, later."""
    counts = [[0, 0] for _number in range(MONTHS_AHEAD + 2)]
    for row in rows:
        if row.end is None:
            continue
        ahead = (row.end.year - now.year) * 12 + row.end.month - now.month
        place = 0 if row.expired else min(max(ahead, 0), MONTHS_AHEAD) + 1
        counts[place][1 if row.auto_renew is True and not row.expired else 0] += 1
    names = [now.replace(day=1, month=(now.month - 1 + number) % 12 + 1).strftime("%b") for number in range(12)]
    return [Month(label, *count) for label, count in zip(["past", *names, "later"], counts)]


@dataclass(frozen=True)
class Office:
    """An office network without a network package."""

    name: str
    region: str
    office_site_id: str
    desktops: int | None


def without_package(sites: Iterable[Mapping[str, Any]], rows: Iterable[Row], unread: Iterable[str]) -> list[Office]:
    """Return the office networks without a live package, where the packages of the region could be read."""
    served = {(row.package.region_id, row.package.office_site_id) for row in rows}
    skipped = set(unread)
    found = [
        Office(
            name=shown(site["name"] or site["office_site_id"], MAX_NAME),
            region=site["region_id"],
            office_site_id=site["office_site_id"],
            desktops=site["desktop_count"],
        )
        for site in sites
        if site["status"] not in _GONE
        and site["region_id"] not in skipped
        and (site["region_id"], site["office_site_id"]) not in served
    ]
    return sorted(found, key=lambda office: (-(office.desktops or 0), office.region, office.name))
