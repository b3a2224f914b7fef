# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The generated documentation is up to date, and a stale block is found."""

from __future__ import annotations

import shutil

import pytest
from ansible_collections.alicloud.ecd.tests.tooling import update_docs


@pytest.fixture(name="modules")
def _modules(tmp_path):
    for name in (update_docs.SOURCE, *update_docs.TARGETS):
        shutil.copy(update_docs.MODULES / name, tmp_path)
    return tmp_path


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_committed_is_up_to_date(modules):
    assert update_docs.main(["--check"], modules) == 0


def test_a_stale_block_is_named_and_then_updated(modules, capsys):
    replace(modules / update_docs.SOURCE, "The peak bandwidth in Mbit/s.", "Another text about O(pay_type).")
    before = (modules / "network_packages.py").read_text(encoding="utf-8")
    assert update_docs.main(["--check"], modules) == 1
    printed = capsys.readouterr().out
    assert "network_package_info.py: generated documentation is stale" in printed
    assert "network_packages.py: generated documentation is stale" in printed
    assert (modules / "network_packages.py").read_text(encoding="utf-8") == before

    assert update_docs.main([], modules) == 0
    assert update_docs.main(["--check"], modules) == 0
    assert "Another text about O(network_packages[].pay_type)." in (modules / "network_packages.py").read_text(
        encoding="utf-8"
    )


def test_the_price_of_a_package_has_the_words_of_the_price_of_an_order(modules):
    replace(modules / update_docs.SOURCE, "The list price.", "Another price.")
    assert update_docs.main([], modules) == 0
    assert "Another price." in (modules / "network_package_info.py").read_text(encoding="utf-8")


def test_a_lost_marker_is_an_error(modules):
    replace(modules / "network_packages.py", "# BEGIN GENERATED options", "# options")
    with pytest.raises(ValueError, match="must have generated blocks named"):
        update_docs.main(["--check"], modules)


def test_texts_that_need_quotes_stay_what_they_are():
    docs = {"options": {"name": {"description": ["First: a colon, and " + "many words " * 20, "# no comment"]}}}
    text = update_docs.updated("  # BEGIN GENERATED options\n  # END GENERATED\n", docs)
    assert max(map(len, text.splitlines())) <= update_docs.WIDTH
