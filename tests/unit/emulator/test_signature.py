# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signature verification: vectors, and each way to fail."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import (
    SECURITY_TOKEN,
    STS_ACCESS_KEY_ID,
    STS_ACCESS_KEY_SECRET,
    Emulator,
)
from ansible_collections.alicloud.ecd.tests.emulator.errors import ApiError
from ansible_collections.alicloud.ecd.tests.emulator.model import Request, parse_time
from ansible_collections.alicloud.ecd.tests.emulator.signature import (
    canonical_query,
    canonical_request,
    parse_authorization,
    string_to_sign,
    verify,
)
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import ECD_HOST, Api

DATA = Path(__file__).resolve().parents[1] / "data" / "signature_vectors.json"
VECTORS = json.loads(DATA.read_text("utf-8"))["vectors"]
QUERY = "RegionId=cn-hangzhou"


def received(vector: dict[str, Any]) -> Request:
    request = vector["request"]
    wire = vector.get("wire", {})
    query = wire["path_and_query"].partition("?")[2] if wire else urlencode(request["query"])
    headers = {"authorization": vector["expected"]["authorization"], **request["headers"], **wire.get("headers", {})}
    return Request(request["method"], request["path"], query, headers, request["body"].encode())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector_verifies(vector: dict[str, Any]) -> None:
    request, keys = received(vector), vector["credentials"]
    credentials = {keys["access_key_id"]: (keys["access_key_secret"], keys.get("security_token"))}
    verify(request, credentials, parse_time(request.headers["x-acs-date"]))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector_intermediate_texts(vector: dict[str, Any]) -> None:
    request, expected = received(vector), vector["expected"]
    canonical = canonical_request(request, parse_authorization(expected["authorization"]).signed_headers)
    if "canonical_request" in expected:
        assert canonical_query(request.query) == expected["canonical_query"]
        assert canonical == expected["canonical_request"]
        assert string_to_sign(canonical) == expected["string_to_sign"]
    else:
        assert string_to_sign(canonical).endswith(expected["hashed_canonical_request"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector_with_another_secret_is_rejected(vector: dict[str, Any]) -> None:
    request, keys = received(vector), vector["credentials"]
    credentials = {keys["access_key_id"]: (keys["access_key_secret"] + "x", keys.get("security_token"))}
    with pytest.raises(ApiError) as caught:
        verify(request, credentials, parse_time(request.headers["x-acs-date"]))
    assert caught.value.code == "SignatureDoesNotMatch"


def test_canonical_query_decodes_plus_and_encodes_strictly() -> None:
    assert canonical_query("b=x+y%2Bz&a=%2A%7E%2F&a.10=&a.2=%E4%B8%AD") == "a=%2A~%2F&a.10=&a.2=%E4%B8%AD&b=x%20y%2Bz"


def outcome(api: Api, query: str = QUERY, sent: str | None = None, without: str = "", **extra: str) -> str:
    headers = api.headers("DescribeNetworkPackages", query, ECD_HOST, **extra)
    headers.pop(without, None)
    response = api.send(query if sent is None else sent, headers)
    return f"{response.status_code} {response.json().get('Code')}"


def test_good_request(api: Api) -> None:
    assert outcome(api) == "200 None"


def test_get_is_accepted_too(api: Api) -> None:
    assert api.call("DescribeNetworkPackages", method="GET").status_code == 200


def test_other_methods_and_paths_are_rejected(api: Api) -> None:
    assert api.call("DescribeNetworkPackages", method="PUT").json()["Code"] == "UnsupportedHTTPMethod"
    assert api.http.post(f"https://{ECD_HOST}/v1").json()["Code"] == "InvalidApi.NotFound"


def test_unknown_key(emulator: Emulator) -> None:
    assert outcome(Api(emulator, key=("nobody", "nothing"))) == "404 InvalidAccessKeyId.NotFound"


def test_changed_query_is_rejected_and_echoes_the_string_to_sign(api: Api) -> None:
    response = api.send("RegionId=cn-beijing", api.headers("DescribeNetworkPackages", QUERY, ECD_HOST))
    assert (response.status_code, response.json()["Code"]) == (400, "SignatureDoesNotMatch")
    assert "server StringToSign is [ACS3-HMAC-SHA256\n" in response.json()["Message"]
    assert "RegionId=cn-beijing" in response.json()["Message"]


def test_wrong_content_hash(api: Api) -> None:
    assert outcome(api, x_acs_content_sha256="0" * 64) == "400 SignatureDoesNotMatch"


@pytest.mark.parametrize("name", ["authorization", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"])
def test_missing_header(api: Api, name: str) -> None:
    assert outcome(api, without=name) == "400 IncompleteSignature"


@pytest.mark.parametrize("name", ["x-acs-something", "content-type"])
def test_header_that_is_not_signed(api: Api, name: str) -> None:
    headers = {**api.headers("DescribeNetworkPackages", QUERY, ECD_HOST), name: "text"}
    assert api.send(QUERY, headers).json()["Code"] == "IncompleteSignature"


@pytest.mark.parametrize(("minutes", "expected"), [(14, "200 None"), (16, "400 IllegalTimestamp")])
@pytest.mark.parametrize("sign", [1, -1])
def test_date(api: Api, emulator: Emulator, minutes: int, sign: int, expected: str) -> None:
    date = emulator.clock.now() + timedelta(minutes=minutes * sign)
    assert outcome(api, x_acs_date=date.strftime("%Y-%m-%dT%H:%M:%SZ")) == expected


def test_date_in_another_format(api: Api) -> None:
    assert outcome(api, x_acs_date="Thu, 15 Jan 2026 08:00:00 GMT") == "400 IllegalTimestamp"


def test_nonce_is_good_once(api: Api) -> None:
    assert outcome(api, x_acs_signature_nonce="same") == "200 None"
    assert outcome(api, x_acs_signature_nonce="same") == "400 SignatureNonceUsed"


def test_security_token(emulator: Emulator, api: Api) -> None:
    key = (STS_ACCESS_KEY_ID, STS_ACCESS_KEY_SECRET)
    assert outcome(Api(emulator, key=key, token=SECURITY_TOKEN)) == "200 None"
    assert outcome(Api(emulator, key=key)) == "400 MissingSecurityToken"
    assert outcome(Api(emulator, key=key, token="nonsense")) == "400 InvalidSecurityToken.Malformed"
    assert outcome(Api(emulator, key=key, token="CAISother")) == "400 InvalidSecurityToken.MismatchWithAccessKey"
    api.token = SECURITY_TOKEN
    assert outcome(api) == "400 InvalidSecurityToken.MismatchWithAccessKey"


def test_action_and_version(api: Api) -> None:
    assert api.error("ModifyNetworkPackage") == "404 InvalidAction.NotFound"
    assert api.error("GetOrderDetail", host=ECD_HOST, OrderId="1") == "404 InvalidAction.NotFound"
    assert api.error("DescribePrice", host="business.aliyuncs.com") == "404 InvalidAction.NotFound"
    assert outcome(api, x_acs_version="2014-05-26") == "400 InvalidVersion"
