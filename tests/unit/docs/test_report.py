# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook report: the commands of its guide, a region that cannot be read, and wrong variables."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import serve

from .accounts import HEADQUARTERS, in_shanghai
from .documents import guide
from .reports import BOTH, account_of, run, written
from .running import Account, Run, ansible_playbook, environment

GUIDE = guide("report")
COMMANDS = [shlex.split(block.text.replace("\\\n", "")) for block in GUIDE.blocks("shell")]
DECLARED = "office_site_bandwidth_sites:\n  - {region_id: cn-hangzhou, office_site_id: HERE, bandwidth: 20}\n"


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    (tmp_path / "packages.yml").write_text(DECLARED.replace("HERE", HEADQUARTERS), encoding="utf-8")
    account = Account()
    account.load(account_of([]))
    with serve(account) as server:
        for command in COMMANDS:
            assert command[0] == "ansible-playbook"
            done = ansible_playbook(tmp_path, command[1:], environment(tmp_path, server.url))
            assert done.returncode == 0, done.output
            assert done.changed == 1
    assert account.writes() == []
    page = written(tmp_path)
    # 10 Mbit/s by traffic, twice.
    assert "146.00 CNY" in page.text
    assert "harbour" in page.under("expired")
    assert "branch" in page.under("without")
    assert "np-spare" in page.under("unbound")
    assert "np-spare" in page.under("undeclared")
    assert "headquarters" not in page.under("undeclared")
    assert HEADQUARTERS in page.under("differences")


@pytest.mark.parametrize(
    ("operation", "part", "not_known"),
    [
        # Nobody knows whether it has a package.
        ("DescribeNetworkPackages", "network packages", "harbour"),
        ("DescribeOfficeSites", "office networks", "depot"),
    ],
)
def test_a_region_that_cannot_be_read_is_named_and_fails_at_the_end(
    tmp_path: Path, operation: str, part: str, not_known: str
) -> None:
    fault = {"kind": "error", "action": operation, "code": "Forbidden.RAM", "status": 403, "times": 9, "skip": 1}
    account = account_of([])
    account["office_sites"].append({**in_shanghai("cn-shanghai+dir-444444abcd"), "name": "depot"})
    done = run(tmp_path, {**account, "faults": [fault]}, "-e", BOTH, "-e", "dest=report.html")
    assert done.returncode != 0
    assert "was written, but it is not complete. Could not be read: cn-shanghai." in done.output
    assert done.changed == 1
    page = written(tmp_path)
    assert f"The {part} of cn-shanghai could not be read" in page.under("missing")
    assert "Forbidden.RAM" in page.under("missing")
    assert "headquarters" in page.text
    assert not_known not in page.text


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ("{office_site_name: demolished, bandwidth: 10}", "no office network is named 'demolished' in cn-hangzhou"),
        ("{office_site_id: HERE, internet_charge_type: PayByBandwidth, bandwidth: 10}", "the API cannot change it"),
    ],
)
def test_what_is_declared_but_cannot_be_reached_is_on_the_page_and_fails_at_the_end(
    tmp_path: Path, site: str, message: str
) -> None:
    text = f"office_site_bandwidth_region_id: cn-hangzhou\noffice_site_bandwidth_sites: [{site}]\n"
    (tmp_path / "packages.yml").write_text(text.replace("HERE", HEADQUARTERS), encoding="utf-8")
    done = run(tmp_path, account_of([]), "-e", BOTH, "-e", "dest=report.html", "-e", "declared=packages.yml")
    assert done.returncode != 0
    said = " ".join(done.output.split())
    assert "was written, but it is not complete. declared: " in said
    assert "could not be compared with what exists: office_site_bandwidth_sites[0]" in said
    page = written(tmp_path)
    assert message in page.under("missing")
    assert "146.00 CNY" in page.text
    assert page.under("undeclared") == ""


def test_a_second_run_that_finds_the_same_is_not_changed(tmp_path: Path) -> None:
    arguments = ["alicloud.ecd.report", "-e", '{"regions": [" cn-hangzhou ", ""]}', "-e", "dest=report.html"]
    page = tmp_path / "report.html"
    account = Account()
    account.load(account_of([]))
    with serve(account) as server:
        env = environment(tmp_path, server.url)
        assert ansible_playbook(tmp_path, arguments, env).changed == 1
        text = page.read_text(encoding="utf-8")
        time = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", text)
        assert time
        page.write_text(text.replace(time[0], "2026-01-01 00:00 UTC"), encoding="utf-8")
        again = ansible_playbook(tmp_path, arguments, env)
        assert (again.returncode, again.changed) == (0, 0)
        # The page tells when it was true.
        assert "2026-01-01 00:00 UTC" not in written(tmp_path).text
        account.load(account_of(["annex"]))
        assert ansible_playbook(tmp_path, [*arguments, "--check"], env).changed == 1
        assert "annex" not in written(tmp_path).text


@pytest.mark.parametrize("playbook", ["report", "export"])
def test_what_is_no_file_is_not_replaced(tmp_path: Path, playbook: str) -> None:
    # As a device would be: root may replace those.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done, actions = attempt(tmp_path, "-e", BOTH, "-e", "dest=pipe", "-e", "force=true", playbook=playbook)
    assert done.returncode != 0
    assert "pipe is a device, a pipe or a socket; give the path of a file" in " ".join(done.output.split())
    assert pipe.is_fifo()
    assert actions == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dest=report.html"], "regions: it is missing"),
        (["dest=report.html", '{"regions": []}'], "regions: it is missing"),
        (["dest=report.html", "regions=,"], "regions: it is missing"),
        (["dest=report.html", '{"regions": {"cn-hangzhou": {}}}'], "regions: {'cn-hangzhou': {}} is not allowed; the"),
        (["dest=report.html", '{"regions": 5}'], "regions: 5 is not allowed; the name of a region"),
        (["dest=report.html", "regions=cn-hangzhou;cn-shanghai"], "regions: cn-hangzhou;cn-shanghai is not allowed"),
        (["dest=report.html", "regions=cn-hangzhou,Beijing"], "regions: Beijing is not allowed"),
        ([BOTH], "dest: it is missing"),
        ([BOTH, "dest=."], "is a folder; give a file in it"),
        ([BOTH, "dest=folder/"], "is a folder; give a file in it"),
        ([BOTH, "dest=nowhere/report.html"], "dest: there is no folder"),
        ([BOTH, "dest=other.yml/report.html"], "dest: there is no folder"),
        ([BOTH, '{"dest": ["report.html"]}'], "dest: ['report.html'] is not allowed; give the path"),
        ([BOTH, "dest=report.html", "declared=nothing.yml"], "declared: there is no file"),
        ([BOTH, "dest=report.html", "declared=."], "declared: there is no file"),
        ([BOTH, "dest=other.yml", "declared=./other.yml"], "dest: it is the file of declared, which the page would"),
        ([BOTH, "dest=report.html", '{"declared": [1]}'], "declared: [1] is not allowed; give the path"),
        ([BOTH, "dest=report.html", "declared=other.yml"], "has no list office_site_bandwidth_sites"),
        ([BOTH, "dest=report.html", "declared=text.yml"], "text.yml cannot be read"),
        ([BOTH, "dest=report.html", "declared=list.yml"], "list.yml cannot be read"),
        ([BOTH, "dest=report.html", "declared=names.yml"], "has a site that is not allowed: branch; each site is"),
        (
            [BOTH, "dest=report.html", "declared=defaults.yml"],
            "office_site_bandwidth_defaults that are not allowed: [1]",
        ),
        ([BOTH, "dest=report.html", "declared=wrong.yml"], "cannot be applied: office_site_bandwidth_sites[0]"),
        ([BOTH, "dest=report.html", "declared=template.yml"], "template.yml cannot be evaluated: "),
        ([BOTH, "dest=report.html", "declared=sites.yml"], "sites.yml cannot be evaluated: "),
    ],
)
def test_bad_input_is_a_clear_error(tmp_path: Path, arguments: list[str], message: str) -> None:
    for name, text in (
        ("other.yml", "regions_of_mine: []\n"),
        ("text.yml", "a: [\n"),
        ("list.yml", "- branch\n"),
        ("names.yml", "office_site_bandwidth_sites: [branch]\n"),
        ("defaults.yml", "office_site_bandwidth_sites: []\noffice_site_bandwidth_defaults: [1]\n"),
        ("wrong.yml", DECLARED.replace("20", "wide")),
        ("sites.yml", "office_site_bandwidth_sites: '{{ nobody_sets_this }}'\n"),
        ("template.yml", DECLARED.replace("20", "'{{ nobody_sets_this }}'")),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done, actions = attempt(tmp_path, *(part for argument in arguments for part in ("-e", argument)))
    assert done.returncode != 0
    assert message in " ".join(done.output.split())
    assert not (tmp_path / "report.html").exists()
    # Nothing is read for a page that cannot be written.
    assert actions == []


def test_a_folder_without_permission_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    done, actions = attempt(tmp_path, "-e", BOTH, "-e", "dest=closed/report.html")
    assert done.returncode != 0
    assert f"dest: you have no permission to write to the folder {folder}" in " ".join(done.output.split())
    assert actions == []


def attempt(folder: Path, *arguments: str, playbook: str = "report") -> tuple[Run, list[str]]:
    """Run the playbook against an empty account, and return with it which operations it called."""
    account = Account()
    with serve(account) as server:
        done = ansible_playbook(folder, [f"alicloud.ecd.{playbook}", *arguments], environment(folder, server.url))
    return done, account.actions()
