# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One account in one region, on a driven clock: office networks, packages, orders, prices, and the calls for them."""

from __future__ import annotations

import calendar
import copy
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .manners import Manners

POSTPAID_END = 4102415999  # 2099-12-31T15:59:59Z
START = 1_790_000_000.0
DAY = 86400
UNPAID_LIFE = 3 * DAY
TERMS = {"Week": (1,), "Month": (1, 2, 3, 6), "Year": (1, 2, 3)}
# What SetRenewal takes.
RENEWALS = [(str(period), unit) for period in (1, 2, 3, 6, 12) for unit in ("M", "Y")]
MAX_INSTANCES = 100
PRODUCT = {"ProductCode": "gws", "ProductType": "gws_bw"}
SITE_SECRET = "fake-client-secret-of-an-office-network"


class Refusal(Exception):
    """The call is answered with an error of the API; nothing happened."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass
class Site:
    """An office network."""

    id: str
    name: str
    internet: bool = False


@dataclass
class Package:
    """A network package with the times at which its life goes on; ``ready`` is None before it is paid."""

    id: str
    site: str
    bandwidth: int
    pay_type: str
    charge_type: str
    tags: dict[str, str]
    created: float
    ready: float | None
    expires: float = POSTPAID_END
    released: float | None = None
    gone: float | None = None
    booked: tuple[int, str, float] | None = None
    auto_renew: bool = False
    # The term that automatic renewal adds, where billing was told.
    renewal: tuple[int, str] | None = None
    unseen: int = 0

    def status(self, now: float) -> str | None:
        """Return NetworkPackageStatus; None before payment and when it is gone."""
        if self.ready is None:
            return None
        if self.released is not None and now >= self.released:
            return "Releasing" if self.gone is None or now < self.gone else "Released"
        return "Creating" if now < self.ready else "InUse"

    def live(self, now: float) -> bool:
        """Tell whether it is Creating or InUse."""
        return self.status(now) in ("Creating", "InUse")


@dataclass
class Order:
    """An order: what it does when it is paid."""

    id: str
    kind: str
    package: str
    wanted: Mapping[str, Any]
    created: float
    status: str = "Unpaid"
    paid: float | None = None
    price: float = 0.0


@dataclass
class Account:
    """The state, and ``call``, which answers one call of the API. Not safe for threads: its user locks."""

    manners: Manners = field(default_factory=Manners)
    now: float = START
    sites: dict[str, Site] = field(default_factory=dict)
    packages: dict[str, Package] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    reads: int = 0
    _past: list[tuple[float, dict[str, Package], dict[str, Site]]] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: count(1))

    # -- What happens without a call

    def remember(self) -> None:
        """Keep the state, which reads that lag show later."""
        self._past.append((self.now, copy.deepcopy(self.packages), copy.deepcopy(self.sites)))

    def add_site(self, name: str, internet: bool = False) -> str:
        """Add an office network and return its id."""
        site = Site(f"cn-hangzhou+dir-{len(self.sites) + 1}", name, internet)
        self.sites[site.id] = site
        self.remember()
        return site.id

    def pay(self, order_id: str) -> None:
        """Pay an order: it takes effect now."""
        order = self.orders[order_id]
        if order.status == "Unpaid":
            order.status, order.paid = "Paid", self.now
            getattr(self, f"_do_{order.kind}")(order)
            self.remember()

    def cancel(self, order_id: str) -> None:
        """Cancel an unpaid order."""
        if self.orders[order_id].status == "Unpaid":
            self.orders[order_id].status = "Cancelled"

    def go_on(self) -> None:
        """Let orders lapse, and bookings that are due take effect."""
        for order in self.orders.values():
            if order.status == "Unpaid" and self.now > order.created + UNPAID_LIFE:
                order.status = "Cancelled"
        for package in self.packages.values():
            if package.booked and self.now >= package.booked[2]:
                package.bandwidth, package.booked = package.booked[0], None

    # -- Orders

    def _do_New(self, order: Order) -> None:  # noqa: N802
        package = self.packages[order.package]
        package.created, package.ready = self.now, self.now + self.manners.creating
        package.unseen = self.manners.hidden_reads
        if package.pay_type == "PrePaid":
            package.expires = self._end(self.now, order.wanted)
        if package.site in self.sites:
            self.sites[package.site].internet = True

    def _do_Renew(self, order: Order) -> None:  # noqa: N802
        package = self.packages[order.package]
        package.expires = self._end(max(package.expires, self.now), order.wanted)
        if "AutoRenew" in order.wanted:
            package.auto_renew = _true(order.wanted["AutoRenew"])

    def _do_Upgrade(self, order: Order) -> None:  # noqa: N802
        package = self.packages[order.package]
        package.bandwidth, package.booked = int(order.wanted["Bandwidth"]), None

    def _do_Downgrade(self, order: Order) -> None:  # noqa: N802
        package = self.packages[order.package]
        manner = self.manners.downgrade if package.pay_type == "PrePaid" else self.manners.downgrade_postpaid
        if manner == "at once":
            self._do_Upgrade(order)
            return
        at = package.expires if package.pay_type == "PrePaid" else self.now + DAY
        package.booked = (int(order.wanted["Bandwidth"]), package.charge_type, at)

    def _end(self, begin: float, wanted: Mapping[str, Any]) -> float:
        period, unit = int(wanted.get("Period", 1)), wanted.get("PeriodUnit", "Month")
        if unit == "Week":
            end = begin + 7 * DAY
        else:
            day = time.gmtime(begin)
            month = day.tm_mon - 1 + period * (12 if unit == "Year" else 1)
            year, month = day.tm_year + month // 12, month % 12 + 1
            date = min(day.tm_mday, calendar.monthrange(year, month)[1])
            end = calendar.timegm((year, month, date, day.tm_hour, day.tm_min, day.tm_sec))
        if self.manners.expiry == "midnight":  # of UTC+8, as the vendor's samples have it
            end = (end + 8 * 3600) // DAY * DAY + DAY - 8 * 3600
        return float(end)

    def _order(self, kind: str, package: Package, params: Mapping[str, Any]) -> dict[str, Any]:
        if self.manners.unpaid_blocks and any(order.status == "Unpaid" for order in self.orders.values()):
            raise Refusal("Order.Unpaid", 403)
        auto_pay = _true(params.get("AutoPay", "true"))
        if auto_pay and self.manners.balance == "refused":
            raise Refusal("PAY.INSUFFICIENT_BALANCE")
        order = Order(str(200_000_000_000 + next(self._ids)), kind, package.id, dict(params), self.now)
        order.price = self._price(kind, package, params)
        self.packages.setdefault(package.id, package)
        self.orders[order.id] = order
        if auto_pay and self.manners.balance == "enough":
            self.pay(order.id)
        self.remember()
        shown: Any = int(order.id) if self.manners.order_id == "number" else order.id
        return {} if self.manners.order_id == "absent" else {"OrderId": shown}

    def _price(self, kind: str, package: Package, params: Mapping[str, Any]) -> float:
        bandwidth = int(params.get("Bandwidth", package.bandwidth))
        if kind in ("New", "Renew"):
            months = {"Week": 0.25, "Month": 1.0, "Year": 12.0, "Hour": 1 / 720}
            unit = params.get("PeriodUnit", "Month") if package.pay_type == "PrePaid" else "Hour"
            return round(bandwidth * 10 * months[unit] * int(params.get("Period", 1)), 4)
        if package.pay_type == "PostPaid":
            return round(bandwidth * 10 / 720, 4)
        months_left = max(package.expires - self.now, 0) / (30 * DAY)
        return round((bandwidth - package.bandwidth) * 10 * months_left, 4)

    # -- Writes

    def call(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """Carry out one operation and return the response's document. Raises Refusal."""
        handler = getattr(self, f"_{action}", None)
        if handler is None:
            raise Refusal("InvalidAction.NotFound", 404)
        self.go_on()
        document: dict[str, Any] = handler(params)
        return {"RequestId": str(uuid.UUID(int=next(self._ids))).upper(), **document}

    def _CreateNetworkPackage(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        pay_type = params.get("PayType", "PostPaid")
        charge = params.get("InternetChargeType") or ("PayByTraffic" if pay_type == "PostPaid" else "PayByBandwidth")
        bandwidth, site = int(params["Bandwidth"]), params.get("OfficeSiteId", "")
        if not 2 <= bandwidth <= (200 if charge == "PayByTraffic" else 1000):
            raise Refusal("InvalidBandwidth")
        if pay_type == "PrePaid":
            self._check_term(params)
        if site and site not in self.sites:
            raise Refusal("InvalidOfficeSiteId.NotFound", 404)
        if site and self.manners.second_package == "refused" and self._at(site):
            raise Refusal(self.manners.second_code)
        tags = {}
        for index in range(1, 21):
            if f"Tag.{index}.Key" in params:
                tags[params[f"Tag.{index}.Key"]] = params.get(f"Tag.{index}.Value", "")
        package = Package(
            f"np-fake{next(self._ids):013d}", site, bandwidth, pay_type, charge, tags, self.now, None,
            auto_renew=_true(params.get("AutoRenew", "false")),
        )  # fmt: skip
        answer = self._order("New", package, params)
        if package.ready is not None or self.manners.unpaid_id:
            answer["NetworkPackageId"] = package.id
        return answer

    def _ModifyNetworkPackageBandwidth(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        package = self._known(params["NetworkPackageId"])
        wanted = int(params["Bandwidth"])
        if package.status(self.now) != "InUse":
            raise Refusal("IncorrectNetworkPackageStatus.ModificationNotSupport")
        if not 2 <= wanted <= (200 if package.charge_type == "PayByTraffic" else 1000):
            raise Refusal("InvalidBandwidth")
        if wanted == package.bandwidth and self.manners.same_value == "refused":
            raise Refusal("BandwidthNotChanged")
        return self._order("Downgrade" if wanted < package.bandwidth else "Upgrade", package, params)

    def _RenewNetworkPackages(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        package = self._known(params["NetworkPackageId.1"])
        self._check_term(params)
        if package.pay_type != "PrePaid" or not package.live(self.now):
            raise Refusal("InvalidChargeType.Unsupported")
        return self._order("Renew", package, params)

    def _DeleteNetworkPackages(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        package = self.packages.get(params["NetworkPackageId.1"])
        status = package.status(self.now) if package else None
        if package is None or status in (None, "Released"):
            if self.manners.unknown_release == "refused":
                raise Refusal("InvalidNetworkPackageId.NotFound", 404)
            return {}
        if status != "InUse":
            raise Refusal("IncorrectNetworkPackageStatus.DeletionNotSupport")
        if package.pay_type == "PrePaid" and package.expires > self.now and self.manners.prepaid_release == "refused":
            raise Refusal("InvalidChargeType.Unsupported")
        package.released, package.gone = self.now, self.now + self.manners.releasing
        self.remember()
        return {}

    def _AssociateNetworkPackage(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        package, site = self._known(params["NetworkPackageId"]), params["OfficeSiteId"]
        if site not in self.sites:
            raise Refusal("InvalidOfficeSiteId.NotFound", 404)
        if package.status(self.now) != "InUse" or package.site or self._at(site):
            raise Refusal("OperationDenied.Associate")
        package.site, self.sites[site].internet = site, True
        self.remember()
        return {}

    def _DissociateNetworkPackage(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        package = self._known(params["NetworkPackageId"])
        if package.site in self.sites:
            self.sites[package.site].internet = False
        package.site = ""
        self.remember()
        return {}

    def _ModifyNetworkPackageEnabled(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        package = self._known(params["NetworkPackageId"])
        if package.site in self.sites and self.manners.switch_shown:
            self.sites[package.site].internet = _true(params.get("Enabled", "true"))
        self.remember()
        return {}

    def _known(self, package_id: str) -> Package:
        package = self.packages.get(package_id)
        if package is None or package.status(self.now) in (None, "Released"):
            raise Refusal("InvalidNetworkPackageId.NotFound", 404)
        return package

    def _at(self, site: str) -> list[Package]:
        there = [package for package in self.packages.values() if package.site == site]
        return [package for package in there if package.status(self.now) not in (None, "Released")]

    @staticmethod
    def _check_term(params: Mapping[str, str]) -> None:
        if int(params.get("Period", 1)) not in TERMS.get(params.get("PeriodUnit", "Month"), ()):
            raise Refusal("InvalidPeriod")

    # -- Reads

    def _view(self) -> tuple[float, dict[str, Package], dict[str, Site]]:
        """Return the state that a read shows, and the time at which it was so."""
        self.reads += 1
        return self._ago(0 if self.manners.flapping and self.reads % 2 else self.manners.lag)

    def _ago(self, lag: float) -> tuple[float, dict[str, Package], dict[str, Site]]:
        if not lag:
            return self.now, self.packages, self.sites
        then = self.now - lag
        past = [entry for entry in self._past if entry[0] <= then] or self._past[:1]
        return then, past[-1][1], past[-1][2]

    def _DescribeNetworkPackages(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        then, packages, sites = self._view()
        ids = _list(params, "NetworkPackageId")
        charge = params.get("InternetChargeType")
        rows = [self._row(package, then, sites) for package in packages.values() if self._seen(package, then)]
        rows = [row for row in rows if not ids or row["NetworkPackageId"] in ids]
        rows = [row for row in rows if not charge or row["InternetChargeType"] == charge]
        for package in self.packages.values():
            package.unseen = max(0, package.unseen - 1)
        return self._page(rows, params, "NetworkPackages")

    def _seen(self, package: Package, then: float) -> bool:
        status = package.status(then)
        if status is None:
            return self.manners.unpaid_listed and package.ready is None and self._unpaid(package)
        if self.packages[package.id].unseen:
            return False
        return status != "Released" or self.manners.released == "listed"

    def _unpaid(self, package: Package) -> bool:
        return any(order.package == package.id and order.status == "Unpaid" for order in self.orders.values())

    def _row(self, package: Package, then: float, sites: Mapping[str, Site]) -> dict[str, Any]:
        status = package.status(then) or "Creating"
        row: dict[str, Any] = {
            "NetworkPackageId": package.id,
            "Bandwidth": package.bandwidth,
            "PayType": package.pay_type,
            "InternetChargeType": package.charge_type,
            "NetworkPackageStatus": status,
            "BusinessStatus": "Expired" if package.expires <= then else "Normal",
            "CreateTime": _iso(package.created),
            "ExpiredTime": _iso(package.expires),
            "EipAddresses": [],
        }
        if package.site and not (status == "Creating" and "office network" in self.manners.unshown):
            row["OfficeSiteId"] = package.site
            row["OfficeSiteName"] = sites[package.site].name if package.site in sites else ""
            row["OfficeSiteVpcType"] = "basic"
        if package.tags and not (status == "Creating" and "tags" in self.manners.unshown):
            row["Tags"] = [{"Key": key, "Value": value} for key, value in package.tags.items()]
        if status == "Creating" and self.manners.unshown == "bandwidth":
            del row["Bandwidth"]
        if package.booked:
            bandwidth, charge, at = package.booked
            row.update(ReservationBandwidth=bandwidth, ReservationInternetChargeType=charge)
            row["ReservationActiveTime"] = _iso(at)
        return row

    def _DescribeOfficeSites(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        then, packages, sites = self._view()
        if self.manners.names_lag:
            then, packages, _sites = self._ago(self.manners.names_lag)
        ids = _list(params, "OfficeSiteId")
        rows = []
        for site in sites.values():
            if ids and site.id not in ids:
                continue
            row: dict[str, Any] = {
                "OfficeSiteId": site.id,
                "Name": site.name,
                "Status": "REGISTERED",
                "VpcType": "Basic",
            }
            row.update(EnableInternetAccess=site.internet, ClientSecret=SITE_SECRET, OfficeSiteType="SIMPLE")
            there = [package for package in packages.values() if package.site == site.id and package.live(then)]
            if there:
                row.update(NetworkPackageId=there[0].id, Bandwidth=there[0].bandwidth)
            rows.append(row)
        return {**self._page(rows, params, "OfficeSites"), "TotalCount": len(rows)}

    def _page(self, rows: list[dict[str, Any]], params: Mapping[str, str], name: str) -> dict[str, Any]:
        start = int(params.get("NextToken") or 0)
        end = start + min(int(params.get("MaxResults", 10)), self.manners.page_size)
        document: dict[str, Any] = {name: rows[start:end]}
        if end < len(rows):
            document["NextToken"] = str(end)
        elif self.manners.last_token == "empty":
            document["NextToken"] = ""
        return document

    def _DescribePrice(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        unit = params.get("PeriodUnit", "Hour")
        if unit not in ("Hour", "Month", "Year"):
            raise Refusal("InvalidPeriodUnit")
        wanted = Package("", "", int(params["Bandwidth"]), "PostPaid" if unit == "Hour" else "PrePaid", "", {}, 0, 0)
        return _priced(self._price("New", wanted, params))

    def _DescribeModificationPrice(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        return _priced(self._price("Upgrade", self._known(params["InstanceId"]), params))

    def _DescribeRenewalPrice(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        instance = params.get("InstanceId") or _list(params, "InstanceIds")[0]
        return _priced(self._price("Renew", self._known(instance), params))

    # -- Billing

    def _GetOrderDetail(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        order = self.orders.get(params["OrderId"])
        rows = []
        if order:
            row = {"OrderId": order.id, "SubOrderId": f"{order.id}1", "OrderType": order.kind, "ProductCode": "gws"}
            row.update(PaymentStatus=order.status, CreateTime=_iso(order.created), Region="cn-hangzhou")
            if order.paid is not None:
                row["PaymentTime"] = _iso(order.paid)
            if order.kind != "New" or (order.paid is not None and self.manners.billing_names_package):
                row["InstanceIDs"] = order.package
            rows.append(row)
        return {"Code": "Success", "Success": True, "Data": {"OrderList": {"Order": rows}, "TotalCount": len(rows)}}

    def _QueryAvailableInstances(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        if self.manners.billing == "refused":
            raise Refusal("NotAuthorized")
        wanted = params["InstanceIDs"].split(",")
        if len(wanted) > MAX_INSTANCES:
            raise Refusal("InvalidParameter")
        then, packages, _sites = self._view()
        shown = [packages[key] for key in wanted if key in packages and self.manners.billing == "knows"]
        rows = [self._instance(package) for package in shown if package.status(then) not in (None, "Released")]
        number, size = int(params.get("PageNum", 1)), int(params.get("PageSize", 20))
        page = rows[(number - 1) * size : number * size]
        data = {"InstanceList": page, "PageNum": number, "PageSize": size, "TotalCount": len(rows)}
        return {"Code": "Success", "Success": True, "Data": data}

    def _instance(self, package: Package) -> dict[str, Any]:
        row: dict[str, Any] = {"InstanceID": package.id, **PRODUCT, "Region": "cn-hangzhou"}
        if package.pay_type != "PrePaid":
            return {**row, "SubscriptionType": "PayAsYouGo"}
        row.update(SubscriptionType="Subscription", EndTime=_iso(package.expires), RenewStatus=self.manners.by_hand)
        if package.auto_renew:
            period, unit = package.renewal or (1, "M")
            row.update(RenewStatus="AutoRenewal", RenewalDuration=period, RenewalDurationUnit=unit)
        return row

    def _SetRenewal(self, params: Mapping[str, str]) -> dict[str, Any]:  # noqa: N802
        if self.manners.billing == "refused":
            raise Refusal("NotAuthorized")
        package = self.packages.get(params["InstanceIDs"])
        if package is None or package.pay_type != "PrePaid" or package.status(self.now) in (None, "Released"):
            raise Refusal("InvalidParameter")
        if any(params.get(name, code) != code for name, code in PRODUCT.items()) or "ProductCode" not in params:
            raise Refusal("MissingParameter")
        on = params["RenewalStatus"] == "AutoRenewal"
        if on and (params["RenewalPeriod"], params["RenewalPeriodUnit"]) not in RENEWALS:
            raise Refusal("InvalidParameter")
        package.auto_renew = on
        package.renewal = (int(params["RenewalPeriod"]), params["RenewalPeriodUnit"]) if on else None
        self.remember()
        return {"Code": "Success", "Success": True}


def _priced(amount: float) -> dict[str, Any]:
    price = {"Currency": "CNY", "OriginalPrice": amount, "DiscountPrice": 0.0, "TradePrice": amount}
    return {"PriceInfo": {"Price": price, "Rules": []}}


def _true(value: Any) -> bool:
    return str(value).lower() == "true"


def _list(params: Mapping[str, str], name: str) -> list[str]:
    return [params[f"{name}.{index}"] for index in range(1, 101) if f"{name}.{index}" in params]


def _iso(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
