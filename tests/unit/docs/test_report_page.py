# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the playbook report, for a hostile account with names in many scripts, also in a real browser."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from ansible_collections.alicloud.ecd.tests.support.browser import Scheme, Visit, installed, running_browser, visited
from ansible_collections.alicloud.ecd.tests.support.html import read_html
from playwright.sync_api import Browser, Page, expect

from .reports import BOTH, account_of, run

EVIL = ["<script>document.title='evaluated'</script>", "{{ 1 + 1 }}{% raw %}", "\u202eegap lanimirc", "W" * 600]
EVIL += ["<img src=x onerror=document.title='evaluated'>", "</style></svg>\"'><b>", "東京 支社 &amp;"]
CAIRO = "مكتب القاهرة الرئيسي (2)"
LONG = ["العربية" * 20, "漢" * 120, "annex-" * 25]
SCRIPTS = [CAIRO, *LONG, "上海浦东国际机场第二航站楼", "서울 본사", "משרד תל אביב 10", "กรุงเทพมหานคร"]
WITHOUT = [f"7{number:05}" for number in range(14)]
DECLARED = f"office_site_bandwidth_sites:\n  - {{region_id: cn-hangzhou, office_site_name: '{CAIRO}', bandwidth: 99}}\n"
WIDTHS = (390, 1400)
SCHEMES = get_args(Scheme)
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
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = installed()
    if program is None:
        warnings.warn("NO BROWSER: the report was not looked at in Chromium, its HTML was only parsed", stacklevel=1)
        pytest.skip("no Chromium is installed: see CONTRIBUTING.md")
    with running_browser(program, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, hostile: Path) -> Iterator[Visit]:
    """The page on a wide screen."""
    with visited(browser, hostile, 1400) as found:
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
def test_on_a_screen(hostile: Path, browser: Browser, width: int, scheme: Scheme) -> None:
    with visited(browser, hostile, width, scheme) as visit:
        page = visit.page
        assert visit.complaints == []
        assert visit.requests == [hostile.resolve().as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_FAINT) == []
        assert page.evaluate(BADLY_PLACED) == []
        assert page.title() == "Network packages: cost and condition"
        assert {EVIL[0], EVIL[1], *EVIL[4:], *SCRIPTS} <= set(page.locator("td bdi").all_text_contents())


def test_the_beginning_of_a_long_name_is_what_a_chart_shows(hostile: Path, browser: Browser) -> None:
    with visited(browser, hostile, 390) as visit:
        assert {LONG[0], LONG[2]} <= set(visit.page.locator(".bars .name bdi").all_text_contents())
        assert visit.page.evaluate(HEADLESS) == []


def test_an_english_sentence_runs_from_left_to_right_whatever_name_it_begins_with(visit: Visit) -> None:
    sentence = visit.page.locator("[aria-labelledby=differences] .quiet bdi").first
    assert (sentence.text_content() or "").startswith(CAIRO)
    assert sentence.evaluate("shown => getComputedStyle(shown).direction") == "ltr"


def test_fonts_for_chinese_japanese_and_korean_are_named_for_each_system(visit: Visit) -> None:
    family = visit.page.evaluate("getComputedStyle(document.body).fontFamily")
    for font in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"):
        assert font in family


def test_the_table_can_be_filtered_and_sorted(visit: Visit) -> None:
    filter_by(visit.page, "harbour")
    assert visit.page.locator("tbody tr:not([hidden])").count() == 1
    visit.page.locator("th button").nth(2).click()
    assert visit.page.locator("th").nth(2).get_attribute("aria-sort") == "ascending"
    assert visit.complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_on_paper(hostile: Path, browser: Browser, scheme: Scheme) -> None:
    with visited(browser, hostile, SHEET, scheme, media="print") as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.scrollWidth") <= SHEET
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        assert page.evaluate(TOO_FAINT) == []
        assert page.evaluate(BADLY_PLACED) == []
        # A browser repeats this on each sheet, but Chromium does not repeat the text of a button.
        assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
        assert page.evaluate("getComputedStyle(document.querySelector('th'), '::before').content") == '"Office network"'
        assert page.evaluate("getComputedStyle(document.querySelector('th')).position") == "static"
        for part in ("tbody tr", ".list li", ".bars li", "figure:has(svg.timeline)"):
            assert page.evaluate(f"getComputedStyle(document.querySelector('{part}')).breakInside") == "avoid"


def test_paper_has_no_controls_and_lacks_nothing(hostile: Path, browser: Browser) -> None:
    with visited(browser, hostile, SHEET, "dark") as visit:
        filter_by(visit.page, "harbour")
        visit.page.emulate_media(media="print")
        controls = visit.page.locator("input, output, summary, button").all()
        assert len(controls) > 9
        assert [control.evaluate("shown => shown.outerHTML") for control in controls if control.is_visible()] == []
        assert visit.page.evaluate(LACKING) == []


def test_paper_has_a_table_and_not_the_cards_of_a_phone(visit: Visit) -> None:
    visit.page.emulate_media(media="null")
    sheets = len(re.findall(rb"/Type /Page\b", visit.page.pdf(format="A4")))
    assert 1 < sheets <= 6


def filter_by(page: Page, text: str) -> None:
    """Enter a text into the filter of the table, and wait until it has been applied."""
    page.locator("#filter").fill(text)
    expect(page.locator("#matches")).not_to_be_empty()


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
