# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The door for httpx clients of the same process: no socket, no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from .model import Request

if TYPE_CHECKING:
    from .core import Emulator

DEFAULT_READ_TIMEOUT = 30.0


def transport(emulator: Emulator) -> httpx.MockTransport:
    """A transport that hands every request to the emulator."""

    def handler(request: httpx.Request) -> httpx.Response:
        answer = emulator.handle(_received(request))
        if answer.failure is not None:
            raise _failure(answer.failure, request, emulator)
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body)

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
    patience = request.extensions.get("timeout", {}).get("read")
    emulator.clock.advance(DEFAULT_READ_TIMEOUT if patience is None else patience)
    return httpx.ReadTimeout("The read operation timed out", request=request)
