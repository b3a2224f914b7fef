# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation site: what is in its contents, and which links are found to be wrong."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.tooling import docsite, site_links

GOOD = (
    '<h1 id="top">A page</h1><a href="#top">here</a><a href="b%20c.html#x">there</a><a href="https://a.example">out</a>'
)
PICTURES = sorted((ROOT / "docs" / "site" / "pictures").glob("*.svg"))


@pytest.fixture(name="site")
def _site(tmp_path):
    (tmp_path / "a.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b c.html").write_text('<a name="x"></a><a href="./">start</a>', encoding="utf-8")
    (tmp_path / "index.html").write_text('<a href="a.html">a</a><img src="data:image/png;base64,">', encoding="utf-8")
    return tmp_path


def test_good_links_are_no_problem(site):
    assert list(site_links.problems(site)) == []


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ('<a href="c.html">c</a>', "index.html: c.html leads to no file"),
        ('<a href="a.html#bottom">a</a>', "index.html: a.html#bottom leads to no place of that page"),
        ('<a href="#bottom">a</a>', "index.html: #bottom leads to no place of that page"),
        ('<img src="pictures/lost.svg">', "index.html: pictures/lost.svg leads to no file"),
        ('<script src="https://cdn.example/x.js"></script>', "index.html: loads https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "index.html: loads //cdn.example/x.css"),
    ],
)
def test_a_wrong_link_is_named(site, element, problem):
    (site / "index.html").write_text(element, encoding="utf-8")
    assert list(site_links.problems(site)) == [problem]


def test_private_plugins_and_an_empty_index_have_no_page(tmp_path):
    for name in ("_secret_filter", "network_package_module"):
        (tmp_path / f"{name}.rst").touch()
    variables = tmp_path / "environment_variables.rst"
    variables.write_text("A variable.", encoding="utf-8")
    assert [path.stem for path in docsite.unwanted(tmp_path)] == ["_secret_filter"]
    variables.write_text(docsite.NO_VARIABLES, encoding="utf-8")
    assert [path.stem for path in docsite.unwanted(tmp_path)] == ["_secret_filter", "environment_variables"]


def test_the_contents_have_the_guides_the_reference_and_the_changelog(tmp_path):
    for name in ("network_package_module", "office_sites_inventory", "examples"):
        (tmp_path / f"{name}.rst").touch()
    text = docsite.contents([{"title": "Guides", "toctree": ["guide_awx"]}], tmp_path)
    entries = [line.strip() for line in text.splitlines() if line.startswith("   ") and ":maxdepth:" not in line]
    assert entries == [
        ":caption: Guides",
        "docsite/guide_awx",
        ":caption: Reference",
        "network_package (module) <network_package_module>",
        "office_sites (inventory) <office_sites_inventory>",
        ":caption: More",
        "examples",
        "Changelog <changelog>",
    ]


def test_a_playbook_is_shown_with_its_comment(tmp_path):
    path = tmp_path / "playbooks" / "apply.yml"
    path.parent.mkdir()
    path.write_text(
        "---\n# Copyright\n# License\n\n"
        "# Applies it. Set:\n#\n#   A, B\n#\n# To preview: ansible-playbook x --check\n- name: Apply\n",
        encoding="utf-8",
    )
    assert docsite.playbooks("Playbooks", [path]).splitlines() == [
        *("Playbooks", "=========", "", "alicloud.ecd.apply", "------------------", ""),
        *("Applies it. Set:", "", "| ``A, B``", "", "To preview: ``ansible-playbook x --check``", ""),
        *(".. code-block:: yaml+jinja", "", "   - name: Apply"),
    ]


def test_there_is_no_page_without_playbooks():
    assert docsite.playbooks("Playbooks", []) == ""


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_has_a_text_and_the_colours_of_the_page(path):
    picture = ET.parse(path).getroot()
    assert picture.attrib["role"] == "img"
    named = [element for element in picture if element.tag.endswith(("}title", "}desc"))]
    assert [element.get("id") for element in named] == picture.attrib["aria-labelledby"].split()
    assert len(named) == 2
    assert all(element.text for element in named)
    # Colours are in the style sheet, for both schemes. Text that is smaller cannot be read on a phone.
    assert [element for element in picture.iter() if {"fill", "style", "font-size"} & set(element.keys())] == []
    assert float(picture.attrib["viewBox"].split()[2]) <= 400


def test_every_picture_is_on_a_page():
    index = (ROOT / "docs" / "site" / "index.rst").read_text(encoding="utf-8")
    assert PICTURES
    assert [path.name for path in PICTURES if f"pictures/{path.name}" not in index] == []
