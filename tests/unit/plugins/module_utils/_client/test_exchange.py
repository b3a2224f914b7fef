# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that is hostile or broken: whatever it sends, the exchange ends, and a write is unclear.

The servers here give up some time: they then complete a response that would be read as a success.
"""

from __future__ import annotations

import gzip
import itertools
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client import exchange
from ansible_collections.alicloud.ecd.plugins.module_utils._client.transport import READ, WRITE, Client
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError, UnclearError

from .raw_server import BODY, Pieces, connected, drip, raw_client, raw_server, whole

BOTH_KINDS = pytest.mark.parametrize("kind", [READ, WRITE])


def value(document: Any) -> Any:
    return document["Value"]


def call(client: Client, kind: str = READ) -> Any:
    return client.call("SomeAction", {}, kind=kind, parse=value)


def fail(client: Client, kind: str = READ) -> CallError:
    with pytest.raises(CallError) as caught:
        call(client, kind)
    return caught.value


def bomb(_request: int) -> Iterator[bytes]:
    body = gzip.compress(b'{"RequestId": "R-0", "Value": 7' + b" " * 10_000_000 + b"}")
    assert len(body) < 20_000
    yield whole(body, "Content-Encoding: gzip")


@BOTH_KINDS
def test_a_compressed_response_is_not_read(kind: str) -> None:
    with connected(bomb) as (server, client):
        error = fail(client, kind)
    assert error.__class__ is UnclearError
    assert "compressed" in str(error)
    assert b"\r\naccept-encoding: identity\r\n" in server.requests[0].lower()


@pytest.mark.parametrize("encoding", ["deflate", "br", "x-gzip", "gzip, gzip", "identity, gzip", "unheard-of"])
def test_no_other_encoding_is_read_either(encoding: str) -> None:
    with connected(lambda _request: [whole(BODY, f"Content-Encoding: {encoding}")]) as (_server, client):
        assert fail(client).__class__ is UnclearError


@pytest.mark.parametrize("encoding", ["identity", "Identity", ""])
def test_an_encoding_that_is_none_is_read(encoding: str) -> None:
    with connected(lambda _request: [whole(BODY, f"Content-Encoding: {encoding}")]) as (_server, client):
        assert call(client) == 7


def test_the_bounds() -> None:
    assert (exchange.MAX_RESPONSE, exchange.MAX_READ_TIMEOUTS) == (64 * 2**20, 10)


def chunked(chunk: bytes, times: int, extension: bytes = b"") -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for piece in itertools.chain([BODY], itertools.repeat(chunk, times)):
        yield b"%x%b\r\n%b\r\n" % (len(piece), extension, piece)
    yield b"0\r\n\r\n"


def by_length(times: int) -> Iterator[bytes]:
    yield whole(BODY + b" " * 2**16 * times)


@BOTH_KINDS
@pytest.mark.parametrize(
    "pieces",
    [
        lambda _request: chunked(b" " * 2**16, 64),
        lambda _request: by_length(64),
        # What the transfer coding adds counts as well.
        lambda _request: chunked(b" ", 600, b";" + b"x" * 2**13),
    ],
    ids=["chunked", "by length", "chunk extensions"],
)
def test_a_response_that_is_too_long(monkeypatch: pytest.MonkeyPatch, kind: str, pieces: Pieces) -> None:
    monkeypatch.setattr(exchange, "MAX_RESPONSE", 2**20)
    with connected(pieces) as (_server, client):
        error = fail(client, kind)
    assert error.__class__ is UnclearError
    assert "the body of the response is longer than 1024 KiB" in str(error)


def test_a_response_of_just_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MAX_RESPONSE", len(BODY) + 2**16)
    with connected(lambda _request: by_length(1)) as (_server, client):
        assert call(client) == 7


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\n"
DRIPS: dict[str, Pieces] = {
    "body": lambda _request: itertools.chain([whole(BODY)[:-20]], drip(BODY[-20:], 0.08)),
    "chunks": lambda _request: itertools.chain(
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n"],
        drip(b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n"),
    ),
    "status": lambda _request: itertools.chain(drip(HEAD[:-2] + b"!" * 100), [whole(BODY)[len(HEAD) - 2 :]]),
    "headers": lambda _request: itertools.chain(
        [HEAD], drip(b"X-A: 1\r\n" * 20), [b"Content-Length: %d\r\n\r\n" % len(BODY), BODY]
    ),
    "interim": lambda _request: itertools.chain(drip(CONTINUE * 6), [whole()]),
    "hints": lambda _request: itertools.chain(drip(b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" * 5), [whole()]),
}
EACH_DRIP = pytest.mark.parametrize("pieces", DRIPS.values(), ids=DRIPS)


@EACH_DRIP
@BOTH_KINDS
def test_a_response_that_comes_byte_by_byte(kind: str, pieces: Pieces) -> None:
    """Each byte comes within read_timeout; all of them do not."""
    with connected(pieces, read_timeout=0.1) as (server, client):
        error = fail(client, kind)
    assert not server.finished.is_set()
    assert error.__class__ is UnclearError


@EACH_DRIP
@BOTH_KINDS
def test_a_stop_ends_a_response_that_comes_byte_by_byte(
    monkeypatch: pytest.MonkeyPatch, kind: str, pieces: Pieces
) -> None:
    monkeypatch.setattr(exchange, "AFTER_STOP", 0.2)
    with raw_server(pieces) as server:
        # The signal comes while the request is on its way: a write would not be sent after it.
        with raw_client(f"http://127.0.0.1:{server.port}", lambda: bool(server.requests)) as client:
            error = fail(client, kind)
        assert not server.finished.is_set()
    assert error.__class__ is UnclearError
    assert "when the task was stopped" in str(error)


@BOTH_KINDS
def test_a_stop_while_the_response_is_awaited_does_not_lose_it(kind: str) -> None:
    """A signal does not make a write unclear: a response that is slow to begin is read."""
    stopped = threading.Event()

    def pieces(_request: int) -> Iterator[bytes]:
        stopped.set()
        yield from (CONTINUE, CONTINUE, whole())

    with connected(pieces, stopped.is_set) as (_server, client):
        assert call(client, kind) == 7


ENDLESS: dict[str, Pieces] = {
    "100": lambda _request: [*([CONTINUE * 1000] * 40), whole()],
    "102": lambda _request: [*([b"HTTP/1.1 102 Processing\r\nX-A: 1\r\n\r\n" * 1000] * 40), whole()],
    "headers": lambda _request: [HEAD, *([b"X-A: 1\r\n" * 1000] * 40), whole()[len(HEAD) :]],
    "one header": lambda _request: [HEAD, b"X-A: ", *([b"1" * 10000] * 40), b"\r\n", whole()[len(HEAD) :]],
    "no line": lambda _request: [b"HTTP/1.1 200 O" + b"K" * 400000, whole()[len(HEAD) - 2 :]],
}


@pytest.mark.parametrize("pieces", ENDLESS.values(), ids=ENDLESS)
@BOTH_KINDS
def test_a_head_that_does_not_end(kind: str, pieces: Pieces) -> None:
    with connected(pieces) as (_server, client):
        assert fail(client, kind).__class__ is UnclearError


def test_a_few_interim_responses_are_none_of_our_business() -> None:
    with connected(lambda _request: [CONTINUE * 3, whole()]) as (_server, client):
        assert call(client, WRITE) == 7


@pytest.mark.parametrize("bad", [bomb, ENDLESS["100"], DRIPS["body"], DRIPS["headers"]])
def test_a_read_is_retried_on_another_connection(monkeypatch: pytest.MonkeyPatch, bad: Pieces) -> None:
    monkeypatch.setattr(exchange, "MAX_READ_TIMEOUTS", 2)

    def pieces(request: int) -> Iterable[bytes]:
        return bad(request) if request == 1 else [whole()]

    with connected(pieces, read_timeout=0.5, retries=1) as (server, client):
        assert call(client) == 7
    assert (len(server.requests), server.connections) == (2, 2)


def test_bounds_hold_on_a_connection_that_another_thread_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are those of the call, and not those of the first one."""
    monkeypatch.setattr(exchange, "MAX_READ_TIMEOUTS", 2)
    errors: list[CallError] = []

    def pieces(request: int) -> Iterable[bytes]:
        return DRIPS["headers"](request) if request == 2 else [whole()]

    with connected(pieces, read_timeout=0.5) as (server, client):
        assert call(client) == 7
        thread = threading.Thread(target=lambda: errors.append(fail(client, WRITE)))
        thread.start()
        thread.join(10)
    assert server.connections == 1
    assert [error.__class__ for error in errors] == [UnclearError]


def test_a_proxy_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    established = b"HTTP/1.1 200 Connection established\r\n\r\n"
    with raw_server(lambda _request: itertools.chain(drip(CONTINUE * 6), [established])) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")
        with raw_client("https://ecd.example.invalid", read_timeout=0.1) as client:
            error = fail(client, WRITE)
        assert not server.finished.is_set()
    assert "ecd.example.invalid" in str(error)


LOCATIONS = ["mailto:x@y", "http:\\\\x", "https://xn--a", "https://[::1", "//\x7f", "https:" + "a" * 70000]


@pytest.mark.parametrize("location", LOCATIONS, ids=lambda location: repr(location[:20]))
@BOTH_KINDS
def test_a_location_that_is_none_is_unclear(kind: str, location: str) -> None:
    response = whole(b"", f"Location: {location}", status="302 Found")
    with connected(lambda _request: [response]) as (server, client):
        error = fail(client, kind)
    assert error.__class__ is UnclearError
    assert len(server.requests) == 1
