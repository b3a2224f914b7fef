# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody declared: values in, plans out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError, PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.order import OrderRecord
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import WHOLE, Package
from ansible_collections.alicloud.ecd.plugins.module_utils._model.releases import ReleasePolicy
from ansible_collections.alicloud.ecd.plugins.module_utils._model.renewal import Renewal
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.next_step import next_step
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.observed import (
    FactNeeded,
    RegionView,
    SecondListing,
    SecondRead,
    SiteFact,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.steps import Delete, agree
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.together import (
    refuse_conflicts,
    refuse_same_identity,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.undeclared import (
    plan_undeclared,
    refuse_many_releases,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.unfold import unfold
from hypothesis import given, settings
from hypothesis import strategies as st

from ..values import ALPHA, BETA, NOW, REGION, date, desired, package, region, subscription
from .test_properties import KEYS, NOWHERE, TAGS, WISHES, packages

REPORT, RELEASE = ReleasePolicy("report"), ReleasePolicy("release")


def undeclared(view: RegionView, *items: Desired, policy: ReleasePolicy = RELEASE, **more: Any) -> list[Plan]:
    plans = [unfold(item, view.observed_for(item)) for item in items]
    return plan_undeclared(view, REGION, plans, policy, **more)


def released(plans: Sequence[Plan]) -> list[str]:
    return [step.network_package_id for plan in plans for step in plan.steps if isinstance(step, Delete)]


def listed(plans: Sequence[Plan]) -> list[str]:
    return [str(plan.before.network_package_id) for plan in plans if plan.before]


class TestFound:
    def test_a_release_is_that_of_an_item_absent_by_its_id(self) -> None:
        view = region(package("np-a"))
        (plan,) = undeclared(view)
        item = desired(state="absent", network_package_id="np-a")
        by_item = unfold(item, view.observed_for(item))
        assert (plan.before, plan.after, plan.actions) == (by_item.before, by_item.after, by_item.actions)
        assert plan.desired.undeclared and not by_item.desired.undeclared

    def test_a_report_has_no_steps(self) -> None:
        (plan,) = undeclared(region(package("np-a")), policy=REPORT)
        assert (plan.steps, plan.before, plan.after, plan.warnings) == ((), package("np-a"), package("np-a"), ())

    def test_plans_are_in_the_order_of_ids(self) -> None:
        view = region(*(package(f"np-{name}", office_site_id=None) for name in "cab"))
        assert listed(undeclared(view)) == ["np-a", "np-b", "np-c"]

    def test_a_second_listing_is_asked_for_where_something_is_to_be_released(self) -> None:
        view = region(package("np-a"), confirmed=False)
        with pytest.raises(FactNeeded) as needed:
            undeclared(view)
        assert needed.value.facts == (SecondListing(),)
        assert listed(undeclared(view, policy=REPORT)) == ["np-a"]
        assert listed(undeclared(region(subscription("np-a"), confirmed=False))) == ["np-a"]

    def test_what_two_listings_show_differently_is_kept_with_a_warning(self) -> None:
        (plan,) = undeclared(region(package("np-a"), agreed={}))
        assert plan.steps == () and "np-a (alpha)" in plan.warnings[0] and "do not agree" in plan.warnings[0]
        assert released(undeclared(region(package("np-a"), agreed={("np-a", WHOLE): 1}))) == ["np-a"]

    def test_a_subscription_that_runs_is_kept_with_a_warning(self) -> None:
        (plan,) = undeclared(region(subscription("np-a", days=1)))
        assert plan.steps == () and "not released" in plan.warnings[0] and "force" not in plan.warnings[0]
        assert undeclared(region(subscription("np-a", days=1)), policy=REPORT)[0].warnings == ()

    @pytest.mark.parametrize("fields", [{"expired_time": "soon"}, {"expired_time": None}, {"pay_type": None}], ids=str)
    def test_what_does_not_show_that_it_has_expired_is_kept(self, fields: dict[str, Any]) -> None:
        assert released(undeclared(region(subscription("np-a", days=1, **fields)))) == []

    @pytest.mark.parametrize(
        ("days", "status", "undeclared_goes", "absent_goes"),
        [
            (-1, "Expired", True, True),
            (-1, "Normal", False, True),
            (-1, None, False, True),
            (1, "Expired", False, False),
            (1, "Normal", False, False),
            (None, "Expired", False, True),
            (None, "Normal", False, False),
        ],
    )
    def test_the_date_decides_and_what_is_undeclared_shows_its_status_as_well(
        self, days: float | None, status: str | None, undeclared_goes: bool, absent_goes: bool
    ) -> None:
        """Somebody may be renewing it: the date comes late, or the status stays."""
        found = subscription("np-a", expired_time=date(days) if days else None, business_status=status)
        (plan,) = undeclared(region(found))
        assert (plan.changed, bool(plan.warnings)) == (undeclared_goes, not undeclared_goes)
        assert ("somebody may be renewing it" in "".join(plan.warnings)) is (days == -1 and status != "Expired")
        item = desired(network_package_id="np-a", state="absent")
        if absent_goes:
            assert unfold(item, region(found).observed_for(item)).changed
        else:
            with pytest.raises(PlanningError, match="subscription"):
                unfold(item, region(found).observed_for(item))
        forced = replace(item, force=True)
        assert unfold(forced, region(found).observed_for(forced)).changed

    @pytest.mark.parametrize(("paid", "rest"), [(NOW - 60, ["np-old"]), (NOW - 90000, ["np-new", "np-old"])])
    def test_an_order_that_is_waited_for_names_the_package_of_its_item(self, paid: float, rest: list[str]) -> None:
        """It may not show yet the tags by which the item finds it; an order of long ago says nothing."""
        order = OrderRecord("7", "Paid", "New", ("np-new",), "then", paid)
        item = desired(tags={"team": "a"}, bandwidth=10, pending_order_id="7")
        view = region(package("np-old", office_site_id=BETA), order)
        plan = unfold(item, view.observed_for(item))
        shown = region(package("np-new"), package("np-old", office_site_id=BETA), order)
        assert listed(plan_undeclared(shown, REGION, [plan], RELEASE)) == rest

    def test_items_of_unread_regions_keep_what_they_name(self) -> None:
        view = region(
            package("np-a"),
            package("np-b", office_site_id=BETA, office_site_name="beta"),
            package("np-c", office_site_id=None, office_site_name=None, tags={"team": "a", "part": "x"}),
        )
        for item, rest in (
            ({"network_package_id": "np-a"}, ["np-b", "np-c"]),
            ({"office_site_id": BETA}, ["np-a", "np-c"]),
            ({"office_site_name": "beta"}, ["np-a", "np-c"]),
            ({"tags": {"team": "a"}}, ["np-a", "np-b"]),
            ({"office_site_id": "elsewhere", "tags": {"team": "a"}}, ["np-a", "np-b", "np-c"]),
        ):
            elsewhere = desired(**item, region_id="cn-hangzou")
            assert listed(undeclared(view, unread=[elsewhere])) == rest


class TestInDoubt:
    HIDDEN = package("np-new", network_package_status="Creating", office_site_id=None, office_site_name=None)

    @pytest.mark.parametrize("state", ["present", "absent"])
    @pytest.mark.parametrize("identity", [{"office_site_id": BETA}, {"tags": {"team": "a"}}], ids=str)
    def test_one_that_hides_whose_it_is_may_be_the_items(self, identity: dict[str, Any], state: str) -> None:
        item = desired(**identity, state=state, purchase=False)
        assert listed(undeclared(region(self.HIDDEN), item, policy=REPORT)) == []

    def test_tags_that_show_tell_that_it_is_not_the_items(self) -> None:
        item = desired(tags={"team": "a"}, purchase=False)
        shown = self.HIDDEN._replace(tags={"team": "b"})
        assert listed(undeclared(region(shown), item, policy=REPORT)) == ["np-new"]

    def test_an_office_network_that_shows_tells_that_it_is_not_the_items(self) -> None:
        item = desired(office_site_id=BETA, purchase=False)
        shown = self.HIDDEN._replace(office_site_id=ALPHA)
        assert listed(undeclared(region(shown), item, policy=REPORT)) == ["np-new"]

    def test_an_item_that_has_its_package_means_no_other(self) -> None:
        item = desired(office_site_id=ALPHA)
        assert listed(undeclared(region(self.HIDDEN, package("np-a")), item)) == ["np-new"]

    def test_an_item_for_an_office_network_that_does_not_exist_is_refused(self) -> None:
        item = desired(office_site_id="typo", purchase=False, item="network_packages[0]")
        view = region(package("np-a"))
        with pytest.raises(FactNeeded) as needed:
            undeclared(view, item)
        assert needed.value.facts == (SiteFact("typo"),)
        known = replace(view, sites={**view.sites, "typo": None})
        with pytest.raises(PlanningError, match=r"network_packages\[0\].*typo"):
            undeclared(known, item)
        assert listed(undeclared(known, item, policy=REPORT)) == ["np-a"]
        # Nothing is to be released: nothing can go wrong.
        assert listed(undeclared(replace(known, packages={"np-a": subscription()}), item)) == ["np-a"]

    def test_an_item_by_tags_that_match_nothing_and_that_buys_nothing_is_refused(self) -> None:
        item = desired(tags={"team": "typo"}, purchase=False, item="network_packages[0]")
        view = region(package("np-a", tags={"team": "a"}))
        with pytest.raises(PlanningError, match=r"network_packages\[0\].*'team': 'typo'"):
            undeclared(view, item)
        assert listed(undeclared(view, item, policy=REPORT)) == ["np-a"]
        assert listed(undeclared(region(subscription()), item)) == ["np-a"]
        # What is to be gone may be gone.
        assert released(undeclared(view, replace(item, state="absent"))) == ["np-a"]
        assert released(
            undeclared(region(*view.packages.values(), package("np-t", office_site_id=None, tags=item.tags)), item)
        ) == ["np-a"]


class TestNothingOld:
    """The release that is decided when it can be sent is the one that was foretold, or none."""

    FIELDS: tuple[dict[str, Any], ...] = (
        {"office_site_id": BETA},
        {"office_site_id": None},
        {"tags": {"team": "a"}},
        {"network_package_status": "Frozen"},
        {"bandwidth": 20},
        {"reservation_bandwidth": 20},
        {"pay_type": "PrePaid", "business_status": "Expired", "expired_time": date(-1)},
    )

    @pytest.mark.parametrize("fields", FIELDS, ids=str)
    def test_what_changed_is_not_what_was_foretold(self, fields: dict[str, Any]) -> None:
        (plan,) = undeclared(region(package("np-a")))
        step = next_step(plan.desired, region(package("np-a", **fields)).observed_for(plan.desired))
        assert isinstance(step, Delete)
        assert not agree(step, plan.steps[0], False)

    @pytest.mark.parametrize("fields", [{}, {"office_site_name": "renamed"}, {"eip_addresses": ("198.51.100.7",)}])
    def test_what_says_nothing_of_whose_it_is_may_change(self, fields: dict[str, Any]) -> None:
        (plan,) = undeclared(region(package("np-a")))
        step = next_step(plan.desired, region(package("np-a", **fields)).observed_for(plan.desired))
        assert step == plan.steps[0]

    def test_two_listings_in_a_row_have_to_show_it_alike(self) -> None:
        view = region(package("np-a"), agreed={("np-a", WHOLE): 1})
        (plan,) = undeclared(view)
        for seen, since, fact in (
            (replace(view, confirmed=False), 0, SecondListing()),
            (replace(view, agreed={}), 0, SecondRead("np-a")),
            (view, 1, SecondRead("np-a")),
        ):
            with pytest.raises(FactNeeded) as needed:
                next_step(plan.desired, seen.observed_for(plan.desired, since))
            assert needed.value.facts == (fact,)
        assert next_step(plan.desired, view.observed_for(plan.desired)) == plan.steps[0]

    def test_one_that_was_renewed_is_refused(self) -> None:
        (plan,) = undeclared(region(subscription("np-a", days=-1)))
        with pytest.raises(PlanningError, match="not released") as refused:
            next_step(plan.desired, region(subscription("np-a", days=30)).observed_for(plan.desired))
        assert "force" not in str(refused.value)


class TestLimit:
    def test_as_many_as_allowed(self) -> None:
        plans = undeclared(region(package("np-a"), package("np-b", office_site_id=None), subscription("np-c")))
        refuse_many_releases(plans, 2)
        with pytest.raises(PlanningError, match=r"max_releases.* 2 .* 1 .*np-a \(alpha\) in cn-hangzhou, np-b"):
            refuse_many_releases(plans, 1)

    def test_what_is_declared_absent_counts(self) -> None:
        view = region(package("np-a"), package("np-b", office_site_id=BETA))
        item = desired(office_site_id=ALPHA, state="absent")
        plans = [unfold(item, view.observed_for(item)), *undeclared(view, item)]
        refuse_many_releases(plans, 2)
        with pytest.raises(PlanningError, match="would release 2 network packages"):
            refuse_many_releases(plans, 1)

    def test_what_is_being_released_does_not_count(self) -> None:
        view = region(package("np-a", network_package_status="Releasing"))
        item = desired(office_site_id=ALPHA, state="absent")
        refuse_many_releases([unfold(item, view.observed_for(item))], 0)

    def test_very_many_are_named_in_part(self) -> None:
        view = region(*(package(f"np-{number:04}", office_site_id=None) for number in range(300)))
        with pytest.raises(PlanningError, match=r"np-0099 \(alpha\) in cn-hangzhou and 200 more") as refused:
            refuse_many_releases(undeclared(view), 299)
        assert "np-0100" not in str(refused.value)


# --- every world x every list


def means(item: Desired, found: Package) -> bool:
    """Tell whether an item means a package, told in another way than the code under test tells it."""
    if item.network_package_id:
        return bool(item.network_package_id == found.network_package_id)
    if item.office_site_id:
        return bool(item.office_site_id == found.office_site_id)
    return all(found.tags.get(key) == value for key, value in item.tags.items())


POLICIES = st.builds(
    ReleasePolicy, st.sampled_from(["report", "release", "release"]), st.sampled_from([{}, {}, *TAGS[1:]])
)
VIEWS = st.builds(
    lambda found, agreed: RegionView(
        found,
        NOW,
        {key: replace(region().sites[key], internet_access=True) for key in (ALPHA, BETA)} | {NOWHERE: None},  # type: ignore[type-var]
        {"7": OrderRecord("7", "Paid", "New", ("np-c",), "long ago", NOW - 90000)},
        True,
        agreed={(key, concern): 1 for key in found for concern in ("bandwidth", "term", *([WHOLE] if agreed else []))},
        renewals={key: Renewal(auto_renew=key < "np-c", product_code="ecd") for key in found},
        renewals_agreed=dict.fromkeys(found, 1),
    ),
    st.fixed_dictionaries({}, optional={key: packages(key) for key in (*KEYS, "np-d", "np-e")}),
    st.sampled_from([True, True, True, False]),
)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(st.lists(WISHES, max_size=3), VIEWS, POLICIES)
def test_exactly_what_no_item_means_is_released(
    items: Sequence[Desired], view: RegionView, policy: ReleasePolicy
) -> None:
    items = [replace(item, item=f"network_packages[{number}]") for number, item in enumerate(items)]
    try:
        refuse_same_identity(items)
        declared = [unfold(item, view.observed_for(item)) for item in items]
        refuse_conflicts(declared, view)
        plans = plan_undeclared(view, REGION, declared, policy)
    except (PlanningError, InputError):
        # Nothing is written, so that nothing is released.
        return
    live = {key: found for key, found in view.packages.items() if found.live}
    meant = {key for key, found in live.items() if any(means(item, found) for item in items)}
    gone = set(released(plans))
    assert not gone & meant and not set(listed(plans)) & meant
    for key in gone:
        assert live[key].network_package_status == "InUse"
        assert live[key].pay_type == "PostPaid" or (live[key].expired and str(live[key].expired_time) < date(0))
        assert live[key].has_tags(policy.tags)
        assert policy.undeclared == "release"
    # In doubt are only those that are being created.
    rest = {key for key, found in live.items() if found.has_tags(policy.tags)} - meant - set(listed(plans))
    assert all(live[key].network_package_status == "Creating" for key in rest)
    sure = {key for key in listed(plans) if live[key].usable and live[key].pay_type == "PostPaid"}
    agreed = view.agreed is not None and all((key, WHOLE) in view.agreed for key in live)
    assert sure <= gone or policy.undeclared == "report" or not agreed
    assert agreed or not gone
    # Where all is carried out, the next run finds nothing to release.
    left = replace(view, packages={key: found for key, found in view.packages.items() if key not in gone})
    after = [unfold(plan.desired, left.observed_for(plan.desired)) for plan in declared]
    assert not released(plan_undeclared(left, REGION, after, policy))
