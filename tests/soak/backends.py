# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator and the fake behind one face: answer a call, tell the truth, and be changed by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol
from urllib.parse import parse_qsl

import httpx

from ..emulator import SITE_SECRETS, Clock, Emulator, Switches
from ..fake import Account, Manners, Package
from ..fake.account import DAY, SITE_SECRET, Refusal

ECD_VERSION = "2020-09-30"


@dataclass(frozen=True)
class Truth:
    """What a paid package really is, whatever reads show; ``expires`` in seconds since the epoch."""

    id: str
    site: str
    bandwidth: int
    booked: int | None
    pay_type: str
    charge_type: str
    tags: tuple[tuple[str, str], ...]
    status: str
    expires: float
    auto_renew: bool

    @property
    def live(self) -> bool:
        return self.status in ("Creating", "InUse")


@dataclass(frozen=True)
class Bill:
    """An order; ``kind`` is New, Renew or Change."""

    id: str
    kind: str
    package: str
    status: str
    price: float


@dataclass(frozen=True)
class Picture:
    """All that there is."""

    packages: Mapping[str, Truth]
    internet: Mapping[str, bool]
    orders: Mapping[str, Bill]

    def without_status(self) -> tuple[Any, ...]:
        """Return what only a write, a payment or a hand changes: not the life cycle."""
        rows = {
            row.id: (row.site, row.bandwidth, row.booked, row.expires, row.auto_renew, row.live)
            for row in self.packages.values()
            if row.live
        }
        return rows, dict(self.internet), dict(self.orders)


class Backend(Protocol):
    """One account."""

    name: str
    secrets: Sequence[str]

    def now(self) -> float:
        """Return the time of the account."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Handle a request."""

    def picture(self) -> Picture:
        """Return what is really there."""

    def add_site(self, name: str) -> str:
        """Add an office network and return its id."""

    def buy(self, site: str, bandwidth: int, pay_type: str, days: float, tags: Mapping[str, str], status: str) -> str:
        """Buy by hand and return the id."""

    def change(self, package_id: str, bandwidth: int) -> None:
        """Change a bandwidth by hand."""

    def release(self, package_id: str) -> None:
        """Release by hand."""

    def pay(self, order_id: str) -> None:
        """Pay an order."""

    def cancel(self, order_id: str) -> None:
        """Cancel an order."""


def charge_type(pay_type: str) -> str:
    """Return the charge type that a package bought by hand gets."""
    return "PayByBandwidth" if pay_type == "PrePaid" else "PayByTraffic"


class FakeBackend:
    """The small fake."""

    name = "fake"
    secrets: Sequence[str] = (SITE_SECRET,)

    def __init__(self, manners: Manners) -> None:
        self.account = Account(manners)
        self._hands = 0

    def now(self) -> float:
        return self.account.now

    def sleep(self, seconds: float) -> None:
        self.account.now += max(0.0, seconds)
        self.account.go_on()

    def answer(self, request: httpx.Request) -> httpx.Response:
        params = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        try:
            return httpx.Response(200, json=self.account.call(request.headers["x-acs-action"], params))
        except Refusal as refusal:
            document = {"RequestId": "0F5D-FAKE", "Code": refusal.code, "Message": "The fake refuses.", "HostId": "x"}
            return httpx.Response(refusal.status, json=document)

    def picture(self) -> Picture:
        account, now = self.account, self.account.now
        account.go_on()
        packages = {}
        for row in account.packages.values():
            status = row.status(now)
            if status is None or (status == "Released" and account.manners.released == "gone"):
                continue
            packages[row.id] = Truth(
                row.id, row.site, row.bandwidth, row.booked[0] if row.booked else None, row.pay_type, row.charge_type,
                tuple(sorted(row.tags.items())), status, row.expires, row.auto_renew,
            )  # fmt: skip
        kinds = {"New": "New", "Renew": "Renew"}
        orders = {
            row.id: Bill(row.id, kinds.get(row.kind, "Change"), row.package, row.status, row.price)
            for row in account.orders.values()
        }
        return Picture(packages, {site.id: site.internet for site in account.sites.values()}, orders)

    def add_site(self, name: str) -> str:
        return self.account.add_site(name)

    def buy(self, site: str, bandwidth: int, pay_type: str, days: float, tags: Mapping[str, str], status: str) -> str:
        self._hands += 1
        now = self.account.now
        ready = now + self.account.manners.creating if status == "Creating" else now
        package = Package(
            f"np-hand{self._hands:013d}", site, bandwidth, pay_type, charge_type(pay_type), dict(tags), now, ready
        )
        if pay_type == "PrePaid":
            package.expires = now + days * DAY
        if site:
            self.account.sites[site].internet = True
        self.account.packages[package.id] = package
        if status == "Releasing":
            self.release(package.id)
        self.account.remember()
        return package.id

    def change(self, package_id: str, bandwidth: int) -> None:
        self.account.packages[package_id].bandwidth = bandwidth
        self.account.remember()

    def release(self, package_id: str) -> None:
        package = self.account.packages[package_id]
        package.released = self.account.now
        package.gone = self.account.now + self.account.manners.releasing
        self.account.remember()

    def pay(self, order_id: str) -> None:
        self.account.pay(order_id)

    def cancel(self, order_id: str) -> None:
        self.account.cancel(order_id)


class EmulatorBackend:
    """The emulator, with the switches that come closest to the manners."""

    name = "emulator"
    secrets: Sequence[str] = tuple(SITE_SECRETS)

    def __init__(self, manners: Manners) -> None:
        self.clock = Clock()
        unpaid = "listed" if manners.unpaid_listed else "not_listed" if manners.unpaid_id else "no_id"
        switches = {
            "released": manners.released,
            "create_absent_polls": manners.hidden_reads,
            "unpaid_create": unpaid,
            "short_of_money": manners.balance != "enough",
            "balance_short": "unpaid_order" if manners.balance == "unpaid" else "error",
            "second_package": "accepted" if manners.second_package == "accepted" else "error",
            "delete_prepaid": "accepted" if manners.prepaid_release == "accepted" else "error",
            "modify_same": "error" if manners.same_value == "refused" else "order",
            "prepaid_downgrade": "reserved" if manners.downgrade == "booked" else "at_once",
            "order_id": {"text": "string"}.get(manners.order_id, manners.order_id),
            "unpaid_order": "error" if manners.unpaid_blocks else "ignored",
            "stale_seconds": float(manners.lag),
            "stale_reads": "every_second" if manners.flapping else "all",
            "last_token": manners.last_token,
            "bss_site": "any",
            "enabled_shown": manners.switch_shown,
            "billing_knows": "none" if manners.billing == "unknown" else "all",
        }
        self.emulator = Emulator(
            self.clock,
            Switches.from_dict(switches),
            creating_seconds=manners.creating,
            releasing_seconds=manners.releasing,
        )
        self._transport = self.emulator.transport()
        self._releasing = manners.releasing
        self._creating = manners.creating
        self._sites = 0

    def now(self) -> float:
        return self.clock.time()

    def sleep(self, seconds: float) -> None:
        self.clock.advance(max(0.0, seconds))

    def answer(self, request: httpx.Request) -> httpx.Response:
        response = self._transport.handle_request(request)
        response.read()
        return response

    def picture(self) -> Picture:
        packages = {}
        unpaid = [row for row in self.emulator.orders.values() if row.kind == "create" and row.payment_status != "Paid"]
        hidden = {package_id for row in unpaid for package_id in row.package_ids}
        for row in self.emulator.packages.values():
            if row.network_package_id in hidden:
                continue
            packages[row.network_package_id] = Truth(
                row.network_package_id, row.office_site_id or "", row.bandwidth, row.reservation_bandwidth,
                row.pay_type, row.internet_charge_type, tuple(sorted(row.tags.items())), row.network_package_status,
                row.expired_time.timestamp(), row.auto_renew,
            )  # fmt: skip
        kinds = {"create": "New", "renew": "Renew"}
        orders = {
            row.order_id: Bill(
                row.order_id,
                kinds.get(row.kind, "Change"),
                (row.package_ids or ("",))[0],
                row.payment_status,
                float(row.amount),
            )
            for row in self.emulator.orders.values()
        }
        internet = {site.office_site_id: site.enable_internet_access for site in self.emulator.sites.values()}
        return Picture(packages, internet, orders)

    def add_site(self, name: str) -> str:
        self._sites += 1
        return self.emulator.add_office_site(f"cn-hangzhou+dir-{self._sites}", name, enable_internet_access=False)

    def buy(self, site: str, bandwidth: int, pay_type: str, days: float, tags: Mapping[str, str], status: str) -> str:
        fields: dict[str, Any] = {"pay_type": pay_type, "internet_charge_type": charge_type(pay_type)}
        if pay_type == "PrePaid":
            fields["expired_time"] = self.clock.now() + timedelta(days=days)
            fields["business_status"] = "Expired" if days <= 0 else "Normal"
        fields.update(tags=dict(tags), network_package_status=status)
        if site:
            self._internet(site)
        return self.emulator.add_package(site or None, bandwidth=bandwidth, **fields)

    def _internet(self, site: str) -> None:
        self.emulator.add_office_site(site, self.emulator.sites[site].name, enable_internet_access=True)

    def change(self, package_id: str, bandwidth: int) -> None:
        self.emulator.change_package(package_id, bandwidth=bandwidth)

    def release(self, package_id: str) -> None:
        until = datetime.fromtimestamp(self.now() + self._releasing, timezone.utc)
        self.emulator.change_package(package_id, network_package_status="Releasing", status_until=until)

    def pay(self, order_id: str) -> None:
        # The payment of a package for an office network that has got another one meanwhile is refused.
        with suppress(ValueError):
            self.emulator.pay_order(order_id)

    def cancel(self, order_id: str) -> None:
        self.emulator.cancel_order(order_id)


def document_of(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of a response, or an empty one."""
    try:
        document = json.loads(response.content)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


BACKENDS: Mapping[str, Callable[[Manners], Backend]] = {"fake": FakeBackend, "emulator": EmulatorBackend}
