# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request to its answer: signature, operation, fault, journal entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from . import billing
from .answers import error_data, fault_answer, json_answer
from .errors import ApiError
from .faults import Fault
from .model import Answer, Call, Request
from .operations import BSS, OPERATIONS, Operation
from .params import Params
from .signature import Credentials, verify
from .state import State


@dataclass
class Dispatcher:
    """Answers one request at a time."""

    credentials: Credentials
    expired_tokens: set[str] = field(default_factory=set)
    _nonces: set[str] = field(default_factory=set)

    def answer(self, state: State, request: Request, fault: Fault | None) -> tuple[Answer, Call]:
        """The answer, and what the journal says of it."""
        request_id = state.ids.request_id()
        values = dict(parse_qsl(request.query, keep_blank_values=True))
        if fault is not None and fault.kind == "connect":
            answer = Answer(failure="connect")
            return answer, _call(request, values, answer, None, fault=fault)
        try:
            operation = self._admit(state, request)
        except ApiError as error:
            answer = json_answer(error.status, error_data(error, request, request_id))
            return answer, _call(request, values, answer, error.code)
        fault = fault or _lasting_fault(state, operation)
        answer, effect, code = Answer(), False, None
        if fault is None or fault.when == "after":
            answer, effect, code = _carry_out(state, operation, request, values, request_id)
        if fault is not None:
            answer, code = fault_answer(fault, request, request_id, answer)
        return answer, _call(request, values, answer, code, effect=effect, fault=fault)

    def _admit(self, state: State, request: Request) -> Operation:
        """The operation that an acceptable request asks for."""
        if request.path != "/":
            raise ApiError("InvalidApi.NotFound", "Specified api is not found.", 404)
        if request.method not in ("GET", "POST"):
            raise ApiError("UnsupportedHTTPMethod", "This http method is not supported.")
        verify(request, self.credentials, state.clock.signing_now(), self.expired_tokens)
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


def _carry_out(
    state: State, operation: Operation, request: Request, values: Mapping[str, str], request_id: str
) -> tuple[Answer, bool, str | None]:
    billed = operation.version == BSS
    try:
        if billed:
            billing.check_site(request, state.switches.bss_site)
        result = operation.handler(state, Params(values, state.switches))
    except ApiError as error:
        if not billed:
            return json_answer(error.status, error_data(error, request, request_id)), False, error.code
        status = 200 if state.switches.bss_failure == "http_200" else error.status
        return json_answer(status, {"RequestId": request_id, **billing.failure(error)}), False, error.code
    return json_answer(200, {"RequestId": request_id, **result.data}), result.effect, None


def _host_serves(host: str, operation: Operation) -> bool:
    # A host that is neither, such as a loopback address, serves both.
    if host.startswith("ecd."):
        return operation.version != BSS
    return operation.version == BSS or not host.startswith("business.")


def _lasting_fault(state: State, operation: Operation) -> Fault | None:
    mode = state.switches.unclear_writes
    if mode == "off" or not operation.is_write:
        return None
    return Fault("error", when="after" if mode == "committed" else "before")


def _call(
    request: Request,
    values: Mapping[str, str],
    answer: Answer,
    code: str | None,
    *,
    effect: bool = False,
    fault: Fault | None = None,
) -> Call:
    status = None if answer.failure else answer.status
    return Call(request.action, values, request.host, effect, status, code, fault.kind if fault else None)
