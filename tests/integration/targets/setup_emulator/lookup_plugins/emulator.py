# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Send something to the emulator's control endpoints. A task with ansible.builtin.uri starts a process for it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from ansible.plugins.lookup import LookupBase

SECONDS = 60
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class LookupModule(LookupBase):
    """lookup('emulator', 'POST', url, body) returns the response."""

    def run(self, terms: list[Any], variables: Any = None, **kwargs: Any) -> list[Any]:
        """Send one request. An error of HTTP fails the task."""
        method, url, *bodies = terms
        data = json.dumps(bodies[0]).encode() if bodies else None
        request = urllib.request.Request(str(url), data, {"Content-Type": "application/json"}, method=str(method))
        with OPENER.open(request, timeout=SECONDS) as response:
            return [json.loads(response.read() or b"null")]
