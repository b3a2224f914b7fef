# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the playbook report, for a hostile account with names in many scripts, also in a real browser."""

from __future__ import annotations

import base64
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.support.browser import Page, browse, installed
from ansible_collections.alicloud.ecd.tests.support.html import read_html

from .reports import BOTH, account_of, run

EVIL = ["<script>document.title='evaluated'</script>", "{{ 1 + 1 }}{% raw %}", "\u202eegap lanimirc", "W" * 600]
EVIL += ["<img src=x onerror=document.title='evaluated'>", "</style></svg>\"'><b>", "東京 支社 &amp;"]
CAIRO = "مكتب القاهرة الرئيسي (2)"
LONG = ["العربية" * 20, "漢" * 120, "annex-" * 25]
SCRIPTS = [CAIRO, *LONG, "上海浦东国际机场第二航站楼", "서울 본사", "משרד תל אביב 10", "กรุงเทพมหานคร"]
WITHOUT = [f"7{number:05}" for number in range(14)]
DECLARED = f"office_site_bandwidth_sites:\n  - {{region_id: cn-hangzhou, office_site_name: '{CAIRO}', bandwidth: 99}}\n"
WIDTHS, SCHEMES = (390, 1400), ("light", "dark")
# A sheet of A4 less its margins, in CSS pixels.
SHEET = 703


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "packages.yml").write_text(DECLARED, encoding="utf-8")
    account = account_of([*EVIL, *SCRIPTS], WITHOUT)
    done = run(folder, account, "-e", BOTH, "-e", "dest=report.html", "-e", "declared=packages.yml")
    assert done.returncode == 0, done.output
    return folder / "report.html"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    program = installed()
    if program is None:
        warnings.warn("NO BROWSER: the report was not looked at in Chromium, its HTML was only parsed", stacklevel=1)
        pytest.skip("no Chromium is installed: see CONTRIBUTING.md")
    with browse(program, tmp_path_factory.mktemp("profile")) as found:
        yield found


def test_hostile_names_are_text(hostile: Path) -> None:
    page = read_html(hostile.read_text(encoding="utf-8"))
    for name in EVIL:
        assert name.replace("\u202e", "\\u202e")[:150] in page.text
    assert "\u202e" not in page.text
    assert set(page.tags["script"]) == {()}
    assert page.outside() == []
    assert "img" not in page.tags


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_on_a_screen(hostile: Path, page: Page, width: int, scheme: str) -> None:
    page.open(hostile, width, scheme)
    assert page.complaints() == []
    assert page.requests() == [hostile.resolve().as_uri()]
    assert page.value("document.documentElement.scrollWidth") <= width
    assert page.value(f"({TOO_FAINT})()") == []
    assert page.value(f"({BADLY_PLACED})()") == []
    assert page.value("document.title") == "Network packages: cost and condition"
    names = page.value("[...document.querySelectorAll('td bdi')].map(name => name.textContent)")
    assert {EVIL[0], EVIL[1], *EVIL[4:], *SCRIPTS} <= set(names)


def test_the_beginning_of_a_long_name_is_what_a_chart_shows(hostile: Path, page: Page) -> None:
    page.open(hostile, 390, "light")
    names = page.value("[...document.querySelectorAll('.bars .name bdi')].map(name => name.textContent)")
    assert {LONG[0], LONG[2]} <= set(names)
    assert page.value(f"({HEADLESS})()") == []


def test_an_english_sentence_runs_from_left_to_right_whatever_name_it_begins_with(hostile: Path, page: Page) -> None:
    page.open(hostile, 1400, "light")
    sentence = "document.querySelector('[aria-labelledby=differences] .quiet bdi')"
    assert page.value(f"{sentence}.textContent").startswith(CAIRO)
    assert page.value(f"getComputedStyle({sentence}).direction") == "ltr"


def test_fonts_for_chinese_japanese_and_korean_are_named_for_each_system(hostile: Path, page: Page) -> None:
    page.open(hostile, 1400, "light")
    family = page.value("getComputedStyle(document.body).fontFamily")
    for font in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"):
        assert font in family


def test_the_table_can_be_filtered_and_sorted(hostile: Path, page: Page) -> None:
    page.open(hostile, 1400, "light")
    filter_by(page, "harbour")
    assert page.value("document.querySelectorAll('tbody tr:not([hidden])').length") == 1
    page.value("document.querySelectorAll('th button')[2].click()")
    assert page.value("document.querySelectorAll('th')[2].getAttribute('aria-sort')") == "ascending"
    assert page.complaints() == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_on_paper(hostile: Path, page: Page, scheme: str) -> None:
    page.open(hostile, SHEET, scheme, media="print")
    assert page.value("document.documentElement.scrollWidth") <= SHEET
    assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.value("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.value(f"({TOO_FAINT})()") == []
    assert page.value(f"({BADLY_PLACED})()") == []
    # A browser repeats this on each sheet, but Chromium does not repeat the text of a button.
    assert page.value("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.value("getComputedStyle(document.querySelector('th'), '::before').content") == '"Office network"'
    assert page.value("getComputedStyle(document.querySelector('th')).position") == "static"
    for part in ("tbody tr", ".list li", ".bars li", "figure:has(svg.timeline)"):
        assert page.value(f"getComputedStyle(document.querySelector('{part}')).breakInside") == "avoid"


def test_paper_has_no_controls_and_lacks_nothing(hostile: Path, page: Page) -> None:
    page.open(hostile, SHEET, "dark")
    filter_by(page, "harbour")
    page.call("Emulation.setEmulatedMedia", media="print")
    controls = "[...document.querySelectorAll('input, output, summary, button')]"
    assert page.value(f"{controls}.length") > 9
    assert (
        page.value(f"{controls}.filter(control => control.checkVisibility()).map(control => control.outerHTML)") == []
    )
    assert page.value(f"({LACKING})()") == []


def test_paper_has_a_table_and_not_the_cards_of_a_phone(hostile: Path, page: Page) -> None:
    page.open(hostile, 1400, "light", media="")
    pdf = base64.b64decode(page.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"])
    sheets = len(re.findall(rb"/Type /Page\b", pdf))
    assert 1 < sheets <= 6


def filter_by(page: Page, text: str) -> None:
    """Enter a text into the filter of the table, and wait until it has been applied."""
    page.value(f"document.getElementById('filter').value = '{text}'")
    page.value("document.getElementById('filter').dispatchEvent(new Event('input'))")
    applied = "document.getElementById('matches').textContent"
    page.value(f"new Promise(done => {{ const look = () => {applied} ? done() : setTimeout(look); look(); }})")


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

# Elements that leave their section at a side, and parts of an entry that lie on each other.
BADLY_PLACED = """() => {
  const box = element => element.getBoundingClientRect();
  const found = [];
  for (const section of document.querySelectorAll("section")) {
    for (const element of section.querySelectorAll("*")) {
      const outside = box(element).left < box(section).left - 1 || box(element).right > box(section).right + 1;
      if (element.checkVisibility() && box(element).width && outside) found.push(element.outerHTML.slice(0, 80));
    }
  }
  for (const entry of document.querySelectorAll(".list li, .bars li")) {
    const parts = [...entry.children].map(box);
    for (const [one, other] of parts.slice(1).map((part, index) => [parts[index], part])) {
      const apart = one.right <= other.left + 1 || other.right <= one.left + 1
        || one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
      if (!apart) found.push(entry.outerHTML.slice(0, 80));
    }
  }
  return found;
}"""

# Names whose first character is cut off.
HEADLESS = """() => [...document.querySelectorAll(".bars .name")].filter(name => {
  const text = document.createTreeWalker(name, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 1);
  const first = range.getBoundingClientRect(), box = name.getBoundingClientRect();
  return first.left < box.left - 1 || first.right > box.right + 1;
}).map(name => name.textContent)"""

# Texts that are not shown, or only in part. The names of the chart are in the table, too.
LACKING = """() => {
  const found = [];
  for (const element of document.querySelectorAll("main *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("svg, .tools, summary, button, .bars")) continue;
    const seen = element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});
    const cut = getComputedStyle(element).overflow !== "visible"
      && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    if (!seen || cut || !element.getClientRects().length) found.push(element.outerHTML.slice(0, 80));
  }
  return found;
}"""
