# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contents of the account, requests, and responses. All of them are immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Any

END_OF_POSTPAID = datetime(2099, 12, 31, 15, 59, 59, tzinfo=timezone.utc)


def parse_time(value: str | datetime) -> datetime:
    """Return an aware datetime, from a datetime or from the API's format."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    return _read_time(value)


@lru_cache(maxsize=256)
def _read_time(text: str) -> datetime:
    # Clients poll at the same few times, and strptime is slow.
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def write_time(value: datetime) -> str:
    """Format a time as the API does."""
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Package:
    """A network package."""

    network_package_id: str
    region_id: str
    sequence: int
    create_time: datetime
    expired_time: datetime
    office_site_id: str | None = None
    bandwidth: int = 10
    pay_type: str = "PostPaid"
    internet_charge_type: str = "PayByTraffic"
    network_package_status: str = "InUse"
    business_status: str = "Normal"
    eip_addresses: tuple[str, ...] = ()
    reservation_bandwidth: int | None = None
    reservation_active_time: datetime | None = None
    reservation_internet_charge_type: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    auto_renew: bool = False
    # RenewStatus of billing, where it is another one than auto_renew tells.
    renew_status: str = ""
    period: int = 1
    period_unit: str = "Month"
    # When Creating or Releasing ends; None: never on its own.
    status_until: datetime | None = None
    # The number of further listings that omit the package.
    absent_polls: int = 0


@dataclass(frozen=True)
class Site:
    """An office network."""

    office_site_id: str
    region_id: str
    creation_time: datetime
    name: str = ""
    status: str = "REGISTERED"
    vpc_type: str = "Basic"
    office_site_type: str = "SIMPLE"
    vpc_id: str = "vpc-emulated"
    enable_internet_access: bool = True
    security_protection: str = "OFF"
    account_type: str = "SIMPLE"
    # More fields, by their names in the API.
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """An order. ``kind`` is create, modify, or renew; the last fields say what it does when it is paid."""

    order_id: str
    kind: str
    region_id: str
    create_time: datetime
    package_ids: tuple[str, ...]
    payment_status: str = "Unpaid"
    payment_time: datetime | None = None
    amount: Decimal = Decimal(0)
    package: Package | None = None
    bandwidth: int = 0
    bandwidth_before: int = 0
    period: int = 1
    period_unit: str = "Month"
    auto_renew: bool | None = None

    @property
    def order_type(self) -> str:
        """The type in billing's words."""
        if self.kind == "modify":
            return "Downgrade" if self.bandwidth < self.bandwidth_before else "Upgrade"
        return {"create": "New", "renew": "Renew"}[self.kind]


@dataclass(frozen=True)
class Call:
    """A journal entry. ``status`` is None if the client received no response."""

    action: str
    params: Mapping[str, str]
    host: str
    effect: bool
    status: int | None
    code: str | None
    fault: str | None = None


@dataclass(frozen=True)
class Request:
    """An HTTP request as received; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    # The site of the billing host, if the host name does not tell.
    site: str | None = None

    @property
    def host(self) -> str:
        """The host that the client addressed."""
        return self.headers.get("host", "")

    @property
    def action(self) -> str:
        """The requested operation."""
        return self.headers.get("x-acs-action", "")


@dataclass(frozen=True)
class Response:
    """An HTTP response; with ``failure`` (reset, hang, connect) the client receives none."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    failure: str | None = None


@dataclass(frozen=True)
class Result:
    """The data that an operation returns, and whether it changed something."""

    data: Mapping[str, Any]
    effect: bool = False
