# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every plan, tried on thousands of random desired and observed states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError, PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired, check_desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.office_site import OfficeSite
from ansible_collections.alicloud.ecd.plugins.module_utils._model.order import OrderRecord
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import CONCERNS, Package
from ansible_collections.alicloud.ecd.plugins.module_utils._model.renewal import Renewal
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.next_step import next_step
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.observed import (
    FactNeeded,
    Observed,
    OrderFact,
    RegionView,
    RenewalFact,
    SecondRead,
    SiteFact,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import Create, Order, Renew, SetBandwidth
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan, is_write
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.steps import (
    Associate,
    Delete,
    Dissociate,
    SetEnabled,
    SetRenewal,
    Step,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.together import (
    refuse_conflicts,
    refuse_same_identity,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.unfold import NEXT_RUN, unfold
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.wait_steps import (
    WaitAgreed,
    WaitEffect,
    WaitReleased,
    WaitUsable,
)
from ansible_collections.alicloud.ecd.tests.support.sampling import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from ..values import ALPHA, BETA, NOW, REGION, date

NOWHERE = "cn-hangzhou+dir-nowhere"
KEYS = ("np-a", "np-b", "np-c")
TAGS: tuple[dict[str, str], ...] = ({}, {"team": "a"}, {"team": "a", "part": "x"}, {"team": "b"})
# No date of the API is within an hour of a whole number of days left.
RENEWALS = (
    *(Renewal(value, product_code="gws") for value in (True, False, True, False)),
    Renewal(False),
    Renewal(problem="billing refuses", known=False),
)
DAYS = (-400.5, -3.5, 0.5, 3.5, 13.5, 14.5, 29.5, 40.5, 400.5)
PLACES = {SetBandwidth: {"bandwidth"}, Renew: {"expired_time", "business_status"}, SetEnabled: set(), SetRenewal: set()}
SITE_FIELDS = {"office_site_id", "office_site_name", "office_site_vpc_type"}
SHOWN = {"network_package_status", "bandwidth", "pay_type", "internet_charge_type", "expired_time"}

_any = st.sampled_from
TYPES = _any([("PostPaid", "PayByTraffic"), ("PostPaid", "PayByBandwidth"), ("PrePaid", "PayByBandwidth")])


@dataclass(frozen=True)
class World:
    """All that there is; planning learns of it what it asks for."""

    packages: Mapping[str, Package]
    sites: Mapping[str, OfficeSite | None]
    orders: Mapping[str, OrderRecord]
    renewals: Mapping[str, Renewal]


@st.composite
def packages(draw: Any, key: str) -> Package:
    status = draw(_any(["InUse", "InUse", "InUse", "Creating", "Releasing", "Released", "Frozen", None]))
    pay_type, charge_type = draw(TYPES)
    bandwidth: int | None = draw(_any([5, 10, 20]))
    if draw(st.booleans()) and (status == "Creating" or draw(st.integers(0, 9)) == 0):
        pay_type, charge_type, bandwidth = draw(_any([(None, None, None), (pay_type, None, 0), (None, None, 10)]))
    days = draw(_any(DAYS))
    return Package(
        key,
        bandwidth=bandwidth,
        pay_type=pay_type,
        internet_charge_type=charge_type,
        network_package_status=status,
        business_status="Expired" if days < 0 else draw(_any(["Normal", "Normal", "Normal", "Expired", None])),
        expired_time=draw(_any([date(days), date(days), date(days), date(days), None, "soon"])),
        region_id=REGION,
        office_site_id=draw(_any([ALPHA, ALPHA, BETA, None])),
        reservation_bandwidth=draw(_any([None, None, None, 0, 10, 20])),
        reservation_internet_charge_type=draw(_any([None, None, "PayByBandwidth"])),
        tags=draw(_any(TAGS)),
    )


@st.composite
def worlds(draw: Any) -> World:
    keys = draw(_any([(), (), ("np-a",), ("np-a", "np-b"), ("np-a", "np-b", "np-c"), KEYS]))
    access = {key: draw(_any([True, True, False, None])) for key in (ALPHA, BETA)}
    exists = {key: draw(st.integers(0, 11)) > 0 for key in access}
    names = {key: {"network_package_id": draw(_any([None, None, "np-a", "np-b", "np-gone"]))} for key in access}
    record = OrderRecord(
        "7",
        draw(_any(["Unpaid", "Paid", "Paid", "Paid", "Cancelled"])),
        draw(_any([None, None, None, "New", "Renew", "Upgrade", "Refund"])),
        draw(_any([(), (), ("np-a",), ("np-new",), ("np-a", "np-b")])),
        *draw(_any([(None, None), ("lately", NOW - 60), ("lately", NOW - 60), ("long ago", NOW - 90000)])),
    )
    return World(
        {key: draw(packages(key)) for key in keys},
        {
            **{key: OfficeSite(key, "", access[key], names[key]) if exists[key] else None for key in access},
            NOWHERE: None,
        },
        {"7": record},
        {key: draw(_any(RENEWALS)) for key in keys},
    )


@st.composite
def wishes(draw: Any) -> Desired:
    pay_type, charge_type = draw(TYPES)
    identity: dict[str, Any] = draw(
        st.one_of(
            st.builds(
                dict, network_package_id=_any([*KEYS, *KEYS, "np-x"]), office_site_id=_any([None, None, ALPHA, BETA])
            ),
            st.builds(dict, network_package_id=_any(KEYS), unbind=st.just(True)),
            st.builds(dict, office_site_id=_any([ALPHA, ALPHA, ALPHA, BETA, BETA, NOWHERE]), tags=_any(TAGS)),
            st.builds(dict, tags=_any(TAGS[1:])),
        )
    )
    period, unit = draw(_any([(1, "Week"), (1, "Month"), (2, "Month"), (1, "Year")]))
    return Desired(
        region_id=REGION,
        state=draw(_any(["present", "present", "present", "absent"])),
        bandwidth=draw(_any([None, 5, 10, 10, 20, 20, 20, 300])),
        pay_type=draw(_any([None, None, pay_type])),
        internet_charge_type=draw(_any([None, None, charge_type])),
        period=period,
        period_unit=unit,
        auto_pay=draw(_any([True, True, False])),
        auto_renew=draw(_any([None, None, True, False])),
        remaining_days=draw(_any([None, None, 0, 1, 7, 14, 31, 45, 365])),
        enabled=None if identity.get("unbind") else draw(_any([None, None, True, False])),
        pending_order_id=draw(_any([None, "7"])),
        purchase=draw(_any([True, True, False])),
        force=draw(st.booleans()),
        **identity,
    )


def planned(desired: Desired, world: World) -> tuple[Plan, RegionView]:
    """Return the plan, and the region as far as planning asked for it. Raises PlanningError or InputError."""
    view = RegionView(world.packages, NOW, agreed={})
    for _again in range(7):
        try:
            return unfold(desired, view.observed_for(desired)), view
        except FactNeeded as needed:
            for fact in needed.facts:
                view = learned(view, fact, world)
    raise AssertionError("planning asks for facts without end")


def learned(view: RegionView, fact: object, world: World) -> RegionView:
    if isinstance(fact, SiteFact):
        assert fact.office_site_id not in view.sites
        return replace(view, sites={**view.sites, fact.office_site_id: world.sites[fact.office_site_id]})
    if isinstance(fact, OrderFact):
        assert fact.order_id not in view.orders
        return replace(view, orders={**view.orders, fact.order_id: world.orders[fact.order_id]})
    if isinstance(fact, RenewalFact):
        assert fact.network_package_id not in view.renewals
        return replace(
            view, renewals={**view.renewals, fact.network_package_id: world.renewals[fact.network_package_id]}
        )
    if isinstance(fact, SecondRead):
        pairs = {(fact.network_package_id, concern): 1 for concern in CONCERNS}
        assert view.agreed is not None and not pairs.keys() & view.agreed.keys()
        return replace(view, agreed={**view.agreed, **pairs})
    assert not view.confirmed
    return replace(view, confirmed=True)


def allowed(desired: Desired) -> bool:
    try:
        check_desired(desired)
    except InputError:
        return False
    return True


def plan_or_none(desired: Desired, world: World) -> tuple[Plan | None, RegionView]:
    try:
        return planned(desired, world)
    except (PlanningError, InputError):
        return None, RegionView({}, NOW)


def writes_of(desired: Desired, observed: Observed) -> Step | None:
    """Return the write that is needed, if any; a run after this one knows no order of an earlier run."""
    step = next_step(replace(desired, pending_order_id=None), replace(observed, confirmed=True))
    return step if step is not None and is_write(step) else None


usual = settings(max_examples=examples(300, 600), deadline=None, derandomize=True, database=None)
WISHES = wishes().filter(allowed)


@usual
@given(WISHES, worlds())
def test_every_plan_ends_and_nothing_is_done_twice(desired: Desired, world: World) -> None:
    plan, _view = plan_or_none(desired, world)
    if plan is None:
        return
    kinds = [type(step) for step in plan.writes]
    assert len(set(kinds)) == len(kinds)
    if Create in kinds:
        assert set(kinds) <= {Create, SetEnabled}
    if plan.orders and not desired.auto_pay:
        assert (plan.steps[-1], len(plan.orders)) == (plan.orders[0], 1)


@usual
@given(WISHES, worlds())
def test_nothing_is_bought_at_once_where_the_office_network_names_a_package_that_hides(
    desired: Desired, world: World
) -> None:
    plan, _view = plan_or_none(desired, world)
    site = world.sites.get(desired.office_site_id or "")
    if plan is None or not plan.buys or site is None:
        return
    name = site.details["network_package_id"]
    package = world.packages.get(name or "")
    hides = name is not None and (package is None or (package.live and package.office_site_id is None))
    waits = [step for step in plan.steps if isinstance(step, WaitAgreed)]
    assert waits == ([WaitAgreed(site.office_site_id, name)] if hides else [])
    assert not hides or plan.steps.index(waits[0]) < plan.steps.index(plan.orders[0])
    assert not hides or all(any(name in text for text in texts) for texts in (plan.notes, plan.warnings))


@usual
@given(WISHES, worlds())
def test_the_end_of_a_plan_asks_for_nothing(desired: Desired, world: World) -> None:
    plan, _view = plan_or_none(desired, world)
    if plan is None or plan.pending_order or plan.end is None:
        return
    assert writes_of(desired, plan.end) is None
    if plan.changed:
        assert writes_of(desired, replace(plan.end, began=NOW + NEXT_RUN)) is None


@usual
@given(WISHES, worlds())
def test_automatic_renewal_is_set_only_where_it_was_asked_for_and_differs(desired: Desired, world: World) -> None:
    plan, _view = plan_or_none(desired, world)
    for step in plan.writes if plan else ():
        if isinstance(step, SetRenewal):
            package = world.packages[step.network_package_id]
            assert (package.pay_type or "PrePaid", package.live, desired.state) == ("PrePaid", True, "present")
            assert desired.matches(package) and step.auto_renew is desired.auto_renew
            assert world.renewals[step.network_package_id].auto_renew is (not step.auto_renew)


@usual
@given(WISHES, worlds())
def test_what_is_foretold_is_what_is_found(desired: Desired, world: World) -> None:
    plan, view = plan_or_none(desired, world)
    if plan is None:
        return
    state = view.observed_for(desired)
    for place, step in enumerate(plan.steps):
        assert unfold(desired, state).steps == plan.steps[place:]
        if isinstance(step, WaitEffect):
            # The order is history from now on.
            desired = replace(desired, pending_order_id=None)
        state = step.predict(state)  # type: ignore[union-attr]


@usual
@given(WISHES, worlds())
def test_a_prediction_changes_its_own_fields_only(desired: Desired, world: World) -> None:
    plan, view = plan_or_none(desired, world)
    state = view.observed_for(desired)
    for step in plan.steps if plan else ():
        after = step.predict(state)  # type: ignore[union-attr]
        check_prediction(step, state, after)
        state = after


def check_prediction(step: Any, before: Observed, after: Observed) -> None:
    assert (after.began, after.ids, after.orders) == (before.began, before.ids, before.orders)
    acted = step.order if isinstance(step, WaitEffect) else step
    old = {package.network_package_id: package for package in before.packages}
    new = {package.network_package_id: package for package in after.packages}
    gone: set[str | None] = set()
    if isinstance(acted, (Delete, WaitReleased)):
        gone = set(acted.ids) if isinstance(acted, WaitReleased) else {acted.network_package_id}
    assert set(old) - set(new) == gone
    assert set(new) - set(old) == ({None} if isinstance(acted, Create) else set())
    may = PLACES.get(type(acted), SITE_FIELDS if isinstance(acted, (Associate, Dissociate)) else set())
    may = SHOWN if isinstance(acted, WaitUsable) else may
    for key in set(old) & set(new):
        changed = {name for name in Package._fields if getattr(old[key], name) != getattr(new[key], name)}
        assert changed <= (may if key == getattr(acted, "network_package_id", None) else set())
    if not isinstance(acted, (SetEnabled, Create, Associate)):
        assert after.sites == before.sites
    changed_renewals = {key for key, shown in before.renewals.items() if after.renewals[key] != shown}
    assert changed_renewals <= ({acted.network_package_id} if isinstance(acted, (SetRenewal, Renew)) else set())


@usual
@given(st.tuples(WISHES, WISHES), worlds())
def test_items_that_are_accepted_together_settle_together(items: Sequence[Desired], world: World) -> None:
    items = [replace(desired, item=f"network_packages[{number}]") for number, desired in enumerate(items)]
    try:
        refuse_same_identity(items)
        plans = [planned(desired, world)[0] for desired in items]
        view = RegionView(world.packages, NOW, world.sites, world.orders, True, renewals=world.renewals)
        refuse_conflicts(plans, view)
    except (PlanningError, InputError):
        return
    if any(plan.pending_order for plan in plans):
        return
    end = merged(plans, view)
    for plan in plans:
        assert writes_of(plan.desired, end.observed_for(plan.desired)) is None


def merged(plans: Sequence[Plan], view: RegionView) -> RegionView:
    """Return the region where all plans are carried out, from the differences between their ends and what was read."""
    found, sites, renewals = dict(view.packages), dict(view.sites), dict(view.renewals)
    for number, plan in enumerate(plans):
        assert plan.end is not None
        begun = view.observed_for(plan.desired)
        end = {package.network_package_id or f"np-new-{number}": package for package in plan.end.packages}
        for key in {str(package.network_package_id) for package in begun.packages} - set(end):
            found.pop(key, None)
        for key, package in end.items():
            if view.packages.get(key) != package:
                found[key] = package._replace(network_package_id=key)
        sites.update((key, site) for key, site in plan.end.sites.items() if view.sites.get(key) != site)
        renewals.update((key, shown) for key, shown in plan.end.renewals.items() if view.renewals.get(key) != shown)
    # What is bought renews itself as its purchase says.
    renewals.update({key: Renewal(known=False) for key in found if key not in renewals})
    return RegionView(found, NOW, sites, view.orders, True, renewals=renewals)


def test_orders_are_what_costs_money() -> None:
    assert {Create, Renew, SetBandwidth} == set(Order.__subclasses__())
