# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The generated documentation is up to date, and a stale block is found."""

from __future__ import annotations

import shutil

import pytest
from ansible_collections.alicloud.ecd.tests.contract.probe import Finding, NotProbed, Probe, holds
from ansible_collections.alicloud.ecd.tests.contract.suite import ALL
from ansible_collections.alicloud.ecd.tests.tooling import update_docs


@pytest.fixture(name="root")
def _root(tmp_path):
    """The files that have generated blocks, and those that they are made from."""
    names = [update_docs.MODULES / name for name in (update_docs.SOURCE, *update_docs.TARGETS)]
    for path in (*names, update_docs.GUIDE):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(update_docs.ROOT / path, tmp_path / path)
    return tmp_path


@pytest.fixture(name="modules")
def _modules(root):
    return root / update_docs.MODULES


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_committed_is_up_to_date(root):
    assert update_docs.main(["--check"], root) == 0


def test_a_stale_block_is_named_and_then_updated(root, modules, capsys):
    replace(modules / update_docs.SOURCE, "The peak bandwidth in Mbit/s.", "Another text about O(pay_type).")
    before = (modules / "network_packages.py").read_text(encoding="utf-8")
    assert update_docs.main(["--check"], root) == 1
    printed = capsys.readouterr().out
    assert "network_package_info.py: generated documentation is stale" in printed
    assert "network_packages.py: generated documentation is stale" in printed
    assert (modules / "network_packages.py").read_text(encoding="utf-8") == before

    assert update_docs.main([], root) == 0
    assert update_docs.main(["--check"], root) == 0
    assert "Another text about O(network_packages[].pay_type)." in (modules / "network_packages.py").read_text(
        encoding="utf-8"
    )


def test_the_price_of_a_package_has_the_words_of_the_price_of_an_order(root, modules):
    replace(modules / update_docs.SOURCE, "The list price.", "Another price.")
    assert update_docs.main([], root) == 0
    assert "Another price." in (modules / "network_package_info.py").read_text(encoding="utf-8")


def test_a_lost_marker_is_an_error(root, modules):
    replace(modules / "network_packages.py", "# BEGIN GENERATED options", "# options")
    with pytest.raises(ValueError, match="must have generated blocks named"):
        update_docs.main(["--check"], root)


def test_a_stale_list_of_probes_is_named_and_then_updated(root, capsys):
    replace(root / update_docs.GUIDE, ALL[0].claim, "Another claim.")
    assert update_docs.main(["--check"], root) == 1
    assert f"{update_docs.GUIDE.name}: generated documentation is stale" in capsys.readouterr().out
    assert update_docs.main([], root) == 0
    assert update_docs.main(["--check"], root) == 0
    assert ALL[0].claim in (root / update_docs.GUIDE).read_text(encoding="utf-8")


def test_a_lost_list_of_probes_is_an_error(root):
    replace(root / update_docs.GUIDE, ".. BEGIN GENERATED probes_never", ".. A comment")
    with pytest.raises(ValueError, match="must have generated blocks named"):
        update_docs.main(["--check"], root)


def _asks(_evidence: object) -> Finding:
    return holds("as claimed")


def _never(_evidence: object) -> Finding:
    raise NotProbed("nobody can know")


def test_probes_are_listed_below_their_row_with_what_makes_markup_escaped():
    probes = [
        Probe("one", "reads", "Tags", "A *claim* with `marks` and name_ in it.", _asks),
        Probe("two", "reads", "Errors", "Another. " + "Many words, " * 20, _asks),
        Probe("three", "reads", "Tags", "The last one.", _asks),
        Probe("four", "never", "Buy", "What nobody asks.", _never),
    ]
    lists = update_docs.probe_lists(probes)
    assert lists["probes_never"] == "Buy\n  - What nobody asks. (*four*) Not asked: nobody can know."
    lines = lists["probes_reads"].split("\n")
    assert lines[:3] == [
        "Tags",
        r"  - A \*claim\* with \`marks\` and name\_ in it. (*one*)",
        "  - The last one. (*three*)",
    ]
    assert lines[3:6] == ["", "Errors", lines[5]]
    assert all(line.startswith("    ") for line in lines[6:])
    assert max(map(len, lines)) <= update_docs.WIDTH


def test_every_probe_is_in_one_list():
    text = "\n".join(update_docs.probe_lists(ALL).values())
    assert {probe.id: text.count(f"(*{probe.id}*)") for probe in ALL} == dict.fromkeys((probe.id for probe in ALL), 1)


def test_texts_that_need_quotes_stay_what_they_are():
    docs = {"options": {"name": {"description": ["First: a colon, and " + "many words " * 20, "# no comment"]}}}
    text = update_docs.updated("  # BEGIN GENERATED options\n  # END GENERATED\n", docs)
    assert max(map(len, text.splitlines())) <= update_docs.WIDTH
