# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A transport for httpx clients in the same process: no socket, no waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

# The one place that chooses the library: a client takes only a transport of its own.
from ansible_collections.alicloud.ecd.plugins.module_utils._client.http_library import load_httpx

from .model import Request

if TYPE_CHECKING:
    import httpx

    from .core import Emulator
else:
    httpx = load_httpx()

DEFAULT_READ_TIMEOUT = 30.0


def transport(emulator: Emulator) -> httpx.MockTransport:
    """Return a transport that passes every request to the emulator."""

    def handler(request: httpx.Request) -> httpx.Response:
        response = emulator.handle(_received(request))
        if response.failure is not None:
            raise _failure(response.failure, request, emulator)
        return httpx.Response(response.status, headers=dict(response.headers), content=response.body)

    return httpx.MockTransport(handler)


def _received(request: httpx.Request) -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = request.url.query.decode("ascii")
    return Request(request.method, request.url.path, query, headers, request.read())


def _failure(kind: str, request: httpx.Request, emulator: Emulator) -> httpx.TransportError:
    if kind == "connect":
        return httpx.ConnectError("[Errno 111] Connection refused", request=request)
    if kind == "reset":
        return httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
    timeout = request.extensions.get("timeout", {}).get("read")
    emulator.clock.advance(DEFAULT_READ_TIMEOUT if timeout is None else timeout)
    return httpx.ReadTimeout("The read operation timed out", request=request)
