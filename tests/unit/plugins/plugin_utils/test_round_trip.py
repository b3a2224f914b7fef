# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever an account holds: exported, read as Ansible reads it and applied, it changes nothing and writes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ecd.plugins.plugin_utils._variables_file import variables_file
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from ..modules.runner import Runner

REGIONS = ["cn-hangzhou", "cn-shanghai", "ap-southeast-1"]
ODD = [
    "",
    "{{ 6 * 7 }}",
    "{{ lookup('pipe', 'id') }}",
    "{% for i in [1] %}x{% endfor %}",
    "{# gone #}",
    "${HOME}",
    "yes",
    "null",
    "~",
    "007",
    "1e3",
    "12:30:45",
    "2026-01-15",
    "- a",
    "a: b",
    "a #b",
    "# c",
    "&a",
    "*a",
    "!vault x",
    "!unsafe y",
    "|",
    ">-",
    "'",
    '"',
    "\\",
    "%TAG",
    "---",
    "...",
    "a\nb: c",
    "a\r\n- region_id: x",
    "\u2028- x",
    "\x85x: y",
    "\x07\x1b[31m",
    "\u202etxt",
    "\ufeff",
    "\U0001f600",
    "名前",
    " x ",
    "\t",
    "x" * 128,
]
text = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = text | st.sampled_from(["team", "acs:rm", "Aliyun", "see http://x"])
TAGS = st.dictionaries(KEYS.filter(bool), text, max_size=3)
GONE = ("Releasing", "Released")
STATUSES = ["InUse", "InUse", "InUse", "Creating", "Releasing", "Released"]


@st.composite
def packages(draw: st.DrawFn, region_id: str, site: str | None) -> dict[str, Any]:
    """A network package as an account may hold it, whether it could be bought like that or not."""
    pay_type = draw(st.sampled_from(["PostPaid", "PrePaid"]))
    charge_types = st.sampled_from(["PayByTraffic", "PayByBandwidth"])
    booked = draw(st.sampled_from([None, None, 5, 20, 2000]))
    return {
        "region_id": region_id,
        "office_site_id": site,
        "pay_type": pay_type,
        "bandwidth": draw(st.sampled_from([0, 1, 2, 10, 200, 300, 1000, 5000])),
        "internet_charge_type": draw(charge_types),
        "network_package_status": draw(st.sampled_from(STATUSES)),
        "business_status": draw(st.sampled_from(["Normal", "Normal", "Expired"])),
        "reservation_bandwidth": booked,
        "reservation_active_time": "2026-02-01T00:00:00Z" if booked else None,
        "reservation_internet_charge_type": draw(st.none() | charge_types) if booked else None,
        "auto_renew": draw(st.booleans()),
        "tags": draw(TAGS),
    }


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """Office networks with none, one or two packages, and packages without an office network."""
    sites, held = [], []
    for region_id in draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True)):
        for number in range(draw(st.integers(0, 3))):
            site = draw(st.sampled_from([f"{region_id}+dir-{number}", f"{region_id}+dir_{number} {{{{ 1 }}}}é"]))
            sites.append({"office_site_id": site, "name": draw(text), "region_id": region_id})
            for _package in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
                held.append(draw(packages(region_id, site)))
        held += draw(st.lists(packages(region_id, None), max_size=2))
    return {"office_sites": sites, "packages": held}


def holding(account: Mapping[str, Any]) -> Runner:
    here = Runner()
    here.emulator.load(account)
    return here


def exported(here: Runner) -> list[dict[str, Any]]:
    result = here.network_package_info(region_id="", regions=REGIONS)
    assert "failed" not in result, result["msg"]
    found: list[dict[str, Any]] = result["network_packages"]
    return found


def loaded(content: str) -> list[dict[str, Any]]:
    """Return the sites as a playbook has them: read by Ansible's loader, and templated."""
    loader = DataLoader()
    with tempfile.NamedTemporaryFile("w", suffix=".yml", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        variables = loader.load_from_file(file.name, trusted_as_template=True)
    sites: list[dict[str, Any]] = Templar(loader=loader).template(variables)["office_site_bandwidth_sites"]
    return sites


def assert_tags_are_the_same_text(sites: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    """Also those that Ansible would evaluate."""
    live = [package for package in found if package["network_package_status"] not in GONE]
    observed = {(package["region_id"], package["office_site_id"]): package["tags"] for package in live}
    for site in sites:
        tags = observed[site["region_id"], site["office_site_id"]]
        for key, value in site.get("tags", {}).items():
            assert tags[key] == value


FORGED = "x\n  - region_id: cn-hangzhou\n    office_site_id: cn-hangzhou+dir-forged\n    bandwidth: 99\n"
BOUND: dict[str, Any] = {"region_id": "cn-hangzhou", "office_site_id": "cn-hangzhou+dir-1"}


@settings(max_examples=150, deadline=None, print_blob=True)
@given(accounts())
@example({"office_sites": [{"office_site_id": BOUND["office_site_id"], "name": FORGED}], "packages": [BOUND]})
@example({"packages": [{**BOUND, "tags": {"{{ 1 }}": "{{ 2 }}", "a": FORGED}}, {"tags": {FORGED: FORGED}}]})
@example({"packages": [{**BOUND, "tags": {f"key {number:02}": "x" for number in range(21)}}]})
def test_export_then_apply_changes_nothing(account: dict[str, Any]) -> None:
    here = holding(account)
    found = exported(here)
    content = variables_file(found, REGIONS)
    sites = loaded(content)
    event(f"{len(sites)} sites")
    assert_tags_are_the_same_text(sites, found)

    result = here.network_packages(region_id="", network_packages=sites)
    assert "failed" not in result, (result["msg"], content)
    assert result["changed"] is False
    assert result["actions"] == []
    assert here.writes() == []
    expected = [warning for warning in here.warnings if "remaining_days" not in warning]
    assert expected == [], content


@settings(max_examples=60, deadline=None, print_blob=True)
@given(accounts(), st.randoms(use_true_random=False))
def test_every_live_package_is_in_the_file_and_no_other(account: dict[str, Any], chance: Any) -> None:
    here = holding(account)
    found = exported(here)
    content = variables_file(found, REGIONS)
    declared = {(site["region_id"], site["office_site_id"]) for site in loaded(content)}
    comments = [line for line in content.splitlines() if line.startswith("#   ")]
    for package in found:
        is_live = package["network_package_status"] not in GONE
        one = (package["region_id"], package["office_site_id"]) in declared
        line = [entry for entry in comments if package["network_package_id"] in entry]
        assert (one if not line else len(line) == 1) if is_live else not line
    live = [package for package in found if package["network_package_status"] not in GONE]
    assert len(declared) + len(comments) == len(live)

    chance.shuffle(found)
    assert variables_file(found, REGIONS[::-1]) == content
