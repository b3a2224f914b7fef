# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A controller as an HTTP server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .controller import PRODUCT_VERSION, Controller, Request
from .state import PREFIX

TOKEN = "controller-token-of-the-tests"


class _Handler(BaseHTTPRequestHandler):
    """Authenticates requests, and hands them to the controller of the server, one at a time."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def _respond(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        address = urlsplit(self.path)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._send(401, {"detail": "Authentication credentials were not provided."})
            return
        if not address.path.startswith(PREFIX):
            self._send(404, {"detail": "Not found."})
            return
        request = Request(
            self.command,
            address.path[len(PREFIX) :],
            tuple(parse_qsl(address.query, keep_blank_values=True)),
            json.loads(body) if body else {},
        )
        with self.server.lock:
            status, reply = self.server.controller.handle(request)
        self._send(status, reply)

    do_GET = do_POST = do_PATCH = do_DELETE = _respond  # noqa: N815

    def _send(self, status: int, reply: Any) -> None:
        content = b"" if reply is None else json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-API-Product-Name", "AWX")
        self.send_header("X-API-Product-Version", PRODUCT_VERSION)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the controller keeps the requests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, controller: Controller) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.controller = controller
        self.lock = threading.Lock()


@contextmanager
def serve_controller(controller: Controller) -> Iterator[str]:
    """Serve a controller on a free port of the loopback interface, and yield its URL."""
    server = _Server(controller)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
