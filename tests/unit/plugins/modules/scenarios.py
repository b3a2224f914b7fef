# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of scenarios: what the region holds x what is wished, and what is to become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .desk import REGION, Desk

A = f"{REGION}+dir-a"
B = f"{REGION}+dir-b"
C = f"{REGION}+dir-c"
D = f"{REGION}+dir-d"
NAMES = {A: "alpha", B: "beta", C: "twin", D: "twin"}
CREATE, MODIFY, DELETE = "CreateNetworkPackage", "ModifyNetworkPackageBandwidth", "DeleteNetworkPackages"
RENEW, ENABLE = "RenewNetworkPackages", "ModifyNetworkPackageEnabled"
FREE, BIND = "DissociateNetworkPackage", "AssociateNetworkPackage"


@dataclass(frozen=True)
class Scenario:
    """One row. ``have`` are plans; ``after`` is what the returned plan must show at least (None: no plan)."""

    name: str
    wish: Mapping[str, Any]
    have: tuple[Mapping[str, Any], ...] = ()
    actions: tuple[str, ...] = ()
    after: Mapping[str, Any] | None = None
    fails: str | None = None
    notes: str | None = None
    warns: str | None = None
    switches: Mapping[str, Any] = field(default_factory=dict)
    # Fields of the office network A.
    site: Mapping[str, Any] = field(default_factory=dict)
    # What became of the order that an earlier run of the same wish left unpaid; its number is the wish's
    # pending_order_id then.
    order: str | None = None
    cost: tuple[tuple[str, float | None], ...] | None = None
    # Orders that wait for payment cannot be seen, so a second run cannot know of them.
    settles: bool = True

    def desk(self) -> Desk:
        """Return a desk whose region holds what the row says."""
        desk = Desk()
        for site, name in NAMES.items():
            desk.emulator.add_office_site(site, name=name, **(self.site if site == A else {}))
        for plan in self.have:
            desk.emulator.add_package(**plan)
        desk.emulator.switch(**self.switches)
        if self.order:
            self._leave_an_order(desk)
        return desk

    def _leave_an_order(self, desk: Desk) -> None:
        (desk.pending_order_id,) = desk.network_package(**{**self.wish, "auto_pay": False})["order_ids"]
        if self.order == "Paid":
            desk.emulator.pay_order(desk.pending_order_id)
        elif self.order == "Cancelled":
            desk.emulator.cancel_order(desk.pending_order_id)
        elif self.order == "Unknown":
            desk.pending_order_id = "1"
        desk.emulator.calls.clear()

    def run(self, desk: Desk, check_mode: bool = False, **more: Any) -> dict[str, Any]:
        """Run the row's wish at ``desk``."""
        pending = {"pending_order_id": desk.pending_order_id} if self.order else {}
        return desk.network_package(check_mode=check_mode, **{**self.wish, **pending, **more})


def plan(site: str | None = A, key: str = "np-a", **more: Any) -> dict[str, Any]:
    """Return the seed of a plan."""
    return {"office_site_id": site, "network_package_id": key, "bandwidth": 10, **more}


def subscription(**more: Any) -> dict[str, Any]:
    """Return the seed of a subscription."""
    return plan(pay_type="PrePaid", internet_charge_type="PayByBandwidth", **more)


def booked(bandwidth: int, **more: Any) -> dict[str, Any]:
    """Return the seed of a plan with a booked change."""
    return subscription(
        reservation_bandwidth=bandwidth, reservation_active_time="2026-02-01T00:00:00Z", **{"bandwidth": 20, **more}
    )


SITE = {"office_site_id": A}
TEN = {"office_site_id": A, "bandwidth": 10}
TWENTY = {"office_site_id": A, "bandwidth": 20}
GONE = {"office_site_id": A, "state": "absent"}
BY_ID = {"network_package_id": "np-a"}
SPARE = {"tags": {"purpose": "spare"}, "bandwidth": 5}

BUYING = (
    Scenario("nothing: bought", TEN, actions=(CREATE,), after={"bandwidth": 10, "pay_type": "PostPaid"}),
    Scenario(
        "nothing: by traffic unless told otherwise",
        TEN,
        actions=(CREATE,),
        after={"internet_charge_type": "PayByTraffic", "network_package_status": "InUse", "office_site_id": A},
    ),
    Scenario(
        "nothing: bought by bandwidth",
        {**SITE, "bandwidth": 1000, "internet_charge_type": "PayByBandwidth"},
        actions=(CREATE,),
        after={"bandwidth": 1000, "internet_charge_type": "PayByBandwidth"},
    ),
    Scenario(
        "nothing: subscribed, by bandwidth unless told otherwise",
        {**TEN, "pay_type": "PrePaid", "period": 3, "auto_renew": True},
        actions=(CREATE,),
        after={"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth", "expired_time": "2026-04-15T08:00:00Z"},
    ),
    Scenario(
        "nothing: subscribed for a week",
        {**TEN, "pay_type": "PrePaid", "period_unit": "Week"},
        actions=(CREATE,),
        after={"expired_time": "2026-01-22T08:00:00Z"},
    ),
    Scenario(
        "nothing: bought with tags",
        {**TEN, "tags": {"team": "a", "cost_center": 4711}},
        actions=(CREATE,),
        after={"tags": {"team": "a", "cost_center": "4711"}},
    ),
    Scenario(
        "nothing: bought without an office network, known by its tags",
        SPARE,
        actions=(CREATE,),
        after={"office_site_id": None, "tags": {"purpose": "spare"}, "bandwidth": 5},
    ),
    Scenario("another office's plan: bought", TEN, (plan(B, "np-b"),), (CREATE,), {"office_site_id": A}),
    Scenario("another spare's plan: bought", SPARE, (plan(None, tags={"purpose": "x"}),), (CREATE,), {"bandwidth": 5}),
    Scenario(
        "releasing: waited out, then bought",
        TEN,
        (plan(network_package_status="Releasing"),),
        (CREATE,),
        {"bandwidth": 10},
    ),
    Scenario("released: bought", TEN, (plan(network_package_status="Released"),), (CREATE,), {"bandwidth": 10}),
    Scenario(
        "plan invisible for some polls after the purchase: waited for",
        TEN,
        actions=(CREATE,),
        after={"network_package_status": "InUse"},
        switches={"create_absent_polls": 4},
    ),
    Scenario(
        "stale reads after the purchase: waited for",
        TEN,
        (),
        (CREATE,),
        {"bandwidth": 10},
        switches={"stale_seconds": 9.0},
    ),
    Scenario("order id is a number", TEN, (), (CREATE,), {"bandwidth": 10}, switches={"order_id": "number"}),
    Scenario("order id is absent", TEN, (), (CREATE,), {"bandwidth": 10}, switches={"order_id": "absent"}),
    Scenario(
        "unpaid on request: an order and no plan",
        {**TEN, "auto_pay": False},
        actions=(CREATE,),
        switches={"unpaid_order": "ignored"},
        settles=False,
    ),
    Scenario("nothing: bandwidth is needed", SITE, fails="bandwidth is needed to buy"),
    Scenario(
        "unknown id: cannot be chosen", {**BY_ID, "bandwidth": 10}, fails="no network package np-a in this region"
    ),
    Scenario("balance short: nothing bought", TEN, fails="PAY.INSUFFICIENT_BALANCE", switches={"short_of_money": True}),
)

KEEPING = (
    Scenario("as wished: unchanged", TEN, (plan(),), after={"network_package_id": "np-a", "bandwidth": 10}),
    Scenario("as wished, by id: unchanged", {**BY_ID, "bandwidth": 10}, (plan(),), after={"bandwidth": 10}),
    Scenario(
        "as wished, by tags: unchanged",
        SPARE,
        (plan(None, bandwidth=5, tags={"purpose": "spare", "x": "y"}),),
        after={"bandwidth": 5},
    ),
    Scenario("no wish but to exist: unchanged", SITE, (plan(bandwidth=77),), after={"bandwidth": 77}),
    Scenario(
        "being created: waited for, unchanged",
        TEN,
        (plan(network_package_status="Creating"),),
        after={"network_package_status": "InUse"},
    ),
    Scenario(
        "same types named: unchanged",
        {**TEN, "pay_type": "PostPaid", "internet_charge_type": "PayByTraffic"},
        (plan(),),
        after={"bandwidth": 10},
    ),
    Scenario(
        "empty texts count as not given",
        {**TEN, "pay_type": "", "period_unit": "", "state": "", "network_package_id": ""},
        (plan(),),
        after={"bandwidth": 10},
    ),
    Scenario(
        "live plan beside a released one: unchanged",
        TEN,
        (plan(key="np-old", network_package_status="Released"), plan()),
        after={"network_package_id": "np-a"},
    ),
    Scenario(
        "live plan beside a releasing one: unchanged",
        TEN,
        (plan(key="np-old", network_package_status="Releasing"), plan()),
        after={"network_package_id": "np-a"},
    ),
    Scenario(
        "tags differ: a warning",
        {**TEN, "tags": {"team": "b"}},
        (plan(tags={"team": "a"}),),
        after={"tags": {"team": "a"}},
        warns="tags are set when",
    ),
    Scenario(
        "more tags than wished: no warning",
        {**TEN, "tags": {"team": "a"}},
        (plan(tags={"team": "a", "x": ""}),),
        after={"bandwidth": 10},
    ),
    Scenario(
        "expired: a warning",
        TEN,
        (subscription(business_status="Expired"),),
        after={"business_status": "Expired"},
        warns="np-a expired at",
    ),
    Scenario("two live plans: error", TEN, (plan(), plan(key="np-b")), fails="2 live plans match .*np-a, np-b"),
    Scenario(
        "two live plans by tags: error",
        SPARE,
        (plan(None, tags={"purpose": "spare"}), plan(B, "np-b", tags={"purpose": "spare"})),
        fails="np-a, np-b",
    ),
    Scenario(
        "two live plans, one named: unchanged",
        {**BY_ID, "bandwidth": 10},
        (plan(), plan(key="np-b")),
        after={"bandwidth": 10},
    ),
    Scenario(
        "pay_type differs: error",
        {**TEN, "pay_type": "PrePaid"},
        (plan(),),
        fails="pay_type: PrePaid is wanted, but np-a has PostPaid",
    ),
    Scenario(
        "pay_type differs the other way: error",
        {**TEN, "pay_type": "PostPaid"},
        (subscription(),),
        fails="PostPaid is wanted, but np-a has PrePaid",
    ),
    Scenario(
        "internet_charge_type differs: error",
        {**TEN, "internet_charge_type": "PayByBandwidth"},
        (plan(),),
        fails="internet_charge_type: PayByBandwidth is wanted, but np-a has PayByTraffic",
    ),
    Scenario(
        "named plan is being released: error",
        {**BY_ID, "bandwidth": 10},
        (plan(network_package_status="Releasing"),),
        fails="np-a is Releasing and cannot be kept",
    ),
)

RESIZING = (
    Scenario("more bandwidth", TWENTY, (plan(),), (MODIFY,), {"network_package_id": "np-a", "bandwidth": 20}),
    Scenario("less bandwidth", {**SITE, "bandwidth": 5}, (plan(),), (MODIFY,), {"bandwidth": 5}),
    Scenario("more bandwidth by id", {**BY_ID, "bandwidth": 20}, (plan(),), (MODIFY,), {"bandwidth": 20}),
    Scenario("more bandwidth by tags", SPARE, (plan(None, tags={"purpose": "spare"}),), (MODIFY,), {"bandwidth": 5}),
    Scenario("more bandwidth for a subscription", TWENTY, (subscription(),), (MODIFY,), {"bandwidth": 20}),
    Scenario(
        "less bandwidth for a subscription is booked",
        {**SITE, "bandwidth": 5},
        (subscription(),),
        (MODIFY,),
        {"bandwidth": 10, "reservation_bandwidth": 5},
    ),
    Scenario(
        "booked already: unchanged, with a note",
        {**SITE, "bandwidth": 5},
        (booked(5),),
        after={"bandwidth": 20},
        notes="from 20 to 5 Mbit/s is booked for 2026-02-01",
    ),
    Scenario(
        "another change is booked: ordered", {**SITE, "bandwidth": 30}, (booked(5),), (MODIFY,), {"bandwidth": 30}
    ),
    Scenario(
        "as wished now, another change is booked: a note",
        TWENTY,
        (booked(5),),
        after={"bandwidth": 20},
        notes="a change to 5 Mbit/s is booked",
    ),
    Scenario(
        "as wished now, the server would refuse the same value",
        TEN,
        (plan(),),
        after={"bandwidth": 10},
        switches={"modify_same": "error"},
    ),
    Scenario(
        "being created: waited out, then resized",
        TWENTY,
        (plan(network_package_status="Creating"),),
        (MODIFY,),
        {"bandwidth": 20},
    ),
    Scenario(
        "stale reads after the change: waited for",
        TWENTY,
        (plan(),),
        (MODIFY,),
        {"bandwidth": 20},
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        "expired, resized",
        TWENTY,
        (subscription(business_status="Expired"),),
        (MODIFY,),
        {"bandwidth": 20},
        warns="expired",
    ),
    Scenario(
        "beyond what the plan's types allow: error",
        {**SITE, "bandwidth": 201},
        (plan(),),
        fails="bandwidth: 201 is not allowed; with PostPaid and PayByTraffic 2 to 200",
    ),
    Scenario(
        "within what the plan's types allow",
        {**SITE, "bandwidth": 201},
        (subscription(),),
        (MODIFY,),
        {"bandwidth": 201},
    ),
    Scenario(
        "unpaid on request: nothing changes yet",
        {**TWENTY, "auto_pay": False},
        (plan(),),
        (MODIFY,),
        {"bandwidth": 10},
        switches={"unpaid_order": "ignored"},
        settles=False,
    ),
)

RELEASING = (
    Scenario("absent, nothing: unchanged", GONE),
    Scenario("absent, another office's plan: unchanged", GONE, (plan(B),)),
    Scenario("absent, released: unchanged", GONE, (plan(network_package_status="Released"),)),
    Scenario("absent, releasing: waited out, unchanged", GONE, (plan(network_package_status="Releasing"),)),
    Scenario("absent, unknown id: unchanged", {**BY_ID, "state": "absent"}),
    Scenario("absent: released", GONE, (plan(),), (DELETE,)),
    Scenario("absent by id: released", {**BY_ID, "state": "absent"}, (plan(),), (DELETE,)),
    Scenario(
        "absent by tags: released",
        {"tags": {"purpose": "spare"}, "state": "absent"},
        (plan(None, tags={"purpose": "spare"}),),
        (DELETE,),
    ),
    Scenario("absent, stays listed as Released", GONE, (plan(),), (DELETE,), switches={"released": "listed"}),
    Scenario(
        "absent, stale reads after the release: waited for", GONE, (plan(),), (DELETE,), switches={"stale_seconds": 9.0}
    ),
    Scenario(
        "absent, being created: waited out, then released", GONE, (plan(network_package_status="Creating"),), (DELETE,)
    ),
    Scenario("absent, expired subscription: released", GONE, (subscription(business_status="Expired"),), (DELETE,)),
    Scenario(
        "absent, running subscription: error", GONE, (subscription(),), fails="np-a is a subscription .* Unsubscribe"
    ),
    Scenario(
        "absent, running subscription, forced: released",
        {**GONE, "force": True},
        (subscription(),),
        (DELETE,),
        switches={"delete_prepaid": "accepted"},
    ),
    Scenario("absent, two live plans: error", GONE, (plan(), plan(key="np-b")), fails="2 live plans match"),
    Scenario(
        "absent ignores the wish",
        {**GONE, "bandwidth": 5000, "pay_type": "PrePaid", "internet_charge_type": "PayByTraffic", "period": 9},
        (plan(),),
        (DELETE,),
    ),
)

BETA = {"office_site_name": "beta", "bandwidth": 10}

NAMING = (
    Scenario("by name, nothing: bought", BETA, (), (CREATE,), {"office_site_id": B, "office_site_name": "beta"}),
    Scenario("by name, as wished: unchanged", BETA, (plan(B),), after={"network_package_id": "np-a"}),
    Scenario("by name: resized", BETA, (plan(B, bandwidth=20),), (MODIFY,), {"bandwidth": 10}),
    Scenario("by name, absent: released", {"office_site_name": "beta", "state": "absent"}, (plan(B),), (DELETE,)),
    Scenario(
        "unknown name: error",
        {**BETA, "office_site_name": "gamma"},
        fails="no office network is named 'gamma' in this region; there are: alpha, beta, twin",
    ),
    Scenario(
        "shared name: error",
        {**BETA, "office_site_name": "twin"},
        fails=f"2 office networks are named 'twin': {C}, {D}".replace("+", r"\+"),
    ),
)

MOVE = {"network_package_id": "np-a", "office_site_id": B}
UNBIND = {"network_package_id": "np-a", "unbind": True}
AT_B = {"network_package_id": "np-a", "office_site_id": B}

MOVING = (
    Scenario("moved to another office network", MOVE, (plan(),), (FREE, BIND), AT_B),
    Scenario("moved by name", {**BY_ID, "office_site_name": "beta"}, (plan(),), (FREE, BIND), AT_B),
    Scenario("bound for the first time", MOVE, (plan(None),), (BIND,), AT_B),
    Scenario("bound there already: unchanged", MOVE, (plan(B),), after=AT_B),
    Scenario(
        "moved and resized", {**MOVE, "bandwidth": 20}, (plan(),), (FREE, BIND, MODIFY), {**AT_B, "bandwidth": 20}
    ),
    Scenario(
        "target has a live plan: error", MOVE, (plan(), plan(B, "np-b")), fails=r"dir-b has the live plan np-b already"
    ),
    Scenario(
        "target's plan is releasing: waited out",
        MOVE,
        (plan(), plan(B, "np-b", network_package_status="Releasing")),
        (FREE, BIND),
        AT_B,
    ),
    Scenario(
        "target's plan is released: moved",
        MOVE,
        (plan(), plan(B, "np-b", network_package_status="Released")),
        (FREE, BIND),
        AT_B,
    ),
    Scenario(
        "being created: waited for, then moved", MOVE, (plan(network_package_status="Creating"),), (FREE, BIND), AT_B
    ),
    Scenario("unknown plan cannot be moved", MOVE, fails="no network package np-a in this region"),
    Scenario(
        "absent with an id and an office network: the id counts",
        {**MOVE, "state": "absent"},
        (plan(), plan(B, "np-b")),
        (DELETE,),
    ),
    Scenario("unbound", UNBIND, (plan(),), (FREE,), {"network_package_id": "np-a", "office_site_id": None}),
    Scenario("unbound already: unchanged", UNBIND, (plan(None),), after={"office_site_id": None}),
    Scenario(
        "unbound and resized",
        {**UNBIND, "bandwidth": 20},
        (plan(),),
        (FREE, MODIFY),
        {"office_site_id": None, "bandwidth": 20},
    ),
    Scenario(
        "unbound, stale reads", UNBIND, (plan(),), (FREE,), {"office_site_id": None}, switches={"stale_seconds": 9.0}
    ),
    Scenario("moved, stale reads", MOVE, (plan(),), (FREE, BIND), AT_B, switches={"stale_seconds": 9.0}),
)

SOON = "2026-01-20T08:00:00Z"
LATER = "2026-03-20T08:00:00Z"
KEEP = {"office_site_id": A, "remaining_days": 7}
RENEWED = {"expired_time": "2026-02-20T08:00:00Z", "business_status": "Normal"}

RENEWING = (
    Scenario("expires soon: renewed", KEEP, (subscription(expired_time=SOON),), (RENEW,), RENEWED),
    Scenario(
        "renewed by two months",
        {**KEEP, "period": 2},
        (subscription(expired_time=SOON),),
        (RENEW,),
        {"expired_time": LATER},
    ),
    Scenario(
        "renewed by a year",
        {**KEEP, "period_unit": "Year"},
        (subscription(expired_time=SOON),),
        (RENEW,),
        {"expired_time": "2027-01-20T08:00:00Z"},
    ),
    Scenario(
        "renewed and set to renew itself",
        {**KEEP, "auto_renew": True},
        (subscription(expired_time=SOON),),
        (RENEW,),
        RENEWED,
    ),
    Scenario("expires later: unchanged", KEEP, (subscription(expired_time=LATER),), after={"expired_time": LATER}),
    Scenario(
        "expires in exactly that many days: unchanged",
        {**KEEP, "remaining_days": 5},
        (subscription(expired_time=SOON),),
        after={"expired_time": SOON},
    ),
    Scenario(
        "has expired: renewed",
        KEEP,
        (subscription(business_status="Expired"),),
        (RENEW,),
        {"business_status": "Normal"},
    ),
    Scenario(
        "has expired, no days asked for but zero: renewed",
        {**KEEP, "remaining_days": 0},
        (subscription(business_status="Expired"),),
        (RENEW,),
        {"business_status": "Normal"},
    ),
    Scenario("pay-as-you-go is not renewed", KEEP, (plan(),), after={"pay_type": "PostPaid"}),
    Scenario(
        "renewed first, then resized",
        {**KEEP, "bandwidth": 20},
        (subscription(expired_time=SOON),),
        (RENEW, MODIFY),
        {**RENEWED, "bandwidth": 20},
    ),
    Scenario(
        "renewed and moved",
        {**MOVE, "remaining_days": 7},
        (subscription(expired_time=SOON),),
        (RENEW, FREE, BIND),
        {**RENEWED, **AT_B},
    ),
    Scenario(
        "new subscription is not renewed at once",
        {**KEEP, "bandwidth": 10, "pay_type": "PrePaid"},
        (),
        (CREATE,),
        {"expired_time": "2026-02-15T08:00:00Z"},
    ),
    Scenario(
        "term too short for the days: error",
        {**KEEP, "remaining_days": 60},
        (subscription(expired_time=SOON),),
        fails="remaining_days: 60 is not allowed with a term of 1 Month: np-a would expire in 36 days",
    ),
    Scenario(
        "absent is not renewed", {**GONE, "remaining_days": 7}, (subscription(business_status="Expired"),), (DELETE,)
    ),
    Scenario(
        "renewed, stale reads",
        KEEP,
        (subscription(expired_time=SOON),),
        (RENEW,),
        RENEWED,
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        "renewal unpaid on request, more bandwidth is left for later",
        {**KEEP, "bandwidth": 20, "auto_pay": False},
        (subscription(expired_time=SOON),),
        (RENEW,),
        {"expired_time": SOON, "bandwidth": 10},
        notes="is left to a run after the renewal is paid",
        settles=False,
    ),
    Scenario(
        "renewal unpaid on request",
        {**KEEP, "auto_pay": False},
        (subscription(expired_time=SOON),),
        (RENEW,),
        {"expired_time": SOON},
        switches={"unpaid_order": "ignored"},
        settles=False,
    ),
)

OFF = {"enable_internet_access": False}

SWITCHING = (
    Scenario("on, wished on: unchanged", {**SITE, "enabled": True}, (plan(),), after={"bandwidth": 10}),
    Scenario("off, wished off: unchanged", {**SITE, "enabled": False}, (plan(),), after={"bandwidth": 10}, site=OFF),
    Scenario("on, wished off", {**SITE, "enabled": False}, (plan(),), (ENABLE,), {"network_package_id": "np-a"}),
    Scenario(
        "off, wished on", {**SITE, "enabled": True}, (plan(),), (ENABLE,), {"network_package_id": "np-a"}, site=OFF
    ),
    Scenario("bought and switched off", {**TEN, "enabled": False}, (), (CREATE, ENABLE), {"bandwidth": 10}),
    Scenario("resized and switched off", {**TWENTY, "enabled": False}, (plan(),), (MODIFY, ENABLE), {"bandwidth": 20}),
    Scenario(
        "switched off, by name",
        {"office_site_name": "alpha", "enabled": False},
        (plan(),),
        (ENABLE,),
        {"bandwidth": 10},
    ),
    Scenario(
        "switched off, stale reads",
        {**SITE, "enabled": False},
        (plan(),),
        (ENABLE,),
        {"bandwidth": 10},
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        "no office network to switch: error",
        {**BY_ID, "enabled": True},
        (plan(None),),
        fails="enabled: np-a has no office network",
    ),
    Scenario(
        "no office network to switch, bought by tags: error",
        {**SPARE, "enabled": True},
        fails="enabled: a plan without an office network",
    ),
    Scenario(
        "the API does not show it: error",
        {**SITE, "enabled": True},
        (plan(),),
        fails="does not show EnableInternetAccess",
        switches={"enabled_shown": False},
    ),
    Scenario(
        "the API does not show it, bought: set all the same",
        {**TEN, "enabled": False},
        (),
        (CREATE, ENABLE),
        {"bandwidth": 10},
        switches={"enabled_shown": False},
        settles=False,
    ),
    Scenario("absent is not switched", {**GONE, "enabled": True}, (plan(),), (DELETE,)),
)

PRICED = {"estimate_cost": True}

COSTING = (
    Scenario("price of a purchase", {**TEN, **PRICED}, (), (CREATE,), {"bandwidth": 10}, cost=((CREATE, 0.1),)),
    Scenario(
        "price of a subscription",
        {**TEN, **PRICED, "pay_type": "PrePaid", "period_unit": "Year"},
        (),
        (CREATE,),
        {"bandwidth": 10},
        cost=((CREATE, 3000.0),),
    ),
    Scenario(
        "price of more bandwidth", {**TWENTY, **PRICED}, (plan(),), (MODIFY,), {"bandwidth": 20}, cost=((MODIFY, 0.2),)
    ),
    Scenario(
        "price of a renewal",
        {**KEEP, **PRICED},
        (subscription(expired_time=SOON),),
        (RENEW,),
        RENEWED,
        cost=((RENEW, 300.0),),
    ),
    Scenario(
        "price of a renewal and more bandwidth",
        {**KEEP, "bandwidth": 20, **PRICED},
        (subscription(expired_time=SOON),),
        (RENEW, MODIFY),
        RENEWED,
        cost=((RENEW, 300.0), (MODIFY, 50.0)),
    ),
    Scenario("no price of what is not bought", {**TEN, **PRICED}, (plan(),), after={"bandwidth": 10}, cost=()),
    Scenario("no price of a release", {**GONE, "max_cost": 0}, (plan(),), (DELETE,), cost=()),
    Scenario("within the ceiling", {**TEN, "max_cost": 0.1}, (), (CREATE,), {"bandwidth": 10}, cost=((CREATE, 0.1),)),
    Scenario(
        "above the ceiling: error",
        {**TEN, "max_cost": 0.09},
        fails="max_cost: the planned purchases cost 0.1 CNY, more than the 0.09 allowed",
    ),
    Scenario(
        "above the ceiling in sum: error",
        {**KEEP, "bandwidth": 20, "max_cost": 349.99},
        (subscription(expired_time=SOON),),
        fails="cost 350.0 CNY, more than the 349.99 allowed .*RenewNetworkPackages 300.0 CNY for 1 Month",
    ),
    Scenario(
        "the API prices no week: bought without a ceiling, with a note",
        {**TEN, "pay_type": "PrePaid", "period_unit": "Week", **PRICED},
        (),
        (CREATE,),
        {"bandwidth": 10},
        notes="CreateNetworkPackage cannot be priced",
        cost=((CREATE, None),),
    ),
    Scenario(
        "the API prices no week: error",
        {**TEN, "pay_type": "PrePaid", "period_unit": "Week", "max_cost": 1000},
        fails="CreateNetworkPackage cannot be priced",
    ),
    Scenario(
        "the price is null: error",
        {**TEN, "max_cost": 1000},
        fails="TradePrice is missing .*request id",
        switches={"prices": "null"},
    ),
    Scenario(
        "the price is missing: error",
        {**TEN, **PRICED},
        fails="TradePrice is missing .*request id",
        switches={"prices": "missing"},
    ),
    Scenario(
        "the price is negative: error",
        {**TEN, "max_cost": 1000},
        fails="is -0.1, not an amount of 0 or more .*request id",
        switches={"prices": "negative"},
    ),
    Scenario(
        "no price at all: error",
        {**TEN, "max_cost": 1000},
        fails="no PriceInfo.Price .*request id",
        switches={"prices": "no_info"},
    ),
)

PAYING = (
    Scenario("order unpaid: still pending", TEN, order="Unpaid", notes="waits for payment"),
    Scenario("order unpaid, tags: still pending", SPARE, order="Unpaid", notes="waits for payment"),
    Scenario(
        "order paid: a live plan settles it",
        TEN,
        order="Paid",
        after={"bandwidth": 10, "network_package_status": "InUse"},
    ),
    Scenario(
        "order paid, plan not visible yet: waited for",
        TEN,
        order="Paid",
        after={"bandwidth": 10, "network_package_status": "InUse"},
        switches={"create_absent_polls": 3},
        notes="is paid; its effect is waited for",
        settles=False,
    ),
    Scenario(
        "order cancelled: bought anew",
        TEN,
        (),
        (CREATE,),
        {"bandwidth": 10},
        order="Cancelled",
        notes="was cancelled; ordered anew",
    ),
    Scenario("order unknown: error", TEN, order="Unknown", fails="GetOrderDetail failed: .*request id"),
    Scenario(
        "order unknown to billing with HTTP 200: error",
        TEN,
        order="Unknown",
        fails="GetOrderDetail failed: .*request id",
        switches={"bss_failure": "http_200"},
    ),
    Scenario(
        "account of the international site",
        TEN,
        order="Unpaid",
        notes="waits for payment",
        switches={"bss_site": "international"},
    ),
    Scenario(
        "unpaid order for more bandwidth: still pending",
        {**TWENTY, "auto_pay": False},
        (plan(),),
        order="Unpaid",
        after={"bandwidth": 10},
        notes="waits for payment",
    ),
    Scenario(
        "paid order for more bandwidth: unchanged",
        {**TWENTY, "auto_pay": False},
        (plan(),),
        order="Paid",
        after={"bandwidth": 20},
    ),
)

INPUT = (
    Scenario(
        "no identity",
        {"bandwidth": 10},
        fails="which plan is meant.*network_package_id, office_site_id, office_site_name, tags",
    ),
    Scenario("empty tags are no identity", {"bandwidth": 10, "tags": {}}, fails="which plan is meant"),
    Scenario("bandwidth below the least", {**SITE, "bandwidth": 1}, fails="bandwidth: 1 is not allowed; 2 to 1000"),
    Scenario(
        "bandwidth above the most", {**SITE, "bandwidth": 1001}, fails="bandwidth: 1001 is not allowed; 2 to 1000"
    ),
    Scenario(
        "bandwidth above the most by traffic",
        {**SITE, "bandwidth": 201, "internet_charge_type": "PayByTraffic"},
        fails="201 is not allowed; with PayByTraffic 2 to 200",
    ),
    Scenario(
        "bandwidth above the most of the default types",
        {**SITE, "bandwidth": 201},
        fails="201 is not allowed; with PostPaid and PayByTraffic 2 to 200",
    ),
    Scenario(
        "subscription by traffic",
        {**TEN, "pay_type": "PrePaid", "internet_charge_type": "PayByTraffic"},
        fails="internet_charge_type: 'PayByTraffic' is not allowed; with pay_type PrePaid only PayByBandwidth",
    ),
    Scenario(
        "term of two weeks",
        {**TEN, "pay_type": "PrePaid", "period": 2, "period_unit": "Week"},
        fails="period: 2 is not allowed; with period_unit Week: 1",
    ),
    Scenario(
        "term of four months",
        {**TEN, "pay_type": "PrePaid", "period": 4},
        fails="period: 4 is not allowed; with period_unit Month: 1, 2, 3, 6",
    ),
    Scenario("term is not looked at without a subscription", {**TEN, "period": 4}, (plan(),), after={"bandwidth": 10}),
    Scenario(
        "unknown pay_type", {**TEN, "pay_type": "Free"}, fails="pay_type must be one of: PostPaid, PrePaid, got: Free"
    ),
    Scenario("bandwidth is no number", {**SITE, "bandwidth": "fast"}, fails="bandwidth"),
    Scenario(
        "tag value without one spelling",
        {**TEN, "tags": {"a": True}},
        fails="tags: {'a': True} is not allowed; a value is text; quote it",
    ),
    Scenario("tag key of the vendor", {**TEN, "tags": {"acs:x": "1"}}, fails="tags: 'acs:x' is not allowed"),
    Scenario(
        "too many tags",
        {**TEN, "tags": {f"k{n}": "v" for n in range(21)}},
        fails="tags: 21 tags are not allowed; at most 20",
    ),
    Scenario("tag with a URL", {**TEN, "tags": {"a": "https://x"}}, fails="no http:// or https:// in a tag"),
    Scenario("tag value too long", {**TEN, "tags": {"a": "x" * 129}}, fails="at most 128 characters"),
    Scenario(
        "office network by id and by name",
        {**TEN, "office_site_name": "alpha"},
        fails="office_site_id and office_site_name exclude each other",
    ),
    Scenario("unbind without an id", {**SITE, "unbind": True}, fails="unbind: true needs network_package_id"),
    Scenario(
        "unbind with an office network",
        {**MOVE, "unbind": True},
        fails="unbind: true and office_site_id exclude each other",
    ),
    Scenario(
        "unbind with the name of an office network",
        {**UNBIND, "office_site_name": "beta"},
        fails="unbind: true and office_site_name exclude each other",
    ),
    Scenario("unbind and switch", {**UNBIND, "enabled": True}, fails="unbind: true and enabled exclude each other"),
    Scenario(
        "negative remaining_days", {**SITE, "remaining_days": -1}, fails="remaining_days: -1 is not allowed; 0 or more"
    ),
    Scenario(
        "renewal by four months",
        {**KEEP, "period": 4},
        fails="period: 4 is not allowed; with period_unit Month: 1, 2, 3, 6",
    ),
    Scenario("negative max_cost", {**TEN, "max_cost": -1}, fails="max_cost: -1.0 is not allowed; 0 or more"),
    Scenario("max_cost is no number", {**TEN, "max_cost": float("nan")}, fails="max_cost: nan is not allowed"),
    Scenario(
        "billing by plain http",
        {**TEN, "bss_endpoint": "http://192.0.2.1"},
        fails="bss_endpoint: 'http://192.0.2.1' is not allowed",
    ),
    Scenario("negative wait_timeout", {**TEN, "wait_timeout": -1}, fails="wait_timeout: -1 is not allowed; 0 or more"),
    Scenario(
        "wait_interval is no number", {**TEN, "wait_interval": float("nan")}, fails="wait_interval: nan is not allowed"
    ),
    Scenario("negative settle_timeout", {**TEN, "settle_timeout": -0.5}, fails="settle_timeout: -0.5 is not allowed"),
    Scenario("negative retries", {**TEN, "retries": -1}, fails="retries: -1 is not allowed; 0 or more"),
    Scenario("read_timeout of zero", {**TEN, "read_timeout": 0}, fails="read_timeout: 0.0 is not allowed; more than 0"),
    Scenario(
        "plain http to another machine",
        {**TEN, "endpoint": "http://192.0.2.1:80"},
        fails="endpoint: 'http://192.0.2.1:80' is not allowed; plain http",
    ),
    Scenario(
        "endpoint with a path",
        {**TEN, "endpoint": "https://ecd.example/x"},
        fails="endpoint: 'https://ecd.example/x' is not allowed",
    ),
    Scenario(
        "endpoint with a password, which is not shown",
        {**TEN, "endpoint": "https://me:hunter2@ecd.example"},
        fails="^endpoint: 'ecd.example' is not allowed",
    ),
    Scenario(
        "region that is no name",
        {**TEN, "region_id": "cn-hangzhou.evil/"},
        fails="region_id: 'cn-hangzhou.evil/' is not allowed",
    ),
    Scenario(
        "region left blank",
        {**TEN, "region_id": ""},
        fails="region_id is required: give the option or set one of ALIBABA_CLOUD_REGION_ID, ",
    ),
    Scenario(
        "key without its secret",
        {**TEN, "access_key_secret": ""},
        fails="incomplete credentials in the options: access_key_secret is missing",
    ),
    Scenario(
        "secret with a line end",
        {**TEN, "access_key_secret": "abc\n"},
        fails="access_key_secret in the options holds white space",
    ),
    Scenario(
        "two sources of credentials",
        {**TEN, "profile": "prod"},
        fails="profile and access_key_id, access_key_secret exclude each other",
    ),
)

SCENARIOS = (
    *(*BUYING, *KEEPING, *RESIZING, *RELEASING),
    *(*NAMING, *MOVING, *RENEWING, *SWITCHING, *COSTING, *PAYING),
    *INPUT,
)
# What the API alone can refuse is written first; check mode cannot know of it.
REFUSED_BY_THE_API = ("balance short: nothing bought",)
