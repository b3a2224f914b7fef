# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blank means not given: null and empty strings, in options and in the environment alike."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._options.blanks import (
    Choices,
    environment,
    given,
    invocation,
    is_blank,
    without_blanks,
)

SPEC: dict[str, dict[str, Any]] = {
    "text": {"type": "str"},
    "usual": {"type": "str", "default": "usual"},
    "number": {"type": "int", "default": 5},
    "flag": {"type": "bool", "default": True},
    "open": {"type": "bool"},
    "region": {"type": "str", "fallback": (environment, ["FIRST", "SECOND"])},
    "both": {"type": "str", "default": "usual", "fallback": (environment, ["SECOND"])},
}
VALUES: tuple[Any, ...] = (0, 0.0, False, True, 1, "x", " ", "0", "null", [], {}, [""], {"a": ""})


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "SECOND"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("blank", [None, ""])
def test_blanks(blank: Any) -> None:
    assert is_blank(blank)
    assert without_blanks({"a": blank, "b": 1}) == {"b": 1}


@pytest.mark.parametrize("value", VALUES)
def test_everything_else_is_a_value(value: Any) -> None:
    assert not is_blank(value)
    assert without_blanks({"a": value}) == {"a": value}


def test_options_are_not_changed_in_place() -> None:
    options = {"a": "", "b": None, "c": 1}
    before = copy.deepcopy(options)
    without_blanks(options)
    given(options, {name: {} for name in options})
    invocation(options, {name: {} for name in options})
    assert options == before


class TestChoices:
    CHOICES = Choices(("present", "absent"))

    @pytest.mark.parametrize("value", ["present", "absent", ""])
    def test_one_of_them_or_blank(self, value: str) -> None:
        assert value in self.CHOICES

    @pytest.mark.parametrize("value", ["Present", "gone", " ", None, 0, False])
    def test_anything_else(self, value: object) -> None:
        assert value not in self.CHOICES

    def test_what_is_listed_is_what_may_be_chosen(self) -> None:
        # In messages, documentation and JSON no empty choice shows.
        assert list(self.CHOICES) == ["present", "absent"]
        assert json.loads(json.dumps(self.CHOICES)) == ["present", "absent"]
        assert copy.deepcopy(self.CHOICES) == self.CHOICES
        assert "" in copy.deepcopy(self.CHOICES)


class TestEnvironment:
    @pytest.mark.parametrize(
        ("variables", "found"),
        [
            ({}, ""),
            ({"FIRST": "a"}, "a"),
            ({"SECOND": "b"}, "b"),
            ({"FIRST": "a", "SECOND": "b"}, "a"),
            # AWX sets variables of fields left blank to nothing.
            ({"FIRST": "", "SECOND": "b"}, "b"),
            ({"FIRST": "", "SECOND": ""}, ""),
            ({"FIRST": " "}, " "),
        ],
    )
    def test_the_first_that_is_set(
        self, variables: dict[str, str], found: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert environment("FIRST", "SECOND") == found

    def test_no_variable_at_all(self) -> None:
        assert environment() == ""


class TestGiven:
    @pytest.mark.parametrize("value", VALUES)
    @pytest.mark.parametrize("name", sorted(SPEC))
    def test_what_is_given_stays(self, name: str, value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECOND", "from the environment")
        assert given({name: value}, SPEC)[name] == value

    @pytest.mark.parametrize("params", [{}, dict.fromkeys(SPEC), dict.fromkeys(SPEC, "")])
    @pytest.mark.parametrize(
        ("variables", "region", "both"),
        [
            ({}, None, "usual"),
            ({"FIRST": "a"}, "a", "usual"),
            ({"SECOND": "b"}, "b", "b"),
            ({"FIRST": "a", "SECOND": "b"}, "a", "b"),
            ({"FIRST": "", "SECOND": ""}, None, "usual"),
        ],
    )
    def test_a_blank_is_the_environments_value_or_the_default(
        self,
        params: dict[str, Any],
        variables: dict[str, str],
        region: str | None,
        both: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert given(params, SPEC) == {
            "text": None,
            "usual": "usual",
            "number": 5,
            "flag": True,
            "open": None,
            "region": region,
            "both": both,
        }

    def test_only_what_is_in_the_spec(self) -> None:
        assert given({"text": "x", "more": "y"}, {"text": {}}) == {"text": "x"}


class TestInvocation:
    @pytest.mark.parametrize(
        ("params", "shown"),
        [
            ({}, {}),
            (dict.fromkeys(SPEC), {}),
            (dict.fromkeys(SPEC, ""), {}),
            ({"text": "x", "usual": "other"}, {"text": "x", "usual": "other"}),
            ({"usual": "usual", "number": 5, "flag": True}, {}),
            ({"flag": False, "number": 0, "open": False}, {"flag": False, "number": 0, "open": False}),
            ({"open": True}, {"open": True}),
            # Ansible's own parameters are none of the task's options.
            ({"text": "x", "_ansible_verbosity": 3}, {"text": "x"}),
        ],
    )
    def test_what_was_given_and_is_no_default(self, params: dict[str, Any], shown: dict[str, Any]) -> None:
        assert invocation(params, SPEC) == {"module_args": shown}
