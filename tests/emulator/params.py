# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of a call, validated against the gateway's schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .errors import invalid, missing


class Params:
    """The decoded query of a call."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def optional(self, name: str, allowed: Sequence[str] = ()) -> str | None:
        """Return a text, or None if it is missing or empty."""
        value = self._values.get(name) or None
        if value is not None and allowed and value not in allowed:
            raise invalid(name)
        return value

    def required(self, name: str, allowed: Sequence[str] = ()) -> str:
        """Return a mandatory text."""
        value = self.optional(name, allowed)
        if value is None:
            raise missing(name)
        return value

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Return an integer within bounds; without a default it is mandatory."""
        text = self._values.get(name)
        if not text:
            if default is None:
                raise missing(name)
            return default
        if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII) or not low <= int(text) <= high:
            raise invalid(name)
        return int(text)

    def boolean(self, name: str, default: bool | None = None) -> bool | None:
        """Return a boolean in any letter case, or the default."""
        text = self._values.get(name)
        if not text:
            return default
        if text.lower() not in ("true", "false"):
            raise invalid(name)
        return text.lower() == "true"

    def values_of(self, name: str, max_count: int = 100, required: bool = False) -> list[str]:
        """Return the values of ``name.1``, ``name.2``, and so on."""
        pattern = re.compile(re.escape(name) + r"\.([1-9]\d*)", re.ASCII)
        found = sorted(
            (int(match.group(1)), value)
            for key, value in self._values.items()
            if (match := pattern.fullmatch(key)) is not None
        )
        if required and not found:
            raise missing(name)
        if len(found) > max_count or any(not value for _index, value in found):
            raise invalid(name)
        return [value for _index, value in found]

    def tags(self) -> dict[str, str | None]:
        """Return the tags of ``Tag.N.Key`` and ``Tag.N.Value``; a missing value is None."""
        pattern = re.compile(r"Tag\.([1-9]\d*)\.(Key|Value)", re.ASCII)
        numbers = sorted({int(match.group(1)) for key in self._values if (match := pattern.fullmatch(key))})
        if len(numbers) > 20:
            raise invalid("Tag")
        tags: dict[str, str | None] = {}
        for number in numbers:
            key, value = self._values.get(f"Tag.{number}.Key", ""), self._values.get(f"Tag.{number}.Value")
            _check_tag(key, value or "")
            if key in tags:
                raise invalid("Tag")
            tags[key] = value
        return tags


def _check_tag(key: str, value: str) -> None:
    if not 1 <= len(key) <= 128 or key.startswith(("aliyun", "acs:")) or re.search(r"https?://", key):
        raise invalid("TagKey")
    if len(value) > 128 or re.search(r"https?://", value):
        raise invalid("TagValue")
