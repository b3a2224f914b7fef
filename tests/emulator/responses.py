# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP responses: those of the API, and those that faults replace them with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .errors import ApiError
from .faults import WITHOUT_RESPONSE, Fault
from .model import Request, Response

JSON = "application/json;charset=utf-8"
HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
REDIRECT_TARGET = "http://elsewhere.example.invalid"
_CODES = {500: "InternalError", 502: "ServiceUnavailable", 503: "ServiceUnavailable", 504: "RequestTimeout"}
_STATUSES = {"InternalError": 500, "ServiceUnavailable": 503, "RequestTimeout": 504}


def json_response(status: int, data: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return a response with a JSON body."""
    body = json.dumps(data, ensure_ascii=False).encode()
    request_id = str(data.get("RequestId", ""))
    return Response(status, body, {"Content-Type": JSON, "x-acs-request-id": request_id, **(headers or {})})


def error_body(error: ApiError, request: Request, request_id: str) -> dict[str, Any]:
    """Return an error in the format that ECD documents."""
    data: dict[str, Any] = {
        "RequestId": request_id,
        "HostId": request.host,
        "Code": error.code,
        "Message": error.message,
        "Recommend": f"https://api.aliyun.com/troubleshoot?q={quote(error.code)}&product=ecd&requestId={request_id}",
    }
    if error.code in ("NoPermission", "Forbidden.RAM"):
        data["AccessDeniedDetail"] = _access_denied(request.action)
    return data


def fault_response(fault: Fault, request: Request, request_id: str, original: Response) -> tuple[Response, str | None]:
    """Return the response that replaces the original one, and its error code."""
    if fault.kind in WITHOUT_RESPONSE:
        return Response(failure=fault.kind), None
    if fault.kind in ("throttle", "error"):
        error = _fault_error(fault)
        headers = {} if fault.retry_after is None else {"x-acs-retry-after": f"{fault.retry_after:g}"}
        return json_response(error.status, error_body(error, request, request_id), headers), error.code
    if fault.kind == "html":
        return Response(fault.status or 502, HTML, {"Content-Type": "text/html"}), None
    if fault.kind == "redirect":
        location = f"{REDIRECT_TARGET}{request.path}?{request.query}"
        return Response(fault.status or 307, b"", {"Location": location}), None
    return Response(fault.status or 200, _broken_body(fault, request_id, original), {"Content-Type": JSON}), None


def _broken_body(fault: Fault, request_id: str, original: Response) -> bytes:
    if fault.kind == "empty":
        return b""
    if fault.kind == "truncated":
        body = original.body or json.dumps({"RequestId": request_id}).encode()
        return body[: len(body) // 2]
    if fault.kind == "amended":
        return json.dumps({**json.loads(original.body), **json.loads(fault.body or "{}")}).encode()
    return (fault.body if fault.body is not None else json.dumps({"RequestId": request_id})).encode()


def _fault_error(fault: Fault) -> ApiError:
    if fault.kind == "throttle":
        message = fault.message or "Request was denied due to user flow control."
        return ApiError(fault.code or "Throttling.User", message, fault.status or 400)
    code = fault.code or _CODES.get(fault.status or 500, "InternalError")
    status = fault.status or _STATUSES.get(code, 400)
    message = fault.message or "The request processing has failed due to some unknown error."
    return ApiError(code, message, status)


def _access_denied(action: str) -> dict[str, str]:
    return {
        "AuthAction": f"ecd:{action}",
        "AuthPrincipalDisplayName": "200000000000000001",
        "AuthPrincipalOwnerId": "1000000000000001",
        "AuthPrincipalType": "SubUser",
        "NoPermissionType": "ImplicitDeny",
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "EncodedDiagnosticMessage": "emulated-diagnostic-message-do-not-show",
    }
