# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures against the vendor's worked example and what the official SDK sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.ecd import flatten
from ansible_collections.alicloud.ecd.plugins.module_utils._client.signing import (
    Credentials,
    authorization,
    canonical_query,
    sign,
    string_to_sign,
)

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "signature_vectors.json").read_text("utf-8"))["vectors"]

# What each vector's query was flattened from.
UNFLATTENED: dict[str, dict[str, Any]] = {
    "documented_example_RunInstances": {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"},
    "describe_simple": {"MaxResults": 100},
    "describe_ids_12": {"NetworkPackageId": [f"np-{number:04}" for number in range(1, 13)]},
    "describe_empty_list": {"NetworkPackageId": []},
    "describe_empty_string": {"NextToken": ""},
    "describe_sts": {"NextToken": None, "MaxResults": None},
    "create_postpaid_bool_false": {
        "Bandwidth": 10,
        "OfficeSiteId": "cn-hangzhou+dir-1234567890",
        "PayType": "PostPaid",
        "InternetChargeType": "PayByTraffic",
        "AutoPay": False,
        "Tag": [],
    },
    "modify_bandwidth": {"NetworkPackageId": "np-cxj7y89z0p2****", "Bandwidth": 20, "AutoPay": True},
    "modify_enabled_false": {"NetworkPackageId": "np-0001", "Enabled": False},
    "renew_two": {
        "NetworkPackageId": ["np-0001", "np-0002"],
        "Period": 1,
        "PeriodUnit": "Year",
        "AutoPay": False,
        "AutoRenew": True,
    },
    "delete_one": {"NetworkPackageId": ("np-0001",)},
    "describe_local_endpoint": {"InternetChargeType": "PayByTraffic"},
}


def each(vectors: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("vector", vectors, ids=[vector["name"] for vector in vectors])


def credentials(vector: dict[str, Any]) -> Credentials:
    return Credentials(**vector["credentials"])


def test_every_vector_is_looked_at() -> None:
    assert {vector["name"] for vector in VECTORS} == set(UNFLATTENED)
    assert len(VECTORS) == 12


@each(VECTORS)
def test_flattening(vector: dict[str, Any]) -> None:
    expected = dict(vector["request"]["query"])
    # The SDK writes booleans as Python does; the API takes any letter case.
    expected = {name: value.lower() if value in ("True", "False") else value for name, value in expected.items()}
    region = expected["RegionId"]
    assert flatten({"RegionId": region, **UNFLATTENED[vector["name"]]}) == expected


@each([vector for vector in VECTORS if "canonical_query" in vector["expected"]])
def test_canonical_query(vector: dict[str, Any]) -> None:
    assert canonical_query(vector["request"]["query"]) == vector["expected"]["canonical_query"]


@each([vector for vector in VECTORS if "wire" in vector])
def test_our_query_says_the_same_on_the_wire_as_the_sdks(vector: dict[str, Any]) -> None:
    ours = parse_qsl(canonical_query(vector["request"]["query"]), keep_blank_values=True)
    theirs = parse_qsl(urlsplit(vector["wire"]["url"]).query, keep_blank_values=True)
    assert sorted(ours) == sorted(theirs)


@each([vector for vector in VECTORS if "string_to_sign" in vector["expected"]])
def test_string_to_sign(vector: dict[str, Any]) -> None:
    request = vector["request"]
    query = canonical_query(request["query"])
    assert string_to_sign(request["method"], query, request["headers"]) == vector["expected"]["string_to_sign"]


@each(VECTORS)
def test_hash_of_the_canonical_request(vector: dict[str, Any]) -> None:
    request = vector["request"]
    text = string_to_sign(request["method"], canonical_query(request["query"]), request["headers"])
    algorithm, _line_end, digest = text.partition("\n")
    assert algorithm == "ACS3-HMAC-SHA256"
    if "hashed_canonical_request" in vector["expected"]:
        assert digest == vector["expected"]["hashed_canonical_request"]
    assert len(digest) == 64


@each(VECTORS)
def test_authorization(vector: dict[str, Any]) -> None:
    request = vector["request"]
    value = authorization(credentials(vector), request["method"], canonical_query(request["query"]), request["headers"])
    assert value == vector["expected"]["authorization"]


@each(VECTORS)
def test_sign_makes_all_headers(vector: dict[str, Any]) -> None:
    headers = vector["request"]["headers"]
    own = ("accept", "user-agent", "x-acs-credentials-provider")
    made = sign(
        credentials(vector),
        host=headers["host"],
        action=headers["x-acs-action"],
        version=headers["x-acs-version"],
        query=canonical_query(vector["request"]["query"]),
        date=headers["x-acs-date"],
        nonce=headers["x-acs-signature-nonce"],
        extra={name: headers[name] for name in own if name in headers},
    )
    assert made == {**headers, "authorization": vector["expected"]["authorization"]}


def test_header_values_are_trimmed_and_sorted() -> None:
    headers = {"x-acs-content-sha256": "hash", "host": "h", "accept": "  a "}
    tidy = {"accept": "a", "host": "h", "x-acs-content-sha256": "hash"}
    assert string_to_sign("POST", "", headers) == string_to_sign("POST", "", tidy)


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (" ", "%20"),
        ("*", "%2A"),
        ("/", "%2F"),
        ("+", "%2B"),
        ("~", "~"),
        ("-_.", "-_."),
        ("%", "%25"),
        ("&=", "%26%3D"),
        ("'", "%27"),
        ("ü", "%C3%BC"),
        ("云", "%E4%BA%91"),
        ("\n", "%0A"),
    ],
)
def test_percent_encoding(value: str, encoded: str) -> None:
    assert canonical_query({"A": value}) == f"A={encoded}"
    assert canonical_query({value: "1"}) == f"{encoded}=1"


def test_queries_are_sorted_by_text() -> None:
    assert canonical_query({"b": "1", "a.2": "", "a.10": "x", "B": "2"}) == "B=2&a.10=x&a.2=&b=1"


@pytest.mark.parametrize(
    ("params", "flat"),
    [
        ({"T": [{"Key": "a", "Value": ""}, {"Key": "b", "Value": "c"}]}, "T.1.Key T.1.Value T.2.Key T.2.Value"),
        ({"A": None}, ""),
        ({"A": []}, ""),
        ({"A": {}}, ""),
        ({"A": [None, "x"]}, "A.2"),
        ({"A": 0}, "A"),
        ({"A": ["x"] * 3}, "A.1 A.2 A.3"),
        ({"A": {"B": {"C": 1}}}, "A.B.C"),
    ],
)
def test_names_of_flattened_parameters(params: dict[str, Any], flat: str) -> None:
    assert sorted(flatten(params)) == flat.split()


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false"), (0, "0"), (12, "12"), ("", "")])
def test_values_of_flattened_parameters(value: Any, text: str) -> None:
    assert flatten({"A": value}) == {"A": text}


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format])
def test_credentials_show_no_secret(show: Any) -> None:
    shown = show(Credentials("the-id", "the-secret", "the-token"))
    assert "the-id" in shown
    assert "the-secret" not in shown
    assert "the-token" not in shown


def test_a_token_is_signed_and_no_token_leaves_no_header() -> None:
    call: dict[str, Any] = {"host": "h", "action": "A", "version": "v", "query": "", "date": "d", "nonce": "n"}
    with_token = sign(Credentials("id", "secret", "token"), **call)
    assert "x-acs-security-token" in with_token["authorization"]
    assert (with_token["x-acs-accesskey-id"], with_token["x-acs-security-token"]) == ("id", "token")
    for token in (None, ""):
        without = sign(Credentials("id", "secret", token), **call)
        assert not {"x-acs-security-token", "x-acs-accesskey-id"} & set(without)
