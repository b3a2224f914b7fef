# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP library that the modules use where the tests run, whichever of the supported ones that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.alicloud.ecd.plugins.module_utils._client.http_library import load_httpx

__all__ = ["httpx"]

if TYPE_CHECKING:
    import httpx
else:
    httpx = load_httpx()
