# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request to its response: signature, operation, fault, journal entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from . import billing
from .constants import CREDENTIALS
from .errors import ApiError
from .faults import Fault
from .model import Call, Request, Response
from .operations import BSS, OPERATIONS, Operation
from .params import Params
from .responses import error_body, fault_response, json_response
from .signature import verify
from .state import State


@dataclass
class Dispatcher:
    """Handles one request at a time."""

    _nonces: set[str] = field(default_factory=set)

    def dispatch(self, state: State, request: Request, fault: Fault | None) -> tuple[Response, Call]:
        """Return the response and the journal entry."""
        request_id = state.ids.request_id()
        values = dict(parse_qsl(request.query, keep_blank_values=True))
        if fault is not None and fault.kind == "connect":
            response = Response(failure="connect")
            return response, _call(request, values, response, None, fault=fault)
        try:
            operation = self._validated_operation(state, request)
        except ApiError as error:
            response = json_response(error.status, error_body(error, request, request_id))
            return response, _call(request, values, response, error.code)
        fault = fault or _unclear_write(state, operation)
        response, effect, code = Response(), False, None
        if fault is None or fault.when == "after":
            response, effect, code = _execute(state, operation, request, values, request_id)
        if fault is not None:
            response, code = fault_response(fault, request, request_id, response)
        return response, _call(request, values, response, code, effect=effect, fault=fault)

    def _validated_operation(self, state: State, request: Request) -> Operation:
        """Return the requested operation, or raise ApiError if the request is invalid."""
        if request.path != "/":
            raise ApiError("InvalidApi.NotFound", "Specified api is not found.", 404)
        if request.method not in ("GET", "POST"):
            raise ApiError("UnsupportedHTTPMethod", "This http method is not supported.")
        verify(request, CREDENTIALS, state.clock.signing_now())
        nonce = request.headers["x-acs-signature-nonce"]
        if nonce in self._nonces:
            raise ApiError("SignatureNonceUsed", "Specified signature nonce was used already.")
        self._nonces.add(nonce)
        operation = OPERATIONS.get(request.action)
        if operation is None or not _host_serves(request.host, operation):
            raise ApiError("InvalidAction.NotFound", "Specified api is not found, please check your url.", 404)
        if request.headers["x-acs-version"] != operation.version:
            raise ApiError("InvalidVersion", "Specified parameter Version is not valid.")
        return operation


def _execute(
    state: State, operation: Operation, request: Request, values: Mapping[str, str], request_id: str
) -> tuple[Response, bool, str | None]:
    is_billing = operation.version == BSS
    try:
        if is_billing:
            billing.check_site(request, state.switches.bss_site)
            billing.check_access(state, operation.is_write)
        result = operation.handler(state, Params(values))
    except ApiError as error:
        if not is_billing:
            return json_response(error.status, error_body(error, request, request_id)), False, error.code
        status = 200 if state.switches.bss_failure == "http_200" else error.status
        return json_response(status, {"RequestId": request_id, **billing.failure(error)}), False, error.code
    return json_response(200, {"RequestId": request_id, **result.data}), result.effect, None


def _host_serves(host: str, operation: Operation) -> bool:
    # Any other host, such as a loopback address, serves both.
    if host.startswith("ecd."):
        return operation.version != BSS
    return operation.version == BSS or not host.startswith("business.")


def _unclear_write(state: State, operation: Operation) -> Fault | None:
    mode = state.switches.unclear_writes
    if mode == "off" or not operation.is_write:
        return None
    return Fault("error", when="after" if mode == "committed" else "before")


def _call(
    request: Request,
    values: Mapping[str, str],
    response: Response,
    code: str | None,
    *,
    effect: bool = False,
    fault: Fault | None = None,
) -> Call:
    status = None if response.failure else response.status
    return Call(request.action, values, request.host, effect, status, code, fault.kind if fault else None)
