# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of scenarios: what the region holds x what is desired, and what is to become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .runner import REGION, Runner

A = f"{REGION}+dir-a"
B = f"{REGION}+dir-b"
C = f"{REGION}+dir-c"
D = f"{REGION}+dir-d"
NAMES = {A: "alpha", B: "beta", C: "twin", D: "twin"}
CREATE, MODIFY, DELETE = "CreateNetworkPackage", "ModifyNetworkPackageBandwidth", "DeleteNetworkPackages"
RENEW, ENABLE = "RenewNetworkPackages", "ModifyNetworkPackageEnabled"
FREE, BIND = "DissociateNetworkPackage", "AssociateNetworkPackage"
SET_RENEWAL = "SetRenewal"


@dataclass(frozen=True)
class Scenario:
    """One row, whose fields are given by keyword.

    ``have`` are the packages that the region holds; ``after`` is what the returned package must show at least (None:
    no package is returned).
    """

    name: str
    desired: Mapping[str, Any]
    have: tuple[Mapping[str, Any], ...] = ()
    actions: tuple[str, ...] = ()
    after: Mapping[str, Any] | None = None
    fails: str | None = None
    notes: str | None = None
    warns: str | None = None
    switches: Mapping[str, Any] = field(default_factory=dict)
    # Fields of the office network A.
    site: Mapping[str, Any] = field(default_factory=dict)
    # A package that is gone, and that A names in so many rows all the same.
    named: tuple[str, int] | None = None
    # What became of the order that an earlier run of the same desired left unpaid; its number is the desired's
    # pending_order_id then.
    order: str | None = None
    cost: tuple[tuple[str, float | None], ...] | None = None
    # Orders that wait for payment cannot be seen, so a second run cannot know of them.
    settles: bool = True

    def runner(self) -> Runner:
        """Return a runner whose region holds what the row says."""
        runner = Runner()
        for site, name in NAMES.items():
            runner.emulator.add_office_site(site, name=name, **(self.site if site == A else {}))
        for package in self.have:
            runner.emulator.add_package(**package)
        runner.emulator.switch(**self.switches)
        if self.named:
            runner.emulator.name_package(A, *self.named)
        if self.order:
            self._leave_an_order(runner)
        return runner

    def _leave_an_order(self, runner: Runner) -> None:
        (runner.pending_order_id,) = runner.network_package(**{**self.desired, "auto_pay": False})["order_ids"]
        if self.order == "Paid":
            runner.emulator.pay_order(runner.pending_order_id)
        elif self.order == "Cancelled":
            runner.emulator.cancel_order(runner.pending_order_id)
        elif self.order == "Unknown":
            runner.pending_order_id = "1"
        runner.emulator.calls.clear()

    def run(self, runner: Runner, check_mode: bool = False, **more: Any) -> dict[str, Any]:
        """Run the row's desired at ``runner``."""
        pending = {"pending_order_id": runner.pending_order_id} if self.order else {}
        return runner.network_package(check_mode=check_mode, **{**self.desired, **pending, **more})


def package(site: str | None = A, key: str = "np-a", **more: Any) -> dict[str, Any]:
    """Return the seed of a network package."""
    return {"office_site_id": site, "network_package_id": key, "bandwidth": 10, **more}


def subscription(**more: Any) -> dict[str, Any]:
    """Return the seed of a subscription."""
    return package(pay_type="PrePaid", internet_charge_type="PayByBandwidth", **more)


def booked(bandwidth: int, **more: Any) -> dict[str, Any]:
    """Return the seed of a plan with a booked change."""
    return subscription(
        reservation_bandwidth=bandwidth, reservation_active_time="2026-02-01T00:00:00Z", **{"bandwidth": 20, **more}
    )


SITE: dict[str, Any] = {"office_site_id": A}
TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
TWENTY: dict[str, Any] = {"office_site_id": A, "bandwidth": 20}
GONE: dict[str, Any] = {"office_site_id": A, "state": "absent"}
BY_ID = {"network_package_id": "np-a"}
SPARE = {"tags": {"purpose": "spare"}, "bandwidth": 5}

BUYING = (
    Scenario(name="nothing: bought", desired=TEN, actions=(CREATE,), after={"bandwidth": 10, "pay_type": "PostPaid"}),
    Scenario(
        name="nothing: by traffic unless told otherwise",
        desired=TEN,
        actions=(CREATE,),
        after={"internet_charge_type": "PayByTraffic", "network_package_status": "InUse", "office_site_id": A},
    ),
    Scenario(
        name="nothing: bought by bandwidth",
        desired={**SITE, "bandwidth": 1000, "internet_charge_type": "PayByBandwidth"},
        actions=(CREATE,),
        after={"bandwidth": 1000, "internet_charge_type": "PayByBandwidth"},
    ),
    Scenario(
        name="nothing: subscribed, by bandwidth unless told otherwise",
        desired={**TEN, "pay_type": "PrePaid", "period": 3, "auto_renew": True},
        actions=(CREATE,),
        after={"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth", "expired_time": "2026-04-15T08:00:00Z"},
    ),
    Scenario(
        name="nothing: subscribed for a week",
        desired={**TEN, "pay_type": "PrePaid", "period_unit": "Week"},
        actions=(CREATE,),
        after={"expired_time": "2026-01-22T08:00:00Z"},
    ),
    Scenario(
        name="nothing: bought with tags",
        desired={**TEN, "tags": {"team": "a", "cost_center": 4711}},
        actions=(CREATE,),
        after={"tags": {"team": "a", "cost_center": "4711"}},
    ),
    Scenario(
        name="nothing: bought without an office network, known by its tags",
        desired=SPARE,
        actions=(CREATE,),
        after={"office_site_id": None, "tags": {"purpose": "spare"}, "bandwidth": 5},
    ),
    Scenario(
        name="another office's plan: bought",
        desired=TEN,
        have=(package(B, "np-b"),),
        actions=(CREATE,),
        after={"office_site_id": A},
    ),
    Scenario(
        name="another spare's plan: bought",
        desired=SPARE,
        have=(package(None, tags={"purpose": "x"}),),
        actions=(CREATE,),
        after={"bandwidth": 5},
    ),
    Scenario(
        name="releasing: waited out, then bought",
        desired=TEN,
        have=(package(network_package_status="Releasing"),),
        actions=(CREATE,),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="released: bought",
        desired=TEN,
        have=(package(network_package_status="Released"),),
        actions=(CREATE,),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="the office network names a plan that is gone: waited for, then bought",
        desired=TEN,
        named=("np-gone", 3),
        actions=(CREATE,),
        after={"bandwidth": 10},
        notes="names the network package np-gone",
        warns="names the network package np-gone",
    ),
    Scenario(
        name="released a moment ago, and still named: waited out, then bought",
        desired=TEN,
        have=(package(network_package_status="Releasing"),),
        named=("np-a", 2),
        actions=(CREATE,),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="plan invisible for some polls after the purchase: waited for",
        desired=TEN,
        actions=(CREATE,),
        after={"network_package_status": "InUse"},
        switches={"create_absent_polls": 4},
    ),
    Scenario(
        name="stale reads after the purchase: waited for",
        desired=TEN,
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        name="order id is a number",
        desired=TEN,
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        switches={"order_id": "number"},
    ),
    Scenario(
        name="order id is absent",
        desired=TEN,
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        switches={"order_id": "absent"},
    ),
    Scenario(
        name="unpaid on request: an order and no plan",
        notes="waits for payment",
        warns="waits for payment",
        desired={**TEN, "auto_pay": False},
        actions=(CREATE,),
        switches={"unpaid_order": "ignored"},
        settles=False,
    ),
    Scenario(name="nothing: bandwidth is needed", desired=SITE, fails="bandwidth is required to buy"),
    Scenario(
        name="unknown id: cannot be chosen",
        desired={**BY_ID, "bandwidth": 10},
        fails="no network package np-a in cn-hangzhou",
    ),
    Scenario(
        name="balance short: nothing bought",
        desired=TEN,
        fails="PAY.INSUFFICIENT_BALANCE",
        switches={"short_of_money": True},
    ),
)

KEEPING = (
    Scenario(
        name="as desired: unchanged",
        desired=TEN,
        have=(package(),),
        after={"network_package_id": "np-a", "bandwidth": 10},
    ),
    Scenario(
        name="as desired, by id: unchanged",
        desired={**BY_ID, "bandwidth": 10},
        have=(package(),),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="as desired, by tags: unchanged",
        desired=SPARE,
        have=(package(None, bandwidth=5, tags={"purpose": "spare", "x": "y"}),),
        after={"bandwidth": 5},
    ),
    Scenario(
        name="no desired but to exist: unchanged", desired=SITE, have=(package(bandwidth=77),), after={"bandwidth": 77}
    ),
    Scenario(
        name="being created: waited for, unchanged",
        desired=TEN,
        have=(package(network_package_status="Creating"),),
        after={"network_package_status": "InUse"},
    ),
    Scenario(
        name="same types named: unchanged",
        desired={**TEN, "pay_type": "PostPaid", "internet_charge_type": "PayByTraffic"},
        have=(package(),),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="empty texts count as not given",
        desired={**TEN, "pay_type": "", "period_unit": "", "state": "", "network_package_id": ""},
        have=(package(),),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="live plan beside a released one: unchanged",
        desired=TEN,
        have=(package(key="np-old", network_package_status="Released"), package()),
        after={"network_package_id": "np-a"},
    ),
    Scenario(
        name="live plan beside a releasing one: unchanged",
        desired=TEN,
        have=(package(key="np-old", network_package_status="Releasing"), package()),
        after={"network_package_id": "np-a"},
    ),
    Scenario(
        name="tags differ: a warning",
        desired={**TEN, "tags": {"team": "b"}},
        have=(package(tags={"team": "a"}),),
        after={"tags": {"team": "a"}},
        warns="tags are set at purchase",
    ),
    Scenario(
        name="more tags than desired: no warning",
        desired={**TEN, "tags": {"team": "a"}},
        have=(package(tags={"team": "a", "x": ""}),),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="expired: a warning",
        desired=TEN,
        have=(subscription(business_status="Expired"),),
        after={"business_status": "Expired"},
        warns="np-a expired at",
    ),
    Scenario(
        name="two live plans: error",
        desired=TEN,
        have=(package(), package(key="np-b")),
        fails="2 live packages match .*np-a, np-b",
    ),
    Scenario(
        name="two live plans by tags: error",
        desired=SPARE,
        have=(package(None, tags={"purpose": "spare"}), package(B, "np-b", tags={"purpose": "spare"})),
        fails="np-a, np-b",
    ),
    Scenario(
        name="two live plans, one named: unchanged",
        desired={**BY_ID, "bandwidth": 10},
        have=(package(), package(key="np-b")),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="pay_type differs: error",
        desired={**TEN, "pay_type": "PrePaid"},
        have=(package(),),
        fails="pay_type: PrePaid is desired, but np-a has PostPaid",
    ),
    Scenario(
        name="pay_type differs the other way: error",
        desired={**TEN, "pay_type": "PostPaid"},
        have=(subscription(),),
        fails="PostPaid is desired, but np-a has PrePaid",
    ),
    Scenario(
        name="internet_charge_type differs: error",
        desired={**TEN, "internet_charge_type": "PayByBandwidth"},
        have=(package(),),
        fails="internet_charge_type: PayByBandwidth is desired, but np-a has PayByTraffic",
    ),
    Scenario(
        name="named plan is being released: error",
        desired={**BY_ID, "bandwidth": 10},
        have=(package(network_package_status="Releasing"),),
        fails="np-a is Releasing and cannot be kept",
    ),
)

RESIZING = (
    Scenario(
        name="more bandwidth",
        desired=TWENTY,
        have=(package(),),
        actions=(MODIFY,),
        after={"network_package_id": "np-a", "bandwidth": 20},
    ),
    Scenario(
        name="less bandwidth",
        desired={**SITE, "bandwidth": 5},
        have=(package(),),
        actions=(MODIFY,),
        after={"bandwidth": 5},
    ),
    Scenario(
        name="more bandwidth by id",
        desired={**BY_ID, "bandwidth": 20},
        have=(package(),),
        actions=(MODIFY,),
        after={"bandwidth": 20},
    ),
    Scenario(
        name="more bandwidth by tags",
        desired=SPARE,
        have=(package(None, tags={"purpose": "spare"}),),
        actions=(MODIFY,),
        after={"bandwidth": 5},
    ),
    Scenario(
        name="more bandwidth for a subscription",
        desired=TWENTY,
        have=(subscription(),),
        actions=(MODIFY,),
        after={"bandwidth": 20},
    ),
    Scenario(
        name="less bandwidth for a subscription is booked",
        desired={**SITE, "bandwidth": 5},
        have=(subscription(),),
        actions=(MODIFY,),
        after={"bandwidth": 10, "reservation_bandwidth": 5},
    ),
    Scenario(
        name="booked already: unchanged, with a note",
        desired={**SITE, "bandwidth": 5},
        have=(booked(5),),
        after={"bandwidth": 20},
        notes="from 20 to 5 Mbit/s is booked for 2026-02-01",
    ),
    Scenario(
        name="another change is booked: ordered",
        desired={**SITE, "bandwidth": 30},
        have=(booked(5),),
        actions=(MODIFY,),
        after={"bandwidth": 30},
    ),
    Scenario(
        name="as desired now, another change is booked: a note",
        desired=TWENTY,
        have=(booked(5),),
        after={"bandwidth": 20},
        notes="a change to 5 Mbit/s is booked",
    ),
    Scenario(
        name="as desired now, the server would refuse the same value",
        desired=TEN,
        have=(package(),),
        after={"bandwidth": 10},
        switches={"modify_same": "error"},
    ),
    Scenario(
        name="being created: waited out, then resized",
        desired=TWENTY,
        have=(package(network_package_status="Creating"),),
        actions=(MODIFY,),
        after={"bandwidth": 20},
    ),
    Scenario(
        name="stale reads after the change: waited for",
        desired=TWENTY,
        have=(package(),),
        actions=(MODIFY,),
        after={"bandwidth": 20},
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        name="expired, resized",
        desired=TWENTY,
        have=(subscription(business_status="Expired"),),
        actions=(MODIFY,),
        after={"bandwidth": 20},
        warns="expired",
    ),
    Scenario(
        name="beyond what the plan's types allow: error",
        desired={**SITE, "bandwidth": 201},
        have=(package(),),
        fails="bandwidth: 201 is not allowed; with PostPaid and PayByTraffic 2 to 200",
    ),
    Scenario(
        name="within what the plan's types allow",
        desired={**SITE, "bandwidth": 201},
        have=(subscription(),),
        actions=(MODIFY,),
        after={"bandwidth": 201},
    ),
    Scenario(
        name="unpaid on request: nothing changes yet",
        notes="waits for payment",
        warns="waits for payment",
        desired={**TWENTY, "auto_pay": False},
        have=(package(),),
        actions=(MODIFY,),
        after={"bandwidth": 10},
        switches={"unpaid_order": "ignored"},
        settles=False,
    ),
)

RELEASING = (
    Scenario(name="absent, nothing: unchanged", desired=GONE),
    Scenario(name="absent, another office's plan: unchanged", desired=GONE, have=(package(B),)),
    Scenario(name="absent, released: unchanged", desired=GONE, have=(package(network_package_status="Released"),)),
    Scenario(
        name="absent, releasing: waited out, unchanged",
        desired=GONE,
        have=(package(network_package_status="Releasing"),),
    ),
    Scenario(
        name="absent, unknown id: unchanged, with a warning",
        desired={**BY_ID, "state": "absent"},
        warns="there is no network package np-a in cn-hangzhou",
    ),
    Scenario(
        name="absent, unknown office network: unchanged, with a warning",
        desired={"office_site_id": f"{REGION}+dir-typo", "state": "absent"},
        warns=r"there is no office network cn-hangzhou\+dir-typo in cn-hangzhou",
    ),
    Scenario(name="absent: released", desired=GONE, have=(package(),), actions=(DELETE,)),
    Scenario(name="absent by id: released", desired={**BY_ID, "state": "absent"}, have=(package(),), actions=(DELETE,)),
    Scenario(
        name="absent by tags: released",
        desired={"tags": {"purpose": "spare"}, "state": "absent"},
        have=(package(None, tags={"purpose": "spare"}),),
        actions=(DELETE,),
    ),
    Scenario(
        name="absent, stays listed as Released",
        desired=GONE,
        have=(package(),),
        actions=(DELETE,),
        switches={"released": "listed"},
    ),
    Scenario(
        name="absent, stale reads after the release: waited for",
        desired=GONE,
        have=(package(),),
        actions=(DELETE,),
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        name="absent, being created: waited out, then released",
        desired=GONE,
        have=(package(network_package_status="Creating"),),
        actions=(DELETE,),
    ),
    Scenario(
        name="absent, expired subscription: released",
        desired=GONE,
        have=(subscription(business_status="Expired"),),
        actions=(DELETE,),
    ),
    Scenario(
        name="absent, running subscription: error",
        desired=GONE,
        have=(subscription(),),
        fails="np-a is a subscription .* Unsubscribe",
    ),
    Scenario(
        name="absent, running subscription, forced: released",
        desired={**GONE, "force": True},
        have=(subscription(),),
        actions=(DELETE,),
        switches={"delete_prepaid": "accepted"},
    ),
    Scenario(
        name="absent, two live plans: error",
        desired=GONE,
        have=(package(), package(key="np-b")),
        fails="2 live packages match",
    ),
    Scenario(
        name="absent ignores the desired",
        desired={**GONE, "bandwidth": 5000, "pay_type": "PrePaid", "internet_charge_type": "PayByTraffic", "period": 9},
        have=(package(),),
        actions=(DELETE,),
    ),
)

BETA = {"office_site_name": "beta", "bandwidth": 10}

NAMING = (
    Scenario(
        name="by name, nothing: bought",
        desired=BETA,
        have=(),
        actions=(CREATE,),
        after={"office_site_id": B, "office_site_name": "beta"},
    ),
    Scenario(
        name="by name, as desired: unchanged", desired=BETA, have=(package(B),), after={"network_package_id": "np-a"}
    ),
    Scenario(
        name="by name: resized",
        desired=BETA,
        have=(package(B, bandwidth=20),),
        actions=(MODIFY,),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="by name, absent: released",
        desired={"office_site_name": "beta", "state": "absent"},
        have=(package(B),),
        actions=(DELETE,),
    ),
    Scenario(
        name="unknown name: error",
        desired={**BETA, "office_site_name": "gamma"},
        fails="no office network is named 'gamma' in cn-hangzhou; there are 'alpha', 'beta', 'twin'",
    ),
    Scenario(
        name="shared name: error",
        desired={**BETA, "office_site_name": "twin"},
        fails=f"2 office networks in cn-hangzhou are named 'twin': {C}, {D}".replace("+", r"\+"),
    ),
)

MOVE = {"network_package_id": "np-a", "office_site_id": B}
UNBIND = {"network_package_id": "np-a", "unbind": True}
AT_B = {"network_package_id": "np-a", "office_site_id": B}

MOVING = (
    Scenario(name="moved to another office network", desired=MOVE, have=(package(),), actions=(FREE, BIND), after=AT_B),
    Scenario(
        name="moved by name",
        desired={**BY_ID, "office_site_name": "beta"},
        have=(package(),),
        actions=(FREE, BIND),
        after=AT_B,
    ),
    Scenario(name="bound for the first time", desired=MOVE, have=(package(None),), actions=(BIND,), after=AT_B),
    Scenario(name="bound there already: unchanged", desired=MOVE, have=(package(B),), after=AT_B),
    Scenario(
        name="moved and resized",
        desired={**MOVE, "bandwidth": 20},
        have=(package(),),
        actions=(FREE, BIND, MODIFY),
        after={**AT_B, "bandwidth": 20},
    ),
    Scenario(
        name="target has a live plan: error",
        desired=MOVE,
        have=(package(), package(B, "np-b")),
        fails=r"dir-b has the live package np-b already",
    ),
    Scenario(
        name="target's plan is releasing: waited out",
        desired=MOVE,
        have=(package(), package(B, "np-b", network_package_status="Releasing")),
        actions=(FREE, BIND),
        after=AT_B,
    ),
    Scenario(
        name="target's plan is released: moved",
        desired=MOVE,
        have=(package(), package(B, "np-b", network_package_status="Released")),
        actions=(FREE, BIND),
        after=AT_B,
    ),
    Scenario(
        name="being created: waited for, then moved",
        desired=MOVE,
        have=(package(network_package_status="Creating"),),
        actions=(FREE, BIND),
        after=AT_B,
    ),
    Scenario(name="unknown plan cannot be moved", desired=MOVE, fails="no network package np-a in cn-hangzhou"),
    Scenario(
        name="absent with an id and an office network: the id counts",
        desired={**MOVE, "state": "absent"},
        have=(package(), package(B, "np-b")),
        actions=(DELETE,),
    ),
    Scenario(
        name="unbound",
        desired=UNBIND,
        have=(package(),),
        actions=(FREE,),
        after={"network_package_id": "np-a", "office_site_id": None},
    ),
    Scenario(name="unbound already: unchanged", desired=UNBIND, have=(package(None),), after={"office_site_id": None}),
    Scenario(
        name="unbound and resized",
        desired={**UNBIND, "bandwidth": 20},
        have=(package(),),
        actions=(FREE, MODIFY),
        after={"office_site_id": None, "bandwidth": 20},
    ),
    Scenario(
        name="unbound, stale reads",
        desired=UNBIND,
        have=(package(),),
        actions=(FREE,),
        after={"office_site_id": None},
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        name="moved, stale reads",
        desired=MOVE,
        have=(package(),),
        actions=(FREE, BIND),
        after=AT_B,
        switches={"stale_seconds": 9.0},
    ),
)

SOON = "2026-01-20T08:00:00Z"
LATER = "2026-03-20T08:00:00Z"
KEEP = {"office_site_id": A, "remaining_days": 7}
RENEWED = {"expired_time": "2026-02-20T08:00:00Z", "business_status": "Normal"}

RENEWING = (
    Scenario(
        name="expires soon: renewed",
        desired=KEEP,
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after=RENEWED,
    ),
    Scenario(
        name="renewed by two months",
        desired={**KEEP, "period": 2},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after={"expired_time": LATER},
    ),
    Scenario(
        name="renewed by a year",
        desired={**KEEP, "period_unit": "Year"},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after={"expired_time": "2027-01-20T08:00:00Z"},
    ),
    Scenario(
        name="renewed and set to renew itself",
        desired={**KEEP, "auto_renew": True},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after=RENEWED,
    ),
    Scenario(
        name="expires later: unchanged",
        desired=KEEP,
        have=(subscription(expired_time=LATER),),
        after={"expired_time": LATER},
    ),
    Scenario(
        name="expires in exactly that many days: unchanged",
        desired={**KEEP, "remaining_days": 5},
        have=(subscription(expired_time=SOON),),
        after={"expired_time": SOON},
    ),
    Scenario(
        name="has expired: renewed",
        desired=KEEP,
        have=(subscription(business_status="Expired"),),
        actions=(RENEW,),
        after={"business_status": "Normal"},
    ),
    Scenario(
        name="has expired, no days asked for but zero: renewed",
        desired={**KEEP, "remaining_days": 0},
        have=(subscription(business_status="Expired"),),
        actions=(RENEW,),
        after={"business_status": "Normal"},
    ),
    Scenario(name="pay-as-you-go is not renewed", desired=KEEP, have=(package(),), after={"pay_type": "PostPaid"}),
    Scenario(
        name="renewed first, then resized",
        desired={**KEEP, "bandwidth": 20},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW, MODIFY),
        after={**RENEWED, "bandwidth": 20},
    ),
    Scenario(
        name="moved and renewed",
        desired={**MOVE, "remaining_days": 7},
        have=(subscription(expired_time=SOON),),
        actions=(FREE, BIND, RENEW),
        after={**RENEWED, **AT_B},
    ),
    Scenario(
        name="new subscription is not renewed at once",
        desired={**KEEP, "bandwidth": 10, "pay_type": "PrePaid"},
        have=(),
        actions=(CREATE,),
        after={"expired_time": "2026-02-15T08:00:00Z"},
    ),
    Scenario(
        name="term too short for the days: error",
        desired={**KEEP, "remaining_days": 60},
        have=(subscription(expired_time=SOON),),
        fails="remaining_days: 60 is not allowed with a term of 1 Month: np-a would expire in 36 days",
    ),
    Scenario(
        name="absent is not renewed",
        desired={**GONE, "remaining_days": 7},
        have=(subscription(business_status="Expired"),),
        actions=(DELETE,),
    ),
    Scenario(
        name="renewed, stale reads",
        desired=KEEP,
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after=RENEWED,
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        name="renewal unpaid on request, more bandwidth is left for later",
        warns="waits for payment",
        desired={**KEEP, "bandwidth": 20, "auto_pay": False},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after={"expired_time": SOON, "bandwidth": 10},
        notes="ModifyNetworkPackageBandwidth is left to a run after the order is paid",
        settles=False,
    ),
    Scenario(
        name="renewal unpaid on request",
        notes="waits for payment",
        warns="waits for payment",
        desired={**KEEP, "auto_pay": False},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after={"expired_time": SOON},
        switches={"unpaid_order": "ignored"},
        settles=False,
    ),
)

OFF = {"enable_internet_access": False}

SWITCHING = (
    Scenario(
        name="on, desired on: unchanged", desired={**SITE, "enabled": True}, have=(package(),), after={"bandwidth": 10}
    ),
    Scenario(
        name="off, desired off: unchanged",
        desired={**SITE, "enabled": False},
        have=(package(),),
        after={"bandwidth": 10},
        site=OFF,
    ),
    Scenario(
        name="on, desired off",
        desired={**SITE, "enabled": False},
        have=(package(),),
        actions=(ENABLE,),
        after={"network_package_id": "np-a"},
    ),
    Scenario(
        name="off, desired on",
        desired={**SITE, "enabled": True},
        have=(package(),),
        actions=(ENABLE,),
        after={"network_package_id": "np-a"},
        site=OFF,
    ),
    Scenario(
        name="bought and switched off",
        desired={**TEN, "enabled": False},
        have=(),
        actions=(CREATE, ENABLE),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="resized and switched off",
        desired={**TWENTY, "enabled": False},
        have=(package(),),
        actions=(MODIFY, ENABLE),
        after={"bandwidth": 20},
    ),
    Scenario(
        name="switched off, by name",
        desired={"office_site_name": "alpha", "enabled": False},
        have=(package(),),
        actions=(ENABLE,),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="switched off, stale reads",
        desired={**SITE, "enabled": False},
        have=(package(),),
        actions=(ENABLE,),
        after={"bandwidth": 10},
        switches={"stale_seconds": 9.0},
    ),
    Scenario(
        name="no office network to switch: error",
        desired={**BY_ID, "enabled": True},
        have=(package(None),),
        fails="enabled: np-a has no office network",
    ),
    Scenario(
        name="no office network to switch, bought by tags: error",
        desired={**SPARE, "enabled": True},
        fails="enabled: a package without an office network",
    ),
    Scenario(
        name="the API does not show it: error",
        desired={**SITE, "enabled": True},
        have=(package(),),
        fails="does not show EnableInternetAccess",
        switches={"enabled_shown": False},
    ),
    Scenario(
        name="the API does not show it, to be bought: error before the purchase",
        desired={**TEN, "enabled": False},
        fails="enabled: DescribeOfficeSites does not show EnableInternetAccess",
        switches={"enabled_shown": False},
    ),
    Scenario(name="absent is not switched", desired={**GONE, "enabled": True}, have=(package(),), actions=(DELETE,)),
)

RENEWS: dict[str, Any] = {**SITE, "auto_renew": True}
RENEWS_NOT: dict[str, Any] = {**SITE, "auto_renew": False}

AUTO_RENEWING = (
    Scenario(
        name="does not renew itself, desired so: unchanged",
        desired=RENEWS_NOT,
        have=(subscription(),),
        after={"pay_type": "PrePaid"},
    ),
    Scenario(
        name="is not to be renewed at all, desired not to renew itself: unchanged",
        desired=RENEWS_NOT,
        have=(subscription(renew_status="NotRenewal"),),
        after={"pay_type": "PrePaid"},
    ),
    Scenario(
        name="renews itself, desired so: unchanged, whatever the term",
        desired={**RENEWS, "period": 6},
        have=(subscription(auto_renew=True),),
        after={"pay_type": "PrePaid"},
    ),
    Scenario(
        name="does not renew itself, desired to: set",
        desired=RENEWS,
        have=(subscription(),),
        actions=(SET_RENEWAL,),
        after={"pay_type": "PrePaid", "bandwidth": 10},
    ),
    Scenario(
        name="renews itself, desired not to: set",
        desired=RENEWS_NOT,
        have=(subscription(auto_renew=True),),
        actions=(SET_RENEWAL,),
        after={"pay_type": "PrePaid"},
    ),
    Scenario(
        name="is not to be renewed at all, desired to renew itself: set",
        desired={**RENEWS, "period": 2, "period_unit": "Year"},
        have=(subscription(renew_status="NotRenewal"),),
        actions=(SET_RENEWAL,),
        after={"pay_type": "PrePaid"},
    ),
    Scenario(
        name="does not renew itself and has another bandwidth: both set",
        desired={**TWENTY, "auto_renew": True},
        have=(subscription(),),
        actions=(MODIFY, SET_RENEWAL),
        after={"bandwidth": 20},
    ),
    Scenario(
        name="does not renew itself, moves and is switched off: all of it",
        desired={**AT_B, "auto_renew": True, "enabled": False},
        have=(subscription(),),
        actions=(FREE, BIND, SET_RENEWAL, ENABLE),
        after={"office_site_id": B},
    ),
    Scenario(
        name="has expired, desired to renew itself: set, with a warning",
        desired=RENEWS,
        have=(subscription(business_status="Expired"),),
        actions=(SET_RENEWAL,),
        warns="np-a expired at",
        after={"business_status": "Expired"},
    ),
    Scenario(
        name="renewed, and not to renew itself any more: the renewal carries it",
        desired={**KEEP, "auto_renew": False},
        have=(subscription(expired_time=SOON, auto_renew=True),),
        actions=(RENEW,),
        after=RENEWED,
    ),
    Scenario(
        name="pay-as-you-go: nothing to renew",
        desired=RENEWS,
        have=(package(),),
        after={"pay_type": "PostPaid"},
    ),
    Scenario(
        name="account of the international site: set there",
        desired=RENEWS,
        have=(subscription(),),
        actions=(SET_RENEWAL,),
        after={"pay_type": "PrePaid"},
        switches={"bss_site": "international"},
    ),
    Scenario(
        name="billing does not know the package: the rest is done, with a warning",
        desired={**TWENTY, "auto_renew": True},
        have=(subscription(),),
        actions=(MODIFY,),
        warns="auto_renew: not compared for np-a: billing shows no subscription",
        after={"bandwidth": 20},
        switches={"billing_knows": "none"},
    ),
    Scenario(
        name="no permission to ask billing: the rest is done, with a warning",
        desired={**TWENTY, "auto_renew": True},
        have=(subscription(),),
        actions=(MODIFY,),
        warns="not compared for np-a: .*NotAuthorized.*bssapi:QueryAvailableInstances.*bss:DescribeInstances",
        after={"bandwidth": 20},
        switches={"billing_access": "none"},
    ),
    Scenario(
        name="no permission to ask billing, with HTTP 200: a warning",
        desired=RENEWS,
        have=(subscription(),),
        warns="not compared for np-a: .*NotAuthorized.*bss:DescribeInstances",
        after={"pay_type": "PrePaid"},
        switches={"billing_access": "none", "bss_failure": "http_200"},
    ),
    Scenario(
        name="no permission to ask billing, and renewed: the renewal carries the value all the same",
        desired={**KEEP, "auto_renew": True},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        warns="not compared for np-a: .*NotAuthorized",
        after=RENEWED,
        switches={"billing_access": "none"},
    ),
    Scenario(
        name="billing has a status that nobody documents: a warning",
        desired=RENEWS,
        have=(subscription(renew_status="Paused"),),
        warns="not compared for np-a: billing shows RenewStatus 'Paused'",
        after={"pay_type": "PrePaid"},
    ),
    Scenario(
        name="no permission to set it: refused",
        desired=RENEWS,
        have=(subscription(),),
        fails=r"SetRenewal failed: NotAuthorized: .*\(RAM: the caller needs bssapi:SetRenewal\)",
        switches={"billing_access": "read"},
    ),
    Scenario(
        name="absent: billing is not asked",
        desired={**GONE, "auto_renew": True},
        have=(subscription(business_status="Expired"),),
        actions=(DELETE,),
    ),
)

PRICED = {"estimate_cost": True}

COSTING = (
    Scenario(
        name="price of a purchase",
        desired={**TEN, **PRICED},
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        cost=((CREATE, 0.1),),
    ),
    Scenario(
        name="price of a subscription",
        desired={**TEN, **PRICED, "pay_type": "PrePaid", "period_unit": "Year"},
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        cost=((CREATE, 3000.0),),
    ),
    Scenario(
        name="price of more bandwidth",
        desired={**TWENTY, **PRICED},
        have=(package(),),
        actions=(MODIFY,),
        after={"bandwidth": 20},
        cost=((MODIFY, 0.2),),
    ),
    Scenario(
        name="price of a renewal",
        desired={**KEEP, **PRICED},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW,),
        after=RENEWED,
        cost=((RENEW, 300.0),),
    ),
    Scenario(
        name="price of a renewal and more bandwidth",
        desired={**KEEP, "bandwidth": 20, **PRICED},
        have=(subscription(expired_time=SOON),),
        actions=(RENEW, MODIFY),
        after=RENEWED,
        notes="the price of ModifyNetworkPackageBandwidth is known when the renewal is in force",
        cost=((RENEW, 300.0), (MODIFY, None)),
    ),
    Scenario(
        name="no price of what is not bought",
        desired={**TEN, **PRICED},
        have=(package(),),
        after={"bandwidth": 10},
        cost=(),
    ),
    Scenario(
        name="no price of a release", desired={**GONE, "max_cost": 0}, have=(package(),), actions=(DELETE,), cost=()
    ),
    Scenario(
        name="within the ceiling",
        desired={**TEN, "max_cost": 0.1},
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        cost=((CREATE, 0.1),),
    ),
    Scenario(
        name="above the ceiling: error",
        desired={**TEN, "max_cost": 0.09},
        fails="max_cost: the planned purchases cost 0.1 CNY, more than the 0.09 allowed",
    ),
    Scenario(
        name="a renewal and more bandwidth under a ceiling: error",
        desired={**KEEP, "bandwidth": 20, "max_cost": 10000},
        have=(subscription(expired_time=SOON),),
        fails="change of bandwidth is priced when the renewal is in force",
    ),
    Scenario(
        name="the API prices no week: bought without a ceiling, with a note",
        desired={**TEN, "pay_type": "PrePaid", "period_unit": "Week", **PRICED},
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        notes="CreateNetworkPackage cannot be priced",
        cost=((CREATE, None),),
    ),
    Scenario(
        name="the API prices no week: error",
        desired={**TEN, "pay_type": "PrePaid", "period_unit": "Week", "max_cost": 1000},
        fails="CreateNetworkPackage cannot be priced",
    ),
    Scenario(
        name="the price is null: error",
        desired={**TEN, "max_cost": 1000},
        fails="TradePrice is missing .*request id",
        switches={"prices": "null"},
    ),
    Scenario(
        name="the price is missing: bought without a ceiling, with a note",
        desired={**TEN, **PRICED, "retry_delay": 0},
        actions=(CREATE,),
        after={"bandwidth": 10},
        notes="CreateNetworkPackage cannot be priced: .*TradePrice is missing",
        cost=((CREATE, None),),
        switches={"prices": "missing"},
    ),
    Scenario(
        name="the price is missing: error under a ceiling",
        desired={**TEN, "max_cost": 1000},
        fails="TradePrice is missing .*request id",
        switches={"prices": "missing"},
    ),
    Scenario(
        name="the price is negative: a refund, which counts as 0 against a ceiling",
        desired={**TEN, "max_cost": 0},
        actions=(CREATE,),
        after={"bandwidth": 10},
        cost=((CREATE, -0.1),),
        switches={"prices": "negative"},
    ),
    Scenario(
        name="no price at all: error",
        desired={**TEN, "max_cost": 1000},
        fails="no PriceInfo.Price .*request id",
        switches={"prices": "no_info"},
    ),
)

PAYING = (
    Scenario(
        name="order unpaid: still pending",
        warns="waits for payment",
        desired=TEN,
        order="Unpaid",
        notes="waits for payment",
    ),
    Scenario(
        name="order unpaid, tags: still pending",
        warns="waits for payment",
        desired=SPARE,
        order="Unpaid",
        notes="waits for payment",
    ),
    Scenario(
        name="order paid: a live plan settles it",
        desired=TEN,
        order="Paid",
        after={"bandwidth": 10, "network_package_status": "InUse"},
    ),
    Scenario(
        name="order paid, plan not visible yet: waited for",
        desired=TEN,
        order="Paid",
        after={"bandwidth": 10, "network_package_status": "InUse"},
        switches={"create_absent_polls": 3},
        notes="is paid; waiting for its effect",
        settles=False,
    ),
    Scenario(
        name="order cancelled: bought anew",
        desired=TEN,
        have=(),
        actions=(CREATE,),
        after={"bandwidth": 10},
        order="Cancelled",
        notes="was cancelled; ordered anew",
    ),
    Scenario(name="order unknown: error", desired=TEN, order="Unknown", fails="GetOrderDetail failed: .*request id"),
    Scenario(
        name="order unknown to billing with HTTP 200: error",
        desired=TEN,
        order="Unknown",
        fails="GetOrderDetail failed: .*request id",
        switches={"bss_failure": "http_200"},
    ),
    Scenario(
        name="account of the international site",
        warns="waits for payment",
        desired=TEN,
        order="Unpaid",
        notes="waits for payment",
        switches={"bss_site": "international"},
    ),
    Scenario(
        name="unpaid order for more bandwidth: still pending",
        warns="waits for payment",
        desired={**TWENTY, "auto_pay": False},
        have=(package(),),
        order="Unpaid",
        after={"bandwidth": 10},
        notes="waits for payment",
    ),
    Scenario(
        name="paid order for more bandwidth: unchanged",
        desired={**TWENTY, "auto_pay": False},
        have=(package(),),
        order="Paid",
        after={"bandwidth": 20},
    ),
)

INPUT = (
    Scenario(
        name="no identity",
        desired={"bandwidth": 10},
        fails="no package is identified.*network_package_id, office_site_id, office_site_name, tags",
    ),
    Scenario(
        name="empty tags are no identity", desired={"bandwidth": 10, "tags": {}}, fails="no package is identified"
    ),
    Scenario(
        name="bandwidth below the least",
        desired={**SITE, "bandwidth": 1},
        fails="bandwidth: 1 is not allowed; 2 to 1000",
    ),
    Scenario(
        name="bandwidth above the most",
        desired={**SITE, "bandwidth": 1001},
        fails="bandwidth: 1001 is not allowed; 2 to 1000",
    ),
    Scenario(
        name="bandwidth above the most by traffic",
        desired={**SITE, "bandwidth": 201, "internet_charge_type": "PayByTraffic"},
        fails="201 is not allowed; with PayByTraffic 2 to 200",
    ),
    Scenario(
        name="bandwidth above the most of the default types",
        desired={**SITE, "bandwidth": 201},
        fails="201 is not allowed; with PostPaid and PayByTraffic 2 to 200",
    ),
    Scenario(
        name="subscription by traffic",
        desired={**TEN, "pay_type": "PrePaid", "internet_charge_type": "PayByTraffic"},
        fails="internet_charge_type: 'PayByTraffic' is not allowed; with pay_type PrePaid only PayByBandwidth",
    ),
    Scenario(
        name="term of two weeks",
        desired={**TEN, "pay_type": "PrePaid", "period": 2, "period_unit": "Week"},
        fails="period: 2 is not allowed; with period_unit Week: 1",
    ),
    Scenario(
        name="term of four months",
        desired={**TEN, "pay_type": "PrePaid", "period": 4},
        fails="period: 4 is not allowed; with period_unit Month: 1, 2, 3, 6",
    ),
    Scenario(
        name="term is not looked at without a subscription",
        desired={**TEN, "period": 4},
        have=(package(),),
        after={"bandwidth": 10},
    ),
    Scenario(
        name="unknown pay_type",
        desired={**TEN, "pay_type": "Free"},
        fails="pay_type must be one of: PostPaid, PrePaid, got: Free",
    ),
    Scenario(name="bandwidth is no number", desired={**SITE, "bandwidth": "fast"}, fails="bandwidth"),
    Scenario(
        name="tag value without one spelling",
        desired={**TEN, "tags": {"a": True}},
        fails="tags: {'a': True} is not allowed; a value is text; quote it",
    ),
    Scenario(
        name="tag key of the vendor", desired={**TEN, "tags": {"acs:x": "1"}}, fails="tags: 'acs:x' is not allowed"
    ),
    Scenario(
        name="too many tags",
        desired={**TEN, "tags": {f"k{n}": "v" for n in range(21)}},
        fails="tags: 21 tags are not allowed; at most 20",
    ),
    Scenario(
        name="tag with a URL", desired={**TEN, "tags": {"a": "https://x"}}, fails="no http:// or https:// in a tag"
    ),
    Scenario(name="tag value too long", desired={**TEN, "tags": {"a": "x" * 129}}, fails="at most 128 characters"),
    Scenario(
        name="office network by id and by name",
        desired={**TEN, "office_site_name": "alpha"},
        fails="office_site_id and office_site_name are mutually exclusive",
    ),
    Scenario(
        name="unbind without an id", desired={**SITE, "unbind": True}, fails="unbind: true requires network_package_id"
    ),
    Scenario(
        name="unbind with an office network",
        desired={**MOVE, "unbind": True},
        fails="unbind: true and office_site_id are mutually exclusive",
    ),
    Scenario(
        name="unbind with the name of an office network",
        desired={**UNBIND, "office_site_name": "beta"},
        fails="unbind: true and office_site_name are mutually exclusive",
    ),
    Scenario(
        name="unbind and switch",
        desired={**UNBIND, "enabled": True},
        fails="unbind: true and enabled are mutually exclusive",
    ),
    Scenario(
        name="negative remaining_days",
        desired={**SITE, "remaining_days": -1},
        fails="remaining_days: -1 is not allowed; 0 or more",
    ),
    Scenario(
        name="renewal by four months",
        desired={**KEEP, "period": 4},
        fails="period: 4 is not allowed; with period_unit Month: 1, 2, 3, 6",
    ),
    Scenario(
        name="negative max_cost", desired={**TEN, "max_cost": -1}, fails="max_cost: -1.0 is not allowed; 0 or more"
    ),
    Scenario(
        name="max_cost is no number", desired={**TEN, "max_cost": float("nan")}, fails="max_cost: nan is not allowed"
    ),
    Scenario(
        name="billing by plain http",
        desired={**TEN, "bss_endpoint": "http://192.0.2.1"},
        fails="bss_endpoint: 'http://192.0.2.1' is not allowed",
    ),
    Scenario(
        name="negative wait_timeout",
        desired={**TEN, "wait_timeout": -1},
        fails="wait_timeout: -1 is not allowed; 0 or more",
    ),
    Scenario(
        name="wait_interval is no number",
        desired={**TEN, "wait_interval": float("nan")},
        fails="wait_interval: nan is not allowed",
    ),
    Scenario(
        name="negative settle_timeout",
        desired={**TEN, "settle_timeout": -0.5},
        fails="settle_timeout: -0.5 is not allowed",
    ),
    Scenario(name="negative retries", desired={**TEN, "retries": -1}, fails="retries: -1 is not allowed; 0 or more"),
    Scenario(
        name="read_timeout of zero",
        desired={**TEN, "read_timeout": 0},
        fails="read_timeout: 0.0 is not allowed; more than 0",
    ),
    Scenario(
        name="plain http to another machine",
        desired={**TEN, "endpoint": "http://192.0.2.1:80"},
        fails="endpoint: 'http://192.0.2.1:80' is not allowed; plain http",
    ),
    Scenario(
        name="endpoint with a path",
        desired={**TEN, "endpoint": "https://ecd.example/x"},
        fails="endpoint: 'https://ecd.example/x' is not allowed",
    ),
    Scenario(
        name="endpoint with a password, which is not shown",
        desired={**TEN, "endpoint": "https://me:hunter2@ecd.example"},
        fails="^endpoint: 'ecd.example' is not allowed",
    ),
    Scenario(
        name="region that is no name",
        desired={**TEN, "region_id": "cn-hangzhou.evil/"},
        fails="region_id: 'cn-hangzhou.evil/' is not allowed",
    ),
    Scenario(
        name="region left blank",
        desired={**TEN, "region_id": ""},
        fails="region_id is required: set the option or one of ALIBABA_CLOUD_REGION_ID, ",
    ),
    Scenario(
        name="key without its secret",
        desired={**TEN, "access_key_secret": ""},
        fails="incomplete credentials in the options: access_key_secret is missing",
    ),
    Scenario(
        name="secret with a line end",
        desired={**TEN, "access_key_secret": "abc\n"},
        fails="access_key_secret in the options holds white space",
    ),
    Scenario(
        name="a week that renews itself",
        desired={**TEN, "period_unit": "Week", "auto_renew": True},
        fails="period_unit: 'Week' is not allowed; with auto_renew: true only Month and Year",
    ),
    Scenario(
        name="a term that billing cannot renew by",
        desired={**TEN, "period": 5, "auto_renew": True},
        fails="period: 5 is not allowed; with period_unit Month: 1, 2, 3, 6",
    ),
    Scenario(
        name="two sources of credentials",
        desired={**TEN, "profile": "prod"},
        fails="profile and access_key_id, access_key_secret are mutually exclusive",
    ),
)

SCENARIOS = (
    *(*BUYING, *KEEPING, *RESIZING, *RELEASING),
    *(*NAMING, *MOVING, *RENEWING, *AUTO_RENEWING, *SWITCHING, *COSTING, *PAYING),
    *INPUT,
)
# What the API alone can refuse is written first; check mode cannot know of it.
REFUSED_BY_THE_API = ("balance short: nothing bought", "no permission to set it: refused")
