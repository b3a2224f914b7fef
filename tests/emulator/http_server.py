# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP server on the loopback interface, for clients in other processes."""

from __future__ import annotations

import select
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from .control import PREFIX, Control
from .core import Emulator
from .model import Request, Response

HOST = "127.0.0.1"
_NO_LINGER = struct.pack("ii", 1, 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "emulator"
    # Otherwise small responses wait for the client's delayed acknowledgement.
    disable_nagle_algorithm = True
    # Buffered, so that headers and body are sent in one packet.
    wbufsize = -1
    server: _HTTPServer

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def do_DELETE(self) -> None:
        self._respond()

    def do_PUT(self) -> None:
        self._respond()

    def log_message(self, *_args: Any, **_more: Any) -> None:
        """Log nothing: the journal has more."""

    def _respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _mark, query = self.path.partition("?")
        if path.startswith(PREFIX):
            self._send(self.server.control.handle(self.command, path, query, body))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, query, headers, body, self.server.site)
        response = self.server.emulator.handle(request)
        if response.failure is None:
            self._send(response)
        else:
            self._fail(response.failure)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    def _fail(self, kind: str) -> None:
        if kind == "hang":
            self._hang()
        # An accepted connection can no longer be refused, so a reset replaces the refusal.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.close_connection = True
        self.connection.close()

    def _hang(self) -> None:
        """Send nothing until the client gives up."""
        while not self.server.stopping.is_set():
            readable, _writable, _failed = select.select([self.connection], [], [], 0.05)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, emulator: Emulator, control: Control, site: str | None) -> None:
        self.emulator = emulator
        self.control = control
        self.site = site
        self.stopping = threading.Event()
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect, which tests do on purpose; print a traceback for anything else."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """The HTTP server in a thread; a context manager."""

    def __init__(
        self, emulator: Emulator, port: int = 0, site: str | None = None, initial_seed: Mapping[str, Any] | None = None
    ) -> None:
        self.emulator = emulator
        self._server = _HTTPServer(port, emulator, Control(emulator, initial_seed or {}), site)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port that the server listens on."""
        return int(self._server.server_address[1])

    @property
    def endpoint(self) -> str:
        """Host and port."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """The base URL for clients."""
        return f"http://{self.endpoint}"

    def start(self) -> None:
        """Start to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and release hanging connections."""
        self._server.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(
    emulator: Emulator, port: int = 0, site: str | None = None, initial_seed: Mapping[str, Any] | None = None
) -> Server:
    """Return an HTTP server for the emulator, to use in a with statement.

    With ``site`` (china or international) it acts as the billing host of that site.
    """
    return Server(emulator, port, site, initial_seed)
