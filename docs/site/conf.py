# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of Sphinx for the documentation site. tests/tooling/docsite.py builds the site."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

ANSIBLE_DOCS = "https://docs.ansible.com/projects/ansible/latest"
# What generated pages refer to outside of the collection. The site is built without a network, so no inventory of
# these documents is read.
ELSEWHERE = {
    "ansible_configuration_settings": f"{ANSIBLE_DOCS}/reference_appendices/config.html",
    "common_return_values": f"{ANSIBLE_DOCS}/reference_appendices/common_return_values.html",
    "inventory_plugins": f"{ANSIBLE_DOCS}/plugins/inventory.html",
}

# The theme shows the contents of a page beside it.
_CONTENTS = re.compile(r"^\.\. contents::\n(?: +:.*\n)*", re.MULTILINE)

project = "alicloud.ecd"
project_copyright = "the alicloud.ecd contributors"
html_title = "alicloud.ecd"

extensions = ["sphinx_antsibull_ext"]
# site.css has them, for both schemes of the theme.
antsibull_ext_color_scheme = "none"
pygments_style = "ansible"
highlight_language = "yaml+jinja"
default_role = "any"

html_theme = "furo"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#b34700", "color-brand-content": "#0b5cad"},
    "dark_css_variables": {"color-brand-primary": "#ffa25e", "color-brand-content": "#7cb8ff"},
}


def elsewhere(_app: Any, _environment: Any, node: Any, content: Any) -> nodes.reference | None:
    """Resolve a reference that leaves the collection."""
    target = node.get("reftarget", "")
    address = ELSEWHERE.get(target.lower())
    if node.get("reftype") == "envvar" and target.startswith("ANSIBLE_"):
        address = f"{ELSEWHERE['ansible_configuration_settings']}#envvar-{target}"
    return nodes.reference("", "", content, refuri=address, internal=False) if address else None


def without_contents(_app: Any, _name: str, source: list[str]) -> None:
    """Leave out the table of contents that a page has for themes that show none."""
    source[0] = _CONTENTS.sub("", source[0])


def required_first(_app: Any, document: nodes.document) -> None:
    """Move the options that are required to the top of their table, with their suboptions."""
    for table in document.findall(nodes.table):
        if "ansible-option-table" in table["classes"]:
            (body,) = table.findall(nodes.tbody)
            groups: list[list[nodes.Node]] = []
            for row in body.children:
                if "ansible-option-indent" not in next(iter(row.findall(nodes.raw))).astext():
                    groups.append([])
                groups[-1].append(row)
            groups.sort(key=lambda rows: "ansible-option-required" not in str(rows[0].children[0]))
            body.children = [row for rows in groups for row in rows]


def setup(app: Any) -> None:
    """Register what this file adds to Sphinx."""
    app.connect("source-read", without_contents)
    app.connect("doctree-read", required_first)
    app.connect("missing-reference", elsewhere)
