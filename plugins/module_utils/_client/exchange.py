# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request and its whole response, within bounds of size and time: whatever a server sends, it ends.

The HTTP library knows no such bounds. Its read timeout starts anew at each byte, and its loop over interim responses
(1xx) has no end. Therefore the streams of its connections are bounded: their ``read`` asks the bounds of the exchange
that its thread is busy with. The library's ``trace`` extension tells of each new stream.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from .timing import Deadline, Timing

MAX_RESPONSE = 64 * 1024 * 1024
# Status line and headers, with all interim responses and those of a proxy.
MAX_HEAD = 256 * 1024
# How many times read_timeout a whole response may take.
MAX_READ_TIMEOUTS = 10
# How long a response that does not end is read on after a stop, in seconds.
AFTER_STOP = 5.0

_NEW_STREAMS = (".connect_tcp.complete", ".start_tls.complete")
_thread = threading.local()


class ResponseRefused(Exception):
    """The response is compressed, too long or too slow. The text says so and quotes nothing."""


class Response(NamedTuple):
    """A whole response; header names are looked up in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytearray


def exchange(http: Any, request: Any, timing: Timing, read_timeout: float) -> Response:
    """Send a request and return its response. Raises ResponseRefused, and whatever the HTTP library raises."""
    bounds = _Bounds(Deadline(timing, MAX_READ_TIMEOUTS * read_timeout, min(read_timeout, AFTER_STOP)))
    request.extensions = {**request.extensions, "trace": _bound_new_stream}
    _thread.bounds = bounds
    try:
        response = http.send(request, stream=True)
        try:
            bounds.begin_body()
            return Response(response.status_code, response.headers, _body(response))
        finally:
            response.close()
    finally:
        _thread.bounds = None


def _body(response: Any) -> bytearray:
    if response.headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
        raise ResponseRefused("the response is compressed, which the request does not allow")
    body = bytearray()
    # Not iter_raw(), which cannot read the responses of a mock transport.
    for chunk in response.stream:
        body += chunk
        if len(body) > MAX_RESPONSE:
            raise _too_long("body", MAX_RESPONSE)
    return body


class _Bounds:
    """How much may still be read in one exchange, and how long."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._part, self._size = "head", MAX_HEAD
        self._left = self._size

    def begin_body(self) -> None:
        # As much again for what the transfer coding adds.
        self._part, self._size = "body", MAX_RESPONSE
        self._left = 2 * self._size

    def read(self, read: Callable[..., bytes], max_bytes: int, timeout: float | None) -> bytes:
        """Read once from the network. Raises ResponseRefused when no more may be read."""
        if self._deadline.over():
            raise _too_slow()
        if self._left <= 0:
            raise _too_long(self._part, self._size)
        left = max(self._deadline.left(), 0.001)
        try:
            data = read(max_bytes, timeout=left if timeout is None else min(timeout, left))
        except Exception:
            if self._deadline.left() <= 0:
                raise _too_slow() from None
            raise
        self._left -= len(data)
        return data


def _bound_new_stream(event: str, info: Mapping[str, Any]) -> None:
    if event.endswith(_NEW_STREAMS):
        stream = info["return_value"]
        stream.read = partial(_read, stream.read)


def _read(read: Callable[..., bytes], max_bytes: int, timeout: float | None = None) -> bytes:
    bounds: _Bounds | None = getattr(_thread, "bounds", None)
    return bounds.read(read, max_bytes, timeout) if bounds else read(max_bytes, timeout=timeout)


def _too_long(part: str, size: int) -> ResponseRefused:
    return ResponseRefused(f"the {part} of the response is longer than {size // 1024} KiB")


def _too_slow() -> ResponseRefused:
    return ResponseRefused(
        f"the response was not complete within {MAX_READ_TIMEOUTS} times read_timeout, or when the task was stopped"
    )
