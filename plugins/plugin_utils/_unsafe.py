# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts from elsewhere that Ansible must never take for templates."""

from __future__ import annotations

from typing import Any

try:
    # From 2.19 on, only what is marked as trusted is a template. What nobody marked is text.
    from ansible.template import trust_as_template as _trust_as_template  # noqa: F401
except ImportError:
    from ansible.utils.unsafe_proxy import AnsibleUnsafeText

    def _marked(text: str) -> str:
        unsafe: str = AnsibleUnsafeText(text)
        return unsafe

else:

    def _marked(text: str) -> str:
        return text


def unsafe(value: Any) -> Any:
    """Return a structure of JSON in which no text, names of members included, is ever a template."""
    if isinstance(value, str):
        # Marking all of thousands of texts takes a while; only these can be the beginning or the end of a template.
        return _marked(value) if "{" in value or "}" in value else value
    if isinstance(value, dict):
        return {unsafe(name): unsafe(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [unsafe(entry) for entry in value]
    return value
