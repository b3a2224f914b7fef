# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts from elsewhere are never templates, on every ansible-core."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ecd.plugins.plugin_utils._unsafe import unsafe

TEMPLATES = ["{{ 6 * 7 }}", "a {{ 6 * 7 }} b", "{% if true %}42{% endif %}", "{# gone #}", "{{"]


def evaluated(value: Any) -> Any:
    """Return what a task gets that uses a variable of this value."""
    return Templar(loader=DataLoader(), variables={"it": value}).template(_template("{{ it }}"))


def _template(text: str) -> str:
    try:
        from ansible.template import trust_as_template
    except ImportError:
        return text
    return trust_as_template(text)


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_text_stays_as_it_is(text: str) -> None:
    assert evaluated(unsafe(text)) == text


@pytest.mark.parametrize("text", TEMPLATES)
def test_so_does_one_in_a_structure(text: str) -> None:
    value = {"tags": {text: text}, "list": [text, {"x": text}], "number": 3, "none": None, "flag": True}
    assert evaluated(unsafe(value)) == value


@pytest.mark.parametrize("value", ["plain", "", 0, 1.5, None, True, [], {}, ["a", 1], {"a": {"b": [None]}}])
def test_what_is_no_template_is_the_same(value: Any) -> None:
    assert unsafe(value) == value
    assert type(unsafe(value)) is type(value)
