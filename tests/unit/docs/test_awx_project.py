# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of a project in AWX, run as the nodes of a workflow: what one hands on, the next gets as variables."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ecd.tests.emulator import serve
from ansible_collections.alicloud.ecd.tests.emulator.faults import Fault
from ansible_collections.alicloud.ecd.tests.support.html import read_html

from .accounts import BRANCH, CREATE, HEADQUARTERS, in_shanghai, office, offices, subscription
from .documents import PLAYBOOKS
from .running import Account, Run, ansible_playbook, environment

PROJECT = PLAYBOOKS / "awx"


@dataclass
class Workflow:
    """The nodes of a workflow, run one after the other in a checkout of the project."""

    account: Account
    folder: Path
    env: Mapping[str, str]

    def declare(self, *sites: Mapping[str, Any], **variables: Any) -> None:
        """Commit another list of office networks."""
        declared = {"office_site_bandwidth_sites": list(sites), **variables}
        (self.folder / "packages.yml").write_text(yaml.safe_dump(declared), encoding="utf-8")

    def node(self, playbook: str, *options: str, **variables: Any) -> tuple[Run, dict[str, Any]]:
        """Run a node, and return what it hands on: what AWX keeps as the artifacts of the job."""
        (self.folder / "extra.json").write_text(json.dumps(variables), encoding="utf-8")
        run = ansible_playbook(self.folder, [playbook, "-e", "@extra.json", "--diff", *options], self.env)
        (artifacts,) = re.findall(r"^\s*RUN: (\{.*\})$", run.output, re.MULTILINE)
        return run, json.loads(artifacts)


@pytest.fixture
def workflow(tmp_path: Path) -> Iterator[Workflow]:
    account = Account()
    account.load({"office_sites": offices()})
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder)
    with serve(account) as server:
        env = {**environment(tmp_path, server.url), "ANSIBLE_SHOW_CUSTOM_STATS": "true"}
        yield Workflow(account, folder, env)


def site(name: str, **options: Any) -> Mapping[str, Any]:
    return {"office_site_name": name, "bandwidth": 10, **options}


YEAR = {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth", "period": 1, "period_unit": "Year"}


def test_what_was_approved_is_the_ceiling_of_the_run(workflow):
    workflow.declare(site("headquarters"), site("branch", **YEAR))
    check, approved = workflow.node("apply.yml", "--check")
    assert check.returncode == 0, check.output
    assert workflow.account.writes() == []
    assert approved["ecd_actions"] == {CREATE: 2}
    assert approved["ecd_summary"] in check.output
    assert (approved["ecd_approved_hourly_cost"], approved["ecd_orders"]) == (0.1, {})
    assert f"Subscriptions: {approved['ecd_approved_cost']} CNY" in approved["ecd_summary"]

    # Between the approval and the run, somebody commits more.
    workflow.declare(site("headquarters", bandwidth=50), site("branch", **YEAR))
    refused, _handed_on = workflow.node("apply.yml", **approved)
    assert refused.returncode != 0
    assert "max_hourly_cost" in refused.output
    workflow.declare(site("headquarters", **YEAR), site("branch", **YEAR))
    refused, _handed_on = workflow.node("apply.yml", **approved)
    assert refused.returncode != 0
    assert workflow.account.writes() == []

    workflow.declare(site("headquarters"), site("branch", **YEAR))
    run, done = workflow.node("apply.yml", **approved)
    assert run.returncode == 0, run.output
    assert workflow.account.writes() == [CREATE, CREATE]
    assert done["ecd_actions"] == {CREATE: 2}
    assert "ecd_approved_cost" not in done


def test_an_approval_of_nothing_allows_no_order(workflow):
    workflow.declare()
    _check, approved = workflow.node("apply.yml", "--check")
    assert approved["ecd_summary"] == "Would write: nothing."
    workflow.declare(site("headquarters"))
    run, _done = workflow.node("apply.yml", **approved)
    assert run.returncode != 0
    assert workflow.account.writes() == []


@pytest.mark.parametrize("own", [{"ecd_max_hourly_cost": 0}, {"ecd_max_hourly_cost": "0.05"}])
def test_a_ceiling_of_ones_own_holds_with_and_without_an_approval(workflow, own):
    workflow.declare(site("headquarters"))
    check, handed_on = workflow.node("apply.yml", "--check", **own)
    assert check.returncode != 0
    # What failed is shown and handed on, too.
    assert handed_on["ecd_failures"] == 1
    run, _done = workflow.node("apply.yml", **own, ecd_approved_cost=0, ecd_approved_hourly_cost=5)
    assert run.returncode != 0
    assert workflow.account.writes() == []


def test_a_run_that_fails_before_it_plans_is_told(workflow):
    (workflow.folder / "packages.yml").write_text("office_site_bandwidth_site: []\n", encoding="utf-8")
    run, handed_on = workflow.node("apply.yml")
    assert run.returncode != 0
    assert handed_on["ecd_summary"] == "Failed before the first write."


def test_without_any_price_there_is_no_sum(workflow):
    workflow.declare(site("headquarters"))
    workflow.account.faults.add(Fault("error", "DescribePrice", code="Forbidden.RAM", status=403))
    _check, approved = workflow.node("apply.yml", "--check")
    assert approved["ecd_summary"] == f"Would write: {{'{CREATE}': 1}}. Some prices are not known."


def test_without_every_price_there_is_no_approved_sum(workflow):
    # The change of bandwidth has no price before the renewal is in force.
    workflow.account.load({"office_sites": offices(), "packages": [subscription(BRANCH, days=10, bandwidth=20)]})
    workflow.declare({"office_site_id": BRANCH, "bandwidth": 40, "remaining_days": 14})
    _check, approved = workflow.node("apply.yml", "--check")
    assert "Some prices are not known." in approved["ecd_summary"]
    assert "ecd_approved_cost" not in approved


def test_unpaid_orders_reach_the_next_node(workflow):
    workflow.declare(site("headquarters"), site("branch", auto_pay=False, **YEAR))
    run, unpaid = workflow.node("apply.yml")
    assert run.returncode == 0, run.output
    assert list(unpaid["ecd_orders"]) == ["branch"]
    assert unpaid["ecd_orders"]["branch"] in unpaid["ecd_summary"]

    again, still = workflow.node("apply.yml", **unpaid)
    assert again.returncode == 0, again.output
    assert still["ecd_orders"] == unpaid["ecd_orders"]

    workflow.account.pay_order(unpaid["ecd_orders"]["branch"])
    paid, done = workflow.node("apply.yml", **still)
    assert paid.returncode == 0, paid.output
    assert done["ecd_orders"] == {}
    assert workflow.account.writes() == [CREATE, CREATE]


def test_a_node_reports_its_own_failures(workflow):
    workflow.declare(site("headquarters"), site("branch"))
    _check, approved = workflow.node("apply.yml", "--check")
    assert approved["ecd_failures"] == 0
    workflow.account.faults.add(Fault("error", CREATE, code="Forbidden.RAM", status=403))
    run, done = workflow.node("apply.yml", **approved)
    assert run.returncode != 0
    assert done["ecd_failures"] == 1
    assert "Failed: 1 of 2." in done["ecd_summary"]

    # The report shows what it found, and not what an earlier node handed on.
    report, found = workflow.node("report.yml", **{**done, "ecd_packages": 9, "ecd_expired": ["a"], "ecd_expiring": {}})
    assert report.returncode == 0, report.output
    assert found["ecd_summary"].startswith("1 network package.")
    assert (found["ecd_packages"], found["ecd_expired"]) == (1, [])


def test_orders_of_offices_with_one_name_are_kept_apart(workflow):
    regions = ["cn-hangzhou", "cn-shanghai"]
    elsewhere = {**in_shanghai("cn-shanghai+dir-222222abcd"), "name": "branch"}
    workflow.account.load({"office_sites": [*offices(), elsewhere]})
    sites = [site("branch", region_id=region, auto_pay=False, **YEAR) for region in regions]
    workflow.declare(*sites)
    run, unpaid = workflow.node("apply.yml")
    assert run.returncode == 0, run.output
    assert len(set(unpaid["ecd_orders"].values())) == 2
    for order in unpaid["ecd_orders"].values():
        workflow.account.pay_order(order)
    paid, done = workflow.node("apply.yml", **unpaid)
    assert paid.returncode == 0, paid.output
    assert done["ecd_orders"] == {}
    assert workflow.account.writes() == [CREATE, CREATE]


def test_an_order_outlasts_a_node_that_failed(workflow):
    workflow.declare(site("branch", auto_pay=False, **YEAR))
    _run, unpaid = workflow.node("apply.yml")
    workflow.account.faults.add(Fault("error", "DescribeNetworkPackages", code="Forbidden.RAM", status=403))
    failed, handed_on = workflow.node("apply.yml", **unpaid)
    assert failed.returncode != 0
    assert handed_on["ecd_orders"] == unpaid["ecd_orders"]


def test_one_office_waits_for_its_order(workflow):
    workflow.account.load({"office_sites": offices()})
    _run, bought = workflow.node("one_office.yml", office=HEADQUARTERS, bandwidth=10)
    assert (bought["payment_pending"], len(bought["order_ids"])) == (False, 1)
    assert bought["cost"][0]["trade_price"] == 0.1
    refused, handed_on = workflow.node("one_office.yml", office="branch", bandwidth=10, max_cost=0)
    assert refused.returncode != 0
    # What the order would have cost.
    assert handed_on == {"order_ids": [], "payment_pending": False, "cost": bought["cost"]}
    assert workflow.account.writes() == [CREATE]


def test_the_report_hands_on_what_it_costs_and_what_expires(workflow):
    workflow.account.load(
        {"office_sites": offices(), "packages": [{"office_site_id": HEADQUARTERS}, subscription(BRANCH, days=10)]}
    )
    run, report = workflow.node("report.yml", regions=["cn-hangzhou"])
    assert run.returncode == 0, run.output
    assert (int(report["ecd_packages"]), report["ecd_expired"]) == (2, [])
    assert list(report["ecd_expiring"]) == ["branch"]
    assert report["ecd_monthly_costs"] == {"CNY": 373.0}
    assert report["ecd_summary"].startswith(
        "2 network packages. A month costs about 373.00 CNY, without traffic. Expired: none."
    )
    assert report["ecd_summary"] in run.output
    assert workflow.account.writes() == []


IN_DOLLARS = {
    "kind": "amended",
    "when": "after",
    "times": 99,
    "action": "DescribeRenewalPrice",
    "body": json.dumps({"PriceInfo": {"Price": {"Currency": "USD", "OriginalPrice": 50.0, "TradePrice": 43.21}}}),
}
TOTAL = re.compile(r'<p class="big">(?:≈ )?<span class="n">([0-9,.]+)</span> <span class="unit">([A-Z]+)</span>')
# Subscriptions that have expired: one says so, the date of the other has passed.
EXPIRED: dict[str, Any] = {"days": -9, "business_status": "Expired"}
PASSED: dict[str, Any] = {"days": -1, "business_status": "Normal"}


@pytest.mark.parametrize(
    ("faults", "monthly"), [([], {"CNY": 446.0}), ([IN_DOLLARS], {"CNY": 146.0, "USD": 43.21})], ids=["one", "two"]
)
def test_the_report_agrees_with_the_page(workflow, faults, monthly):
    workflow.account.load(
        {
            "office_sites": offices("747474", "969696", "979797"),
            "packages": [
                {"office_site_id": HEADQUARTERS},
                subscription(BRANCH, days=10),
                subscription(office("747474"), **EXPIRED),
                subscription(office("969696"), **PASSED, network_package_id="np-passed"),
                {"office_site_id": office("979797"), "network_package_status": "Releasing"},
                {"network_package_id": "np-spare"},
            ],
            "faults": faults,
        }
    )
    run, report = workflow.node("report.yml", regions=["cn-hangzhou"])
    assert run.returncode == 0, run.output
    arguments = ["alicloud.ecd.report", "-e", "regions=cn-hangzhou", "-e", "dest=report.html"]
    written = ansible_playbook(workflow.folder, arguments, workflow.env)
    assert written.returncode == 0, written.output
    page = (workflow.folder / "report.html").read_text(encoding="utf-8")
    totals = {currency: float(amount.replace(",", "")) for amount, currency in TOTAL.findall(page)}
    assert report["ecd_monthly_costs"] == totals == monthly
    shown = read_html(page)
    assert f"{report['ecd_packages']} network packages" in shown.under("total")
    assert "Not counted: 2 expired subscriptions" in shown.under("total")
    assert len(report["ecd_expired"]) == 2
    assert all(name in shown.under("expired") for name in report["ecd_expired"])
    assert list(report["ecd_expiring"]) == ["branch"]
