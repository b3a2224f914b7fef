# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a response, or the lack of one, proves. Pure functions: no I/O, no retries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .. import _errors as errors

# By prefix: the API hangs details behind a dot.
_THROTTLE_CODES = ("Throttling", "Rejected.Throttling")
_UNCLEAR_CODES = ("InternalError", "ServiceUnavailable", "RequestTimeout", "SignatureNonceUsed")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Failure(Exception):
    """A failed attempt: the error to report, and how often the call may be retried.

    ``retries`` caps the retries of this kind of failure (None: as many as the task allows);
    ``retry_after`` is what the server asks for, in seconds.
    """

    def __init__(
        self,
        error: errors.CallError,
        *,
        retries: int | None = None,
        retry_after: float | None = None,
        throttled: bool = False,
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.retries = retries
        self.retry_after = retry_after
        self.throttled = throttled

    @property
    def proves_nothing_happened(self) -> bool:
        return isinstance(self.error, errors.RefusedError)


def unclear(action: str, reason: str, code: str | None = None, request_id: str | None = None) -> Failure:
    """Return the failure of a call that may or may not have taken effect."""
    message = f"{action} failed: {reason}{_reference(request_id)}"
    return Failure(errors.UnclearError(message, action=action, code=code, request_id=request_id))


def refused(action: str, reason: str, retries: int | None = None) -> Failure:
    """Return the failure of a call that provably never reached the API."""
    return Failure(errors.RefusedError(f"{action} failed: {reason}", action=action), retries=retries)


def read_response(
    action: str, status: int, headers: Mapping[str, str], body: bytes | bytearray, secrets: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the JSON object of a successful response.

    Raises Failure, whose text holds none of ``secrets``, for every other response: an error of the API, a redirect,
    HTML, nothing at all.
    """
    document = _document(body)
    if 200 <= status < 300:
        if document is None:
            raise unclear(action, f"HTTP {status} with a response that is not a JSON object")
        return document
    if 300 <= status < 400:
        raise unclear(action, f"HTTP {status}: redirects are not followed; check endpoint and proxy")
    code = document.get("Code") if document else None
    if not document or not code or isinstance(code, bool) or not isinstance(code, (str, int)):
        raise unclear(action, f"HTTP {status} with a response that is not the API's (from a proxy?)")
    raise api_failure(action, status, headers, document, secrets)


def _document(body: bytes | bytearray) -> dict[str, Any] | None:
    try:
        text, suspect = _decoded(body)
        document = json.loads(text, parse_float=_plain_number)
        if suspect:
            document = _without_surrogates(document)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _plain_number(text: str) -> float:
    """Return a number with a fraction; NaN when it has an exponent, which no price, size or time of the API has."""
    return float("nan" if "e" in text.lower() else text)


def _decoded(body: bytes | bytearray) -> tuple[str, bool]:
    """Return the text of a response, and whether a lone surrogate may be in it. Raises ValueError: no UTF-8."""
    try:
        text = body.decode("utf-8-sig")
    except ValueError:
        return body.decode("utf-8-sig", "surrogatepass"), True
    return text, _ESCAPED_SURROGATE.search(text) is not None


def _without_surrogates(value: Any) -> Any:
    """Return what was parsed with U+FFFD for every lone surrogate: no result that has one can be written."""
    if isinstance(value, str):
        return _LONE_SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(entry) for entry in value]
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(entry) for name, entry in value.items()}
    return value


def failure_in(document: Mapping[str, Any]) -> str:
    """Return the failure that a response with a status of success tells all the same; empty when it tells none."""
    success, code = document.get("Success"), document.get("Code")
    if success not in (None, True) and str(success).lower() != "true":
        return f"HTTP 200, but Success {success!r}"
    if code not in (None, "") and str(code).upper() not in ("OK", "SUCCESS", "200"):
        return f"HTTP 200, but Code {code}"
    return ""


def named_package(document: Mapping[str, Any]) -> str | None:
    """Return the NetworkPackageId that a response names; what is not text is none."""
    value = document.get("NetworkPackageId")
    return value if isinstance(value, str) and value else None


def named_order(document: Mapping[str, Any]) -> str | None:
    """Return the OrderId that a response names: text or a whole number."""
    value = document.get("OrderId")
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and value else None


def api_failure(
    action: str, status: int, headers: Mapping[str, str], document: Mapping[str, Any], secrets: Sequence[str] = ()
) -> Failure:
    """Return the failure that a response with a ``Code`` describes."""
    # Imported late: most tasks meet no error.
    from .error_texts import CLOCK_CODES, MAX_SHORT, SIGNATURE_CODES, explain, redact

    code = str(document["Code"])
    shown = redact(code, secrets, MAX_SHORT)
    request_id = redact(str(document["RequestId"]), secrets, MAX_SHORT) if document.get("RequestId") else None
    message = f"{action} failed: {explain(action, shown, document, secrets)}{_reference(request_id)}"
    facts: dict[str, Any] = {"action": action, "code": shown, "request_id": request_id}
    for fact, value in (("order_id", named_order(document)), ("network_package_id", named_package(document))):
        if value:
            facts[fact] = redact(value, secrets, MAX_SHORT)
    # A status of 400 serves for throttling and for bad requests alike, so the code decides first. What names an order
    # or a package may have been carried out, whatever its code.
    if code.startswith(_UNCLEAR_CODES) or facts.keys() & {"order_id", "network_package_id"}:
        # SignatureNonceUsed is among them: something on the way sent the request twice, and the first copy may
        # have been carried out.
        return Failure(errors.UnclearError(message, **facts), retry_after=_seconds(headers))
    if code.startswith(_THROTTLE_CODES) or status == 429:
        return _throttled(message, facts, _seconds(headers))
    if code.startswith((*CLOCK_CODES, *SIGNATURE_CODES)):
        return Failure(errors.RefusedError(message, **facts), retries=1)
    if code.startswith("IncorrectNetworkPackageStatus"):
        return Failure(errors.PassingStateError(message, **facts), retries=0)
    if status >= 500 or status == 408:
        return Failure(errors.UnclearError(message, **facts), retry_after=_seconds(headers))
    return Failure(errors.RefusedError(message, **facts), retries=0)


def _throttled(message: str, facts: Mapping[str, Any], retry_after: float | None) -> Failure:
    asked = f"; the API asks to wait {retry_after:g} seconds" if retry_after else ""
    return Failure(errors.RefusedError(message + asked, **facts), retry_after=retry_after, throttled=True)


def _reference(request_id: str | None) -> str:
    return f" (request id {request_id})" if request_id else ""


def _seconds(headers: Mapping[str, str]) -> float | None:
    try:
        seconds = float(headers.get("x-acs-retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 < seconds < float("inf") else None
