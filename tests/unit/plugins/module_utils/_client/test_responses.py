# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a response proves: the table of the API's codes, and everything that is no response of the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.error_texts import MAX_MESSAGE
from ansible_collections.alicloud.ecd.plugins.module_utils._client.responses import Failure, read_response
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    CallError,
    PassingStateError,
    RefusedError,
    UnclearError,
)

REQUEST_ID = "0F5DC1C6-8D3C-4B5A-9A3D-2B6F0D3E4A11"


def failure(status: int, body: Any, headers: dict[str, str] | None = None) -> Failure:
    """Return the failure that an unsuccessful response is read as."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(Failure) as caught:
        read_response("CreateNetworkPackage", status, headers or {}, content)
    assert caught.value.error.action == "CreateNetworkPackage"
    return caught.value


def refusal(status: int, code: Any, message: Any = "why", **more: Any) -> Failure:
    """Return what an error of the API comes to."""
    return failure(status, {"RequestId": REQUEST_ID, "HostId": "h", "Code": code, "Message": message, **more})


THROTTLED = (
    ("Throttling", 400),
    ("Throttling.User", 400),
    ("Throttling.Api", 400),
    ("Throttling.User", 503),
    ("Rejected.Throttling", 403),
    ("Rejected.Throttling", 500),
    ("TooManyRequests", 429),
)
# What is neither text nor a number.
ODD = (None, "", 0, True, False, 1.5, ["np-a"], {"Id": "np-a"})
REFUSED = (
    ("RISK.RISK_CONTROL_REJECTION", 400),
    ("Order.Unpaid", 403),
    ("MissingBandwidthParam", 400),
    ("InvalidBandwidthParam", 400),
    ("InvalidBandwidth", 400),
    ("InvalidAction.NotFound", 404),
    ("InvalidApi.NotFound", 404),
    ("InvalidVersion", 400),
    ("UnsupportedHTTPMethod", 405),
    ("InvalidProtocol.NeedSsl", 400),
    ("InvalidAccessKeyId.NotFound", 404),
    ("InvalidAccessKeyId.NotFound", 400),
    ("InvalidAccessKeyId.Inactive", 400),
    ("SignatureDoesNotMatch", 400),
    ("SignatureDoesNotMatch", 403),
    ("IncompleteSignature", 400),
    ("MissingSecurityToken", 400),
    ("IllegalTimestamp", 400),
    ("InvalidTimeStamp.Expired", 400),
    ("InvalidSecurityToken.Expired", 400),
    ("InvalidSecurityToken.Expired", 403),
    ("InvalidSecurityToken.Malformed", 400),
    ("InvalidSecurityToken.MismatchWithAccessKey", 400),
    ("Forbidden.RAM", 403),
    ("NoPermission", 403),
    ("PAY.INSUFFICIENT_BALANCE", 400),
    ("PAY.PAY_ORDER_FAILED", 400),
    ("ACCOUNT_BALANCE_EXCEEDED", 400),
    ("InsufficientBalance", 400),
    ("Forbidden.RiskControl", 403),
    ("InvalidOfficeSiteId.NotFound", 404),
    ("DirectoryNotReady", 400),
    ("InvalidChargeType.Unsupported", 400),
    ("SomethingNobodyHasSeen", 400),
    ("SomethingNobodyHasSeen", 418),
)
UNCLEAR = (
    ("InternalError", 500),
    ("ServiceUnavailable", 503),
    ("ServiceUnavailable", 500),
    ("RequestTimeout", 504),
    ("RequestTimeout", 408),
    ("SignatureNonceUsed", 400),
    ("SomethingNobodyHasSeen", 500),
    ("InvalidBandwidth", 502),
)
PASSING = (
    ("IncorrectNetworkPackageStatus.ModificationNotSupport", 400),
    ("IncorrectNetworkPackageStatus.ModificationNotSupport", 403),
    ("IncorrectNetworkPackageStatus.DeletionNotSupport", 400),
    ("IncorrectNetworkPackageStatus.SomethingElse", 409),
)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        *[(*row, RefusedError) for row in (*THROTTLED, *REFUSED)],
        *[(*row, UnclearError) for row in UNCLEAR],
        *[(*row, PassingStateError) for row in PASSING],
    ],
)
def test_codes(code: str, status: int, kind: type[CallError]) -> None:
    found = refusal(status, code)
    assert found.error.__class__ is kind
    assert found.proves_nothing_happened is (kind is not UnclearError)
    assert found.throttled is ((code, status) in THROTTLED)
    assert found.error.to_result() == {
        "failed": True,
        "msg": str(found.error),
        "action": "CreateNetworkPackage",
        "code": code,
        "request_id": REQUEST_ID,
    }
    assert code in str(found.error)
    assert REQUEST_ID in str(found.error)


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_success(status: int) -> None:
    assert read_response("X", status, {}, b' {"RequestId": "r", "A": [1]}\n') == {"RequestId": "r", "A": [1]}


NO_OBJECT = (
    b"",
    b" ",
    b"null",
    b"[]",
    b'[{"Code": "Throttling"}]',
    b'"text"',
    b"12",
    b"true",
    b"{",
    b'{"NetworkPackageId": "np-',
    b"<html><body>Welcome</body></html>",
    b"<?xml version='1.0'?><Error><Code>InternalError</Code></Error>",
    b'{"a": "\xff"}',
    b"\x1f\x8b\x08",
)


@pytest.mark.parametrize("status", [200, 400, 403, 404, 429, 500, 502, 503])
@pytest.mark.parametrize("body", NO_OBJECT)
def test_no_json_object_is_unclear(status: int, body: bytes) -> None:
    found = failure(status, body)
    assert found.error.__class__ is UnclearError
    assert f"HTTP {status}" in str(found.error)
    assert found.error.code is None
    assert "html" not in str(found.error)


@pytest.mark.parametrize(
    "document", [{}, {"code": "Throttling"}, {"Code": None}, {"Code": ["Throttling"]}, {"Code": {}}, {"Message": "m"}]
)
@pytest.mark.parametrize("status", [400, 429, 500])
def test_an_error_without_a_code_is_not_the_apis(status: int, document: dict[str, Any]) -> None:
    assert failure(status, document).error.__class__ is UnclearError


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("body", [b"", b'{"RequestId": "r"}', b'{"Code": "Throttling", "Message": "m"}'])
def test_a_redirect_is_unclear_whatever_it_says(status: int, body: bytes) -> None:
    found = failure(status, body, {"location": "https://elsewhere.example/?Signature=abc"})
    assert found.error.__class__ is UnclearError
    assert "redirects are not followed" in str(found.error)
    assert "elsewhere" not in str(found.error)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        (" 12 ", 12.0),
        ("0", None),
        ("-3", None),
        ("nan", None),
        ("inf", None),
        ("-inf", None),
        ("1e999", None),
        ("", None),
        ("soon", None),
        ("7s", None),
        ("1, 2", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
@pytest.mark.parametrize(("code", "status"), [("Throttling.User", 400), ("ServiceUnavailable", 503)])
def test_retry_after(text: str, seconds: float | None, code: str, status: int) -> None:
    found = failure(status, {"Code": code}, {"x-acs-retry-after": text})
    assert found.retry_after == seconds


def test_no_retry_after() -> None:
    assert refusal(400, "Throttling").retry_after is None


DENIED = {
    "AuthAction": "ecd:CreateNetworkPackage",
    "AuthPrincipalDisplayName": "the-display-name",
    "AuthPrincipalOwnerId": "the-owner",
    "AuthPrincipalType": "SubUser",
    "NoPermissionType": "ImplicitDeny",
    "PolicyType": "AccountLevelIdentityBasedPolicy",
    "EncodedDiagnosticMessage": "the-diagnostic-message",
}


@pytest.mark.parametrize("code", ["NoPermission", "Forbidden.RAM"])
def test_a_denial_names_the_permission_and_nobody(code: str) -> None:
    message = str(refusal(403, code, AccessDeniedDetail=DENIED).error)
    assert "ecd:CreateNetworkPackage" in message
    assert "ImplicitDeny" in message
    for private in ("the-diagnostic-message", "the-display-name", "the-owner"):
        assert private not in message


@pytest.mark.parametrize("detail", [None, "text", [], {}, {"AuthAction": ""}, {"EncodedDiagnosticMessage": "x"}, 7])
def test_an_odd_denial_is_still_reported(detail: Any) -> None:
    found = refusal(403, "NoPermission", "you may not", AccessDeniedDetail=detail)
    assert found.error.__class__ is RefusedError
    assert "NoPermission: you may not" in str(found.error)
    assert "RAM:" not in str(found.error)


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "IncompleteSignature"])
def test_the_string_to_sign_is_not_repeated(code: str) -> None:
    echo = "server string to sign is: ACS3-HMAC-SHA256\nabc x-acs-security-token:the-token\nSignature=the-signature"
    message = str(refusal(400, code, echo).error)
    assert code in message
    assert "access_key_secret" in message
    for part in ("the-token", "the-signature", "string to sign", "ACS3"):
        assert part not in message


def test_signatures_and_tokens_are_left_out_of_any_message() -> None:
    message = str(refusal(400, "InvalidX", "bad Signature=deadbeef and x-acs-security-token:CAIS/x+y== end").error)
    assert "deadbeef" not in message
    assert "CAIS" not in message
    assert message.count("(redacted)") == 2


def test_messages_are_cut() -> None:
    at_limit = str(refusal(400, "X", "m" * MAX_MESSAGE).error)
    beyond = str(refusal(400, "X", "m" * (MAX_MESSAGE + 1)).error)
    assert at_limit.count("m" * MAX_MESSAGE) == 1
    assert "…" not in at_limit
    assert len(beyond) == len(at_limit) + 1
    assert REQUEST_ID in beyond


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("Order.Unpaid", "pay it or cancel it"),
        ("IllegalTimestamp", "clock"),
        ("InvalidTimeStamp.Expired", "clock"),
        ("InvalidSecurityToken.Expired", "temporary credentials"),
        ("PAY.INSUFFICIENT_BALANCE", "An unpaid order may remain"),
        ("InsufficientBalance", "An unpaid order may remain"),
    ],
)
def test_advice(code: str, advice: str) -> None:
    assert advice in str(refusal(400, code).error)


@pytest.mark.parametrize("request_id", [None, "", 0, False, []])
def test_no_request_id(request_id: Any) -> None:
    found = failure(400, {"Code": "X", "Message": "m", "RequestId": request_id})
    assert found.error.request_id is None
    assert "request id" not in str(found.error)


@pytest.mark.parametrize("request_id", [12, ["a"], {"a": 1}, 1.5, True])
def test_a_request_id_of_another_type_is_shown_as_text(request_id: Any) -> None:
    found = failure(400, {"Code": "X", "Message": "m", "RequestId": request_id})
    assert found.error.request_id == str(request_id)


@pytest.mark.parametrize("message", [None, "", 0, [], {}])
def test_no_message(message: Any) -> None:
    assert "X: no message" in str(refusal(400, "X", message).error)


@pytest.mark.parametrize("message", [["a"], {"a": "b"}, 12, "ünïcödé 云"])
def test_messages_of_any_kind(message: Any) -> None:
    assert str(message) in str(refusal(400, "X", message).error)


def test_control_characters_of_a_message_are_shown() -> None:
    error = refusal(400, "X\n", "a\r\nb\x00").error
    assert r"failed: X\n: a\r\nb\x00 (request id" in str(error) and error.code == r"X\n"


def test_a_code_that_is_a_number() -> None:
    found = refusal(400, 1234)
    assert (type(found.error), found.error.code) == (RefusedError, "1234")


LONE = (
    # Escaped, in lower and upper case, and as the bytes that UTF-8 forbids.
    (rb"a\ud800b", "a\ufffdb"),
    (rb"a\uDFFFb", "a\ufffdb"),
    (rb"\uDc00\uD800", "\ufffd\ufffd"),
    (rb"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
    (b"a\xed\xa0\x80b", "a\ufffdb"),
    (rb"\ud83d\ude00", "\U0001f600"),
    ("\ud55c\uae00 \U0001f600".encode(), "\ud55c\uae00 \U0001f600"),
    (rb"\\ud800", "\\ud800"),
)


@pytest.mark.parametrize(("spelled", "text"), LONE)
def test_lone_surrogates_are_replaced_wherever_they_are(spelled: bytes, text: str) -> None:
    body = b'{"%b": [{"a": "%b"}, ["%b", 1, null, true]], "b": "%b"}'.replace(b"%b", spelled)
    assert read_response("X", 200, {}, body) == {text: [{"a": text}, [text, 1, None, True]], "b": text}


@pytest.mark.parametrize("name", ["Code", "Message", "RequestId", "OrderId", "NetworkPackageId"])
@pytest.mark.parametrize("code", ["InvalidX", "InternalError", "SignatureDoesNotMatch", "Throttling"])
def test_no_failure_holds_a_lone_surrogate(name: str, code: str) -> None:
    document = {"Code": code, "RequestId": "R", "AccessDeniedDetail": {"AuthAction": "a\udfff"}}
    error = failure(400, {**document, name: code + "\ud800"}).error
    assert "\ufffd" in str(error) or code.startswith("Signature")
    json.dumps(error.to_result(), ensure_ascii=False).encode()


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_response("X", 200, {}, b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_json_is_utf_8(encoding: str) -> None:
    body = '{"a": "\ud800"}'.encode(encoding, "surrogatepass")
    assert failure(200, body).error.__class__ is UnclearError


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
def test_what_is_too_deep_or_too_long_to_parse_is_unclear_or_read(body: bytes) -> None:
    try:
        read_response("X", 200, {}, body)
    except Failure as caught:
        assert caught.error.__class__ is UnclearError


@pytest.mark.parametrize(("value", "known"), [("4711", "4711"), (4711, "4711"), *[(odd, None) for odd in ODD]])
def test_the_order_number_of_a_refusal(value: Any, known: str | None) -> None:
    assert refusal(400, "X", OrderId=value).error.order_id == known


@pytest.mark.parametrize(("value", "known"), [("np-a", "np-a"), *[(odd, None) for odd in (*ODD, 4711)]])
def test_the_package_of_a_refusal(value: Any, known: str | None) -> None:
    assert refusal(400, "X", NetworkPackageId=value).error.network_package_id == known
