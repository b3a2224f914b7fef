# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook report: the commands of its guide, a hostile account, and the page in a real browser."""

from __future__ import annotations

import shlex
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import serve
from ansible_collections.alicloud.ecd.tests.support.browser import browse, installed
from ansible_collections.alicloud.ecd.tests.support.html import Shown, read_html

from .accounts import HEADQUARTERS, in_shanghai, offices, subscription
from .documents import guide
from .running import Account, Run, ansible_playbook, environment

GUIDE = guide("report")
COMMANDS = [shlex.split(block.text) for block in GUIDE.blocks("shell")]
BOTH = "regions=cn-hangzhou,cn-shanghai"
HARBOUR = "cn-shanghai+dir-333333abcd"
EVIL = ["<script>document.title='evaluated'</script>", "{{ 1 + 1 }}{% raw %}", "\u202eegap lanimirc", "W" * 600]
EVIL += ["<img src=x onerror=document.title='evaluated'>", "</style></svg>\"'><b>", "東京 支社 &amp;"]
WIDTHS, SCHEMES = (390, 1400), ("light", "dark")
DECLARED = "office_site_bandwidth_sites:\n  - {region_id: cn-hangzhou, office_site_id: HERE, bandwidth: 20}\n"


def account_of(names: list[str]) -> dict[str, Any]:
    """An account whose offices have these names, with one package of each kind that the page speaks of."""
    sites = [{"office_site_id": f"cn-hangzhou+dir-{number:06}abcd", "name": name} for number, name in enumerate(names)]
    packages = [
        {"office_site_id": site["office_site_id"]}
        if number % 2
        else subscription(site["office_site_id"], days=number + 3)
        for number, site in enumerate(sites)
    ]
    harbour = {**in_shanghai(HARBOUR), "name": "harbour"}
    return {
        "office_sites": [*offices(), *sites, harbour],
        "packages": [
            *packages,
            {"office_site_id": HEADQUARTERS},
            {"network_package_id": "np-spare"},
            subscription(HARBOUR, days=-9, region_id="cn-shanghai", business_status="Expired"),
        ],
    }


def run(folder: Path, seed: dict[str, Any], *arguments: str) -> Run:
    """Run the playbook against an account; it writes nothing there."""
    account = Account()
    account.load(seed)
    with serve(account) as server:
        done = ansible_playbook(folder, ["alicloud.ecd.report", *arguments], environment(folder, server.url))
    assert account.writes() == []
    return done


def written(folder: Path) -> Shown:
    return read_html((folder / "report.html").read_text(encoding="utf-8"))


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


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("hostile")
    done = run(folder, account_of(EVIL), "-e", BOTH, "-e", "dest=report.html")
    assert done.returncode == 0, done.output
    yield folder / "report.html"


def test_hostile_names_are_text(hostile: Path) -> None:
    page = read_html(hostile.read_text(encoding="utf-8"))
    for name in EVIL:
        assert name.replace("\u202e", "\\u202e")[:150] in page.text
    assert "\u202e" not in page.text
    assert set(page.tags["script"]) == {()}
    assert page.outside() == []
    assert "img" not in page.tags


def test_the_page_in_a_browser(hostile: Path, tmp_path: Path) -> None:
    program = installed()
    if program is None:
        warnings.warn("NO BROWSER: the report was not looked at in Chromium, its HTML was only parsed", stacklevel=1)
        pytest.skip("no Chromium is installed, for example by: apt-get install chromium")
    with browse(program, tmp_path) as page:
        for width in WIDTHS:
            for scheme in SCHEMES:
                page.open(hostile, width, scheme)
                assert page.complaints() == []
                assert page.requests() == [hostile.resolve().as_uri()]
                assert page.value("document.documentElement.scrollWidth") <= width
                assert page.value(f"({TOO_FAINT})()") == []
                assert page.value("document.title") == "Network packages: cost and condition"
                names = page.value("[...document.querySelectorAll('td bdi')].map(name => name.textContent)")
                assert {EVIL[0], EVIL[1], EVIL[4], EVIL[5], EVIL[6]} <= set(names)
        # The script: a filter, and order by a column.
        page.value("document.getElementById('filter').value = 'harbour'")
        page.value("document.getElementById('filter').dispatchEvent(new Event('input'))")
        visible = "[...document.querySelectorAll('tbody tr:not([hidden])')].length"
        assert page.value(f"new Promise(done => setTimeout(() => done({visible}), 300))") == 1
        page.value("document.querySelectorAll('th button')[2].click()")
        assert page.value("document.querySelectorAll('th')[2].getAttribute('aria-sort')") == "ascending"
        assert page.complaints() == []


# Texts with a contrast below 4.5 to what is behind them, which is what WCAG asks of text of this size.
TOO_FAINT = """() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => parts(color).slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (parts(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  for (const element of document.querySelectorAll("main *")) {
    const style = getComputedStyle(element);
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || style.display === "none" || element.closest("svg")) continue;
    const [low, high] = [light(style.color), light(behind(element))].sort((one, other) => one - other);
    if ((high + 0.05) / (low + 0.05) < 4.5) found.push(element.outerHTML.slice(0, 80) + style.color);
  }
  return found;
}"""


def test_a_region_that_cannot_be_read_is_named_and_fails_at_the_end(tmp_path: Path) -> None:
    fault = {"kind": "error", "action": "DescribeNetworkPackages", "code": "Forbidden.RAM", "status": 403, "times": 9}
    done = run(tmp_path, {**account_of([]), "faults": [{**fault, "skip": 1}]}, "-e", BOTH, "-e", "dest=report.html")
    assert done.returncode != 0
    assert "was written, but it is not complete" in done.output
    assert done.changed == 1
    page = written(tmp_path)
    assert "The network packages of cn-shanghai could not be read" in page.under("missing")
    assert "Forbidden.RAM" in page.under("missing")
    assert "headquarters" in page.text
    # Nobody knows whether it has a package.
    assert "harbour" not in page.text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dest=report.html"], "regions: it is missing"),
        (["dest=report.html", '{"regions": []}'], "regions: it is missing"),
        ([BOTH], "dest: it is missing"),
        ([BOTH, "dest=."], "is a folder; give a file in it"),
        ([BOTH, "dest=nowhere/report.html"], "dest: there is no folder"),
        ([BOTH, "dest=report.html", "declared=nothing.yml"], "declared: there is no file"),
        ([BOTH, "dest=report.html", "declared=other.yml"], "has no list office_site_bandwidth_sites"),
        ([BOTH, "dest=report.html", "declared=text.yml"], "text.yml"),
        ([BOTH, "dest=report.html", "declared=wrong.yml"], "office_site_bandwidth_sites[0]"),
    ],
)
def test_bad_input_is_a_clear_error(tmp_path: Path, arguments: list[str], message: str) -> None:
    for name, text in (
        ("other.yml", "regions_of_mine: []\n"),
        ("text.yml", "a: [\n"),
        ("wrong.yml", DECLARED.replace("20", "wide")),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run(tmp_path, {}, *(part for argument in arguments for part in ("-e", argument)))
    assert done.returncode != 0
    assert message in " ".join(done.output.split())
    assert not (tmp_path / "report.html").exists()
