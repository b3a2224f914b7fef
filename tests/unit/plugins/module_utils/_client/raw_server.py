# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server on loopback that sends what a test tells it to, byte by byte if need be; and a client for it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._client.connection import Connection, open_http
from ansible_collections.alicloud.ecd.plugins.module_utils._client.signing import Credentials
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._client.transport import Client, Service

# What to send to the request of a number, from 1.
Pieces = Callable[[int], Iterable[bytes]]

BODY = b'{"RequestId": "R-0", "Value": 7}'


def whole(body: bytes = BODY, *headers: str, status: str = "200 OK") -> bytes:
    """Return a complete response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


@dataclass
class RawServer:
    """What the server was asked, and what it could send."""

    pieces: Pieces
    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    sent: int = 0
    # Set once everything was sent: the client did not end it.
    finished: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
        """Accept connections until the listener is closed."""
        while True:
            try:
                client, _peer = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._converse, args=(client, tls), daemon=True).start()

    def _converse(self, client: socket.socket, tls: ssl.SSLContext | None) -> None:
        client.settimeout(10)
        try:
            with tls.wrap_socket(client, server_side=True) if tls else client as stream:
                while request := _read_head(stream):
                    self.requests.append(request)
                    for piece in self.pieces(len(self.requests)):
                        stream.sendall(piece)
                        self.sent += len(piece)
                    self.finished.set()
        except OSError:
            # The client has had enough, as it should.
            pass


def _read_head(stream: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        data = stream.recv(4096)
        if not data:
            return b""
        received += data
    return received


@contextmanager
def raw_server(pieces: Pieces, tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """Yield a server that sends ``pieces(number of the request)``."""
    server = RawServer(pieces)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=(listener, tls))
        thread.start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def drip(data: bytes, pause: float = 0.02) -> Iterator[bytes]:
    """Yield ``data`` a byte at a time."""
    for number in range(len(data)):
        time.sleep(pause)
        yield data[number : number + 1]


@contextmanager
def raw_client(url: str, stopping: Callable[[], bool] = lambda: False, **settings: Any) -> Iterator[Client]:
    """Yield a client of the server. It does not retry unless it is told to."""
    connection = Connection(**{"retries": 0, "retry_delay": 0.0, **settings})
    with open_http(connection, url) as http:
        service = Service(url, "2020-09-30")
        yield Client(http, Credentials("the-id", "the-secret"), service, connection, Timing(stopping=stopping))


@contextmanager
def connected(
    pieces: Pieces, stopping: Callable[[], bool] = lambda: False, **settings: Any
) -> Iterator[tuple[RawServer, Client]]:
    """Yield a server and its client."""
    with ExitStack() as stack:
        server = stack.enter_context(raw_server(pieces))
        yield server, stack.enter_context(raw_client(f"http://127.0.0.1:{server.port}", stopping, **settings))
