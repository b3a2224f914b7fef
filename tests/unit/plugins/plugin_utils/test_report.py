# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The numbers of the report, and what its page says of what is not known."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._model.dates import text_of
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.plugin_utils import _report_page
from ansible_collections.alicloud.ecd.plugins.plugin_utils._report import (
    LARGEST,
    months_of,
    price_of,
    rows_of,
    totals_of,
    without_package,
)
from ansible_collections.alicloud.ecd.plugins.plugin_utils._report_declared import differences_of, meant_by, problem_of
from ansible_collections.alicloud.ecd.plugins.plugin_utils._report_page import says_the_same
from ansible_collections.alicloud.ecd.tests.support.html import Shown, read_html
from hypothesis import given, settings
from hypothesis import strategies as st

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
REGION = "cn-hangzhou"
TEMPLATES = Path(_report_page.__file__).resolve().parents[2] / "playbooks" / "templates"


def cost(price: float | None, currency: str | None = "CNY", unit: str = "Hour", period: int = 1) -> dict[str, Any]:
    return {"trade_price": price, "currency": currency, "period_unit": unit, "period": period}


def package(number: int = 1, **fields: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "network_package_id": f"np-{number}",
        "region_id": REGION,
        "office_site_id": f"{REGION}+dir-{number}",
        "office_site_name": f"office {number}",
        "bandwidth": 10,
        "pay_type": "PostPaid",
        "internet_charge_type": "PayByBandwidth",
        "network_package_status": "InUse",
        "business_status": "Normal",
        "expired_time": "2099-12-31T15:59:59Z",
    }
    extra = {name: fields.pop(name, None) for name in ("cost", "renewal")}
    return {**Package(**{**usual, **fields}).to_result(), **extra}


def subscription(number: int, days: float, renews: bool | None = None, **fields: Any) -> dict[str, Any]:
    end = text_of((NOW + timedelta(days=days)).timestamp())
    renewal = None if renews is None else {"auto_renew": renews}
    return package(number, pay_type="PrePaid", expired_time=end, renewal=renewal, **fields)


def page(found: list[dict[str, Any]], sites: list[dict[str, Any]] | None = None, **read: Any) -> Shown:
    usual: dict[str, Any] = {
        "packages": [{"item": REGION, "network_packages": found}],
        "offices": [{"item": REGION, "office_sites": sites or []}],
        "declared": None,
    }
    return read_html(_report_page.page(TEMPLATES, {**usual, **read}, NOW))


PRICES = st.none() | st.decimals("-5", "1000", places=2).map(float)
COSTS = st.builds(
    cost, PRICES, st.sampled_from(["CNY", "USD", None]), st.sampled_from(["Hour", "Month", "Year", "Eon"])
)


@settings(max_examples=50, deadline=None)
@given(st.lists(COSTS, max_size=30))
def test_a_total_is_what_its_offices_cost_in_one_currency(costs: list[dict[str, Any]]) -> None:
    rows = rows_of([package(number, cost=entry) for number, entry in enumerate(costs)], NOW)
    totals = totals_of(rows)
    known = [row.price for row in rows if row.price]
    assert {total.currency for total in totals} == {price.currency for price in known}
    for total in totals:
        mine = [price for price in known if price.currency == total.currency]
        # A twelfth of a year's price has no end.
        for same in (
            sum(price.monthly for price in mine),
            sum(amount for _row, amount in total.largest) + total.rest_monthly,
            total.hourly * 730 + total.terms,
        ):
            assert abs(total.monthly - same) < Decimal("1e-15")
        assert len(total.largest) + total.rest == len(mine)
        amounts = [amount for _row, amount in total.largest]
        assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    ("shown", "monthly", "extrapolated"),
    [
        (cost(0.1), "73.0", True),
        (cost(300.0, unit="Month"), "300", False),
        (cost(300.0, unit="Month", period=3), "100", False),
        (cost(1200.0, unit="Year"), "100", False),
        (cost(0.0), "0", True),
    ],
)
def test_the_price_of_a_month(shown: dict[str, Any], monthly: str, extrapolated: bool) -> None:
    price = price_of(shown)
    assert price
    assert price.monthly == Decimal(monthly)
    assert price.extrapolated == extrapolated


@pytest.mark.parametrize("shown", [None, {}, cost(None), cost(1.0, currency=None), cost(1.0, unit="Eon")])
def test_what_the_api_does_not_name_is_no_price(shown: dict[str, Any] | None) -> None:
    assert price_of(shown) is None
    text = page([package(cost=shown)]).text
    assert "0.00" not in text
    assert "whose price is not known" in text


def test_an_expired_subscription_costs_nothing_until_it_is_renewed() -> None:
    month = cost(300.0, unit="Month")
    shown = page([subscription(1, -3, cost=month), subscription(2, 9, cost=month)])
    assert "600.00" not in shown.text
    assert "Not counted: 1 expired subscription" in shown.under("total")
    assert "office 1" in shown.under("expired")
    assert "office 2" not in shown.under("expired")


def test_one_office_with_two_packages_is_one_bar() -> None:
    office = {"office_site_id": "one", "office_site_name": "headquarters"}
    (total,) = totals_of(rows_of([package(number, cost=cost(1.0), **office) for number in range(2)], NOW))
    ((row, monthly),) = total.largest
    assert (row.office, total.rest) == ("headquarters", 0)
    assert monthly == 1460


@pytest.mark.parametrize("units", [("Hour", "Month"), ("Month", "Hour")])
def test_the_sum_of_an_office_has_the_sign_if_one_of_its_packages_is_priced_by_the_hour(units: tuple[str, str]) -> None:
    office = {"office_site_id": "one", "office_site_name": "headquarters"}
    found = [package(number, cost=cost(1.0, unit=unit), **office) for number, unit in enumerate(units)]
    assert "≈ 731.00" in page(found).under("offices")


def test_the_rest_has_the_sign_only_if_a_price_in_it_is_by_the_hour() -> None:
    months = [package(number, cost=cost(1.0, unit="Month")) for number in range(20)]
    others = " ".join(page([*months, package(99, cost=cost(9.0))]).under("offices").split()).partition("others ")[2]
    assert others == "together 11.00"
    others = " ".join(page([*months, package(99, cost=cost(0.001))]).under("offices").split()).partition("others ")[2]
    assert others == "together ≈ 10.73"


def test_offices_of_one_name_in_two_regions_are_told_apart() -> None:
    regions = (REGION, "cn-shanghai")
    found = [subscription(1, 40, region_id=region, cost=cost(1.0, unit="Month")) for region in regions]
    both = {"packages": [{"item": region, "network_packages": [one]} for region, one in zip(regions, found)]}
    shown = page([], **both)
    for region in regions:
        assert region in shown.under("offices")
        assert region in shown.under("expiry")
        assert any(f"office 1 in {region}: 1.00 CNY" in str(svg) for svg in shown.tags["svg"])
    assert REGION not in page(found[:1]).under("offices")


def test_a_bandwidth_of_zero_is_one_that_the_api_does_not_show() -> None:
    shown = page([package(bandwidth=0)])
    assert "0 Mbit/s" not in shown.text
    assert "not known" in shown.under("all")


def test_what_is_missing_of_the_offices_is_not_missing_in_the_cost() -> None:
    unread = {"offices": [{"item": REGION, "msg": "Forbidden"}]}
    shown = page([package(cost=cost(1.0))], **unread)
    assert "The office networks of cn-hangzhou could not be read" in shown.under("missing")
    assert "at least" not in shown.under("total")
    assert "nothing" in page([], **unread).under("total")


def test_the_page_says_how_many_of_the_regions_were_read() -> None:
    read = [{"item": REGION, "network_packages": [package()]}, {"item": "cn-shanghai", "msg": "Forbidden"}]
    assert "1 network package in 1 of 2 regions" in page([], packages=read).under("total")


@pytest.mark.parametrize(("number", "rest"), [(LARGEST, 0), (LARGEST + 1, 0), (LARGEST + 2, 2)])
def test_what_is_many_is_summed_up(number: int, rest: int) -> None:
    (total,) = totals_of(rows_of([package(each, cost=cost(1.0)) for each in range(number)], NOW))
    assert total.rest == rest
    assert len(total.largest) == number - rest


def test_a_package_that_is_gone_is_no_row() -> None:
    assert rows_of([package(network_package_status=status) for status in ("Releasing", "Released")], NOW) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-400, 4000), st.sampled_from([True, False, None])), max_size=20))
def test_each_subscription_is_once_on_the_time_line(ends: list[tuple[float, bool | None]]) -> None:
    rows = rows_of([subscription(number, days, renews) for number, (days, renews) in enumerate(ends)], NOW)
    months = months_of([*rows, *rows_of([package()], NOW)], NOW)
    assert len(months) == 14
    assert sum(month.total for month in months) == len(ends)
    assert months[0].total == sum(row.expired for row in rows)
    assert sum(month.renews for month in months) == sum(bool(row.auto_renew and not row.expired) for row in rows)


def test_the_time_line_begins_with_this_month() -> None:
    months = months_of(rows_of([subscription(1, 1), subscription(2, 4), subscription(3, 338)], NOW), NOW)
    labels = [month.label for month in months]
    assert labels[:4] == ["past", "Nov", "Dec", "Jan"]
    assert labels[-2:] == ["Oct", "later"]
    assert [month.total for month in months] == [0, 1, 1, *[0] * 10, 1]


def test_what_ends_soon_is_wrong_unless_it_renews() -> None:
    ends = [subscription(1, 20, True), subscription(2, 20, False), subscription(3, 20), subscription(4, 40, False)]
    assert [row.office for row in rows_of(ends, NOW) if row.ends_soon] == ["office 2", "office 3"]


@pytest.mark.parametrize("time", [None, "", "soon"])
def test_an_end_that_cannot_be_read_is_not_known(time: str | None) -> None:
    shown = page([package(pay_type="PrePaid", expired_time=time)])
    assert "Of 1 subscription, the end is not known" in shown.under("expiry")


def site(number: int, **fields: Any) -> dict[str, Any]:
    usual = {"region_id": REGION, "office_site_id": f"{REGION}+dir-{number}", "name": f"office {number}"}
    return {**usual, "status": "REGISTERED", "desktop_count": number, **fields}


def test_offices_without_a_package() -> None:
    rows = rows_of([package(1), package(2, network_package_status="Released")], NOW)
    sites = [site(1), site(2), site(3), site(4, status="DEREGISTERED"), site(5, region_id="elsewhere")]
    found = without_package(sites, rows, ["elsewhere"])
    assert [office.name for office in found] == ["office 3", "office 2"]


def test_a_site_means_a_package_by_id_by_name_and_by_its_result() -> None:
    results = [{}, {}, {"network_package": {"network_package_id": "np-3", "region_id": REGION}}]
    sites = [
        {"office_site_id": f"{REGION}+dir-1", "region_id": REGION},
        {"office_site_name": "office 2"},
        {"office_site_name": "its name has changed"},
    ]
    meant = meant_by(sites, results, REGION)
    packages = [*map(package, range(1, 5)), package(2, network_package_id="np-x", region_id="cn-shanghai")]
    rows = rows_of(packages, NOW, meant)
    assert {row.package.network_package_id for row in rows if row.undeclared} == {"np-4", "np-x"}
    assert not any(row.undeclared for row in rows_of(packages, NOW))


def test_a_site_is_not_as_declared_if_it_would_change_or_fails() -> None:
    sites = [{"office_site_name": name, "region_id": name[0]} for name in ("a1", "a2", "a3", "b1")]
    results: list[dict[str, Any]] = [
        {"changed": False},
        {"changed": True, "actions": ["CreateNetworkPackage"]},
        {"changed": False, "failed": True, "msg": "two\npackages"},
        {"changed": False, "failed": True, "msg": "unreachable"},
    ]
    found = differences_of(sites, results, "", ["b"])
    expected = [("a2", "CreateNetworkPackage"), ("a3", "two\\npackages")]
    assert [(entry.office, entry.text) for entry in found] == expected


def test_a_site_without_a_name_is_called_by_that_of_its_office_or_by_what_identifies_it() -> None:
    changed = {"changed": True, "actions": ["ModifyNetworkPackageBandwidth"]}
    sites: list[dict[str, Any]] = [
        {"office_site_id": "cn-hangzhou+dir-1"},
        {"office_site_id": "cn-hangzhou+dir-2"},
        {"network_package_id": "np-3"},
        {"tags": {"team": "platform", "for": "tests"}},
    ]
    found = differences_of(sites, [{**changed, "network_package": package(1)}, changed, changed, changed], REGION, [])
    assert [entry.office for entry in found] == ["office 1", "cn-hangzhou+dir-2", "np-3", "team=platform, for=tests"]


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ({"office_site_name": "branch", "bandwidth": 10}, ""),
        ({"office_site_name": "branch", "bandwith": 10}, "network_packages[0] (branch): bandwith is not an option"),
        ({"office_site_name": "hall", "bandwidth": 10}, "mean one package: office_site_name hall"),
    ],
)
def test_what_is_wrong_in_the_file_itself(site: dict[str, Any], message: str) -> None:
    found = problem_of([site, {"office_site_name": "hall", "bandwidth": 5}], {"region_id": REGION})
    assert message in found
    assert bool(found) == bool(message)


@pytest.mark.parametrize("sites", [None, "branch", {"a": {}}, ["branch"], [None], 5])
def test_what_is_no_list_of_sites_is_not_looked_into(sites: Any) -> None:
    assert problem_of(sites, {}) == ""


# Up to ansible-core 2.18, a template that is none becomes an empty string.
@pytest.mark.parametrize("declared", [None, ""])
def test_without_a_declaration_the_page_does_not_seem_to_have_one(declared: str | None) -> None:
    assert "No declaration was given" in page([package()], declared=declared).under("wrong")


def test_what_could_not_be_compared_is_not_known() -> None:
    declared = {"sites": [{"office_site_name": "<b>"}], "results": [], "region_id": REGION, "problem": "no <b> there"}
    shown = page([package()], declared=declared)
    assert "no <b> there" in shown.under("missing")
    assert "Nothing in what is known" in shown.under("attention")
    assert "not as declared is not known" in shown.under("wrong")
    assert shown.under("undeclared") == ""


def test_a_page_that_differs_in_its_time_alone_says_the_same() -> None:
    read: dict[str, Any] = {
        "packages": [{"item": REGION, "network_packages": []}],
        "offices": [{"item": REGION, "office_sites": []}],
        "declared": None,
    }
    pages = [_report_page.page(TEMPLATES, read, NOW + timedelta(minutes=minutes)) for minutes in (0, 1)]
    assert pages[0] != pages[1]
    assert says_the_same(*pages)
    assert not says_the_same(pages[0], pages[1].replace("nothing", "not known"))


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1) | st.sampled_from(["<b>", "</script>", "\ud800", "&lt;", "{{ 1 }}", "\u2067x"]))
def test_any_name_is_text(name: str) -> None:
    shown = page([package(office_site_name=name, cost=cost(1.0))], [site(9, name=name)])
    plain = page([package(cost=cost(1.0))], [site(9)])
    assert {tag: len(found) for tag, found in shown.tags.items()} == {
        tag: len(found) for tag, found in plain.tags.items()
    }
    assert shown.outside() == []


def test_an_account_without_packages_costs_nothing_only_if_all_was_read() -> None:
    assert "A month costsnothing" in page([]).under("total").replace("\n", "")
    unread = {"packages": [{"item": REGION, "msg": "Forbidden"}]}
    assert "A month costsnot known" in page([], **unread).under("total").replace("\n", "")


def test_three_thousand_packages_are_a_table_with_all_and_lists_with_ten() -> None:
    shown = page([subscription(number, -1, cost=cost(1.0, unit="Month")) for number in range(3000)])
    assert len(shown.tags["tr"]) == 3001
    assert "2,990 more" in shown.under("expired")
