# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of options in the guides become links, and nothing else changes."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.tooling import link_options

MODULES = {"wait": "network_package", "max_cost": "network_package", "office_site_names": "network_package_info"}
WAIT, MAX_COST = (f":ansopt:`alicloud.ecd.network_package#module:{name}" for name in ("wait", "max_cost"))


def test_every_option_of_the_guides_is_a_link():
    assert link_options.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Set ``wait``.", f"Set {WAIT}`."),
        ("Set ``wait: false``.", f"Set {WAIT}=false`."),
        ("Set ``wait:\nfalse`` now.", f"Set {WAIT}=false` now."),
        ("- ``wait``\n- a\n  b\n", f"- {WAIT}`\n- a\n  b\n"),
        ("  * - ``wait``\n    - It\n      waits.\n", f"  * - {WAIT}`\n    - It\n      waits.\n"),
        ("``network_package_info`` reads.", ":ansplugin:`alicloud.ecd.network_package_info#module` reads."),
    ],
)
def test_a_name_becomes_a_link(text, expected):
    assert link_options.linked(text, MODULES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A ``word``, and ``wait: no message`` of the module, and wait.\n",
        ".. code-block:: yaml\n\n    # ``wait``\n\n    - wait: true\n",
        "..\n  ``wait``\n\nText.\n",
        "A\nparagraph\nthat is\nwrapped early.\n\n\nTwo lines.",
        f"{WAIT}`\n",
    ],
)
def test_all_else_stays_as_it_is(text):
    assert link_options.linked(text, MODULES) == text


def test_a_paragraph_is_wrapped_anew_where_it_grows():
    text = "- " + "many words " * 9 + "``wait`` ``max_cost`` end\n  of it.\n\nNext.\n"
    lines = link_options.linked(text, MODULES).split("\n")
    assert max(map(len, lines)) <= link_options.WIDTH
    assert lines[1].startswith(f"  {WAIT}`")
    assert " ".join(" ".join(lines).split()).endswith(f"{WAIT}` {MAX_COST}` end of it. Next.")
    assert link_options.linked("\n".join(lines), MODULES) == "\n".join(lines)


def test_a_guide_is_rewritten_and_then_up_to_date(tmp_path, capsys):
    for name in ("plugins/modules", "plugins/doc_fragments"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(ROOT / name, target_is_directory=True)
    guides = tmp_path / "docs" / "docsite" / "rst"
    guides.mkdir(parents=True)
    # An option of the fragment, one of the module that the guide is about, and one of another module.
    (guides / "guide_fleets.rst").write_text("``max_cost``, ``concurrency``, ``office_site_names``.", encoding="utf-8")
    assert link_options.main(["--check"], tmp_path) == 1
    assert "guide_fleets.rst: options without links" in capsys.readouterr().out
    assert link_options.main([], tmp_path) == 0
    assert link_options.main(["--check"], tmp_path) == 0
    text = (guides / "guide_fleets.rst").read_text(encoding="utf-8")
    for option in ("network_packages#module:max_cost", "network_packages#module:concurrency"):
        assert f":ansopt:`alicloud.ecd.{option}`" in text
    assert ":ansopt:`alicloud.ecd.network_package_info#module:office_site_names`" in text
