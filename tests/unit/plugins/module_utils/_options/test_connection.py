# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every module has: region, endpoints, time limits, credentials."""

from __future__ import annotations

import os
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.connection import Connection
from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import Access
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CredentialsError, InputError
from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import (
    CONNECTION_SPEC,
    MAX_REGION_LENGTH,
    REGION_VARIABLES,
    access_from,
    check_region,
    connection_warnings,
    region_from,
    required_region,
)

KEYS = {"access_key_id": "id", "access_key_secret": "secret"}
ENDPOINTS = {"endpoint": "ALIBABA_CLOUD_ECD_ENDPOINT", "bss_endpoint": "ALIBABA_CLOUD_BSS_ENDPOINT"}


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("ALIBABA_CLOUD_", "ALICLOUD_")):
            monkeypatch.delenv(name)


def access(**params: Any) -> Access:
    return access_from({**KEYS, **params}, {})


class TestRegion:
    @pytest.mark.parametrize(
        "region_id",
        [
            *("cn-hangzhou", "ap-southeast-1", "me-central-1", "eu-west-1", "us-east-1"),
            *("cn-hangzhou-finance", "cn-shanghai-finance-1", "cn-hangzhou-finance-1", "cn-north-2-gov-1"),
            "aa-" + "a" * (MAX_REGION_LENGTH - 3),
        ],
    )
    def test_a_region(self, region_id: str) -> None:
        assert check_region(region_id) == region_id
        assert region_from({"region_id": region_id}) == region_id

    @pytest.mark.parametrize(
        "region_id",
        [
            "CN-Hangzhou",
            "cn_hangzhou",
            "cn hangzhou",
            "cn-hangzhou ",
            "cn-hangzhou\n",
            "cn-hangzhou.example",
            "cn-hangzhou/",
            "cn-hangzhou:443",
            "user@cn-hangzhou",
            "cn-hangzhou?x",
            "cn-hangzhou#x",
            "杭州",
            # A digit and a letter elsewhere, and neither in a host name.
            "cn-hangzhou-\u0661",
            "\uff43n-hangzhou",
            "aa-" + "a" * (MAX_REGION_LENGTH - 2),
            "5",
            "x",
            # Subdomains that anybody may own: buckets of OSS, for one.
            *(
                "oss-cn-hangzhou",
                "oss-x",
                "oss",
                "vpc-cn-hangzhou",
                "s3-cn-hangzhou",
                "c-hangzhou",
                "-cn",
                "cn",
                "c1-x",
            ),
        ],
    )
    def test_what_cannot_be_part_of_a_host_name(self, region_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(InputError, match=r"^region_id: .* is not allowed; .* such as cn-hangzhou$"):
            check_region(region_id)
        with pytest.raises(InputError, match=r"^region_id: "):
            region_from({"region_id": region_id})
        monkeypatch.setenv(REGION_VARIABLES[-1], region_id)
        with pytest.raises(InputError, match=r"^region_id: "):
            region_from({})

    @pytest.mark.parametrize("blank", [None, ""])
    @pytest.mark.parametrize("place", range(len(REGION_VARIABLES)))
    def test_the_first_variable_that_is_set(
        self, place: int, blank: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number, name in enumerate(REGION_VARIABLES):
            monkeypatch.setenv(name, "" if number < place else f"rg-{number}")
        assert region_from({"region_id": blank}) == f"rg-{place}"
        assert region_from({"region_id": "cn-hangzhou"}) == "cn-hangzhou"

    @pytest.mark.parametrize("params", [{}, {"region_id": None}, {"region_id": ""}])
    def test_no_region_is_an_error_where_one_is_needed(self, params: dict[str, Any]) -> None:
        assert region_from(params) is None
        with pytest.raises(InputError, match=r"^region_id is required") as caught:
            required_region(region_from(params))
        assert all(name in str(caught.value) for name in REGION_VARIABLES)

    def test_a_region_is_needed_and_there(self) -> None:
        assert required_region("cn-hangzhou") == "cn-hangzhou"


class TestEndpoints:
    @pytest.mark.parametrize("option", sorted(ENDPOINTS))
    @pytest.mark.parametrize("blank", [{}, None, ""])
    def test_left_out_it_is_the_vendors(self, option: str, blank: Any) -> None:
        assert getattr(access(**({} if blank == {} else {option: blank})), option) is None

    @pytest.mark.parametrize("option", sorted(ENDPOINTS))
    def test_given(self, option: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(ENDPOINTS[option], "other.example")
        assert getattr(access(**{option: "ecd.example:8443"}), option) == "https://ecd.example:8443"

    @pytest.mark.parametrize("option", sorted(ENDPOINTS))
    @pytest.mark.parametrize("blank", [None, ""])
    def test_from_the_environment(self, option: str, blank: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(ENDPOINTS[option], "ecd.example")
        found = access(**{option: blank})
        assert getattr(found, option) == "https://ecd.example"
        (other,) = set(ENDPOINTS) - {option}
        assert getattr(found, other) is None
        monkeypatch.setenv(ENDPOINTS[option], "")
        assert getattr(access(**{option: blank}), option) is None

    @pytest.mark.parametrize("option", sorted(ENDPOINTS))
    def test_the_option_is_named_when_it_is_wrong(self, option: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(InputError, match=rf"^{option}: .* is not allowed"):
            access(**{option: "http://ecd.example"})
        monkeypatch.setenv(ENDPOINTS[option], "ftp://ecd.example")
        with pytest.raises(InputError, match=rf"^{option}: .* is not allowed"):
            access()

    @pytest.mark.parametrize("url", ["http://127.0.0.1:18080", "http://localhost", "http://[::1]:1"])
    def test_billing_is_at_a_plain_endpoint_too(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """So that no test talks to the real billing."""
        assert access(endpoint=url).bss_endpoint == url
        assert access(endpoint=url, bss_endpoint="").bss_endpoint == url
        assert access(endpoint=url, bss_endpoint="bss.example").bss_endpoint == "https://bss.example"
        monkeypatch.setenv(ENDPOINTS["bss_endpoint"], "bss.example")
        assert access(endpoint=url).bss_endpoint == "https://bss.example"
        monkeypatch.setenv(ENDPOINTS["endpoint"], url)
        monkeypatch.setenv(ENDPOINTS["bss_endpoint"], "")
        assert access().bss_endpoint == url

    @pytest.mark.parametrize("endpoint", ["https://localhost", "ecd.example", ""])
    def test_billing_is_the_vendors_otherwise(self, endpoint: str) -> None:
        assert access(endpoint=endpoint).bss_endpoint is None


PLAIN, OTHER = "http://127.0.0.1:18080", "http://127.0.0.1:18081"


class TestWarnings:
    @staticmethod
    def warnings(**params: Any) -> list[str]:
        return list(connection_warnings(params, access(**params)))

    @pytest.mark.parametrize(
        ("params", "named"),
        [
            ({"endpoint": PLAIN}, [("endpoint: ", PLAIN, "ALIBABA_CLOUD_ECD_ENDPOINT")]),
            ({"endpoint": PLAIN, "bss_endpoint": None}, [("endpoint: ", PLAIN)]),
            ({"endpoint": PLAIN, "bss_endpoint": PLAIN}, [("endpoint: ", PLAIN)]),
            ({"endpoint": PLAIN, "bss_endpoint": OTHER}, [("endpoint: ", PLAIN), ("bss_endpoint: ", OTHER)]),
            (
                {"endpoint": None, "bss_endpoint": OTHER},
                [("bss_endpoint: ", OTHER, "ALIBABA_CLOUD_BSS_ENDPOINT")],
            ),
            ({"validate_certs": False}, [("validate_certs: ", "not verified")]),
            ({"validate_certs": False, "endpoint": PLAIN}, [("validate_certs: ",), ("endpoint: ",)]),
            ({"endpoint": "https://localhost:8443", "bss_endpoint": "bss.example"}, []),
            ({"endpoint": None, "bss_endpoint": None, "ca_path": "/etc/ssl/ca.pem"}, []),
        ],
    )
    def test_what_is_warned_of(self, params: dict[str, Any], named: list[tuple[str, ...]]) -> None:
        found = self.warnings(**params)
        assert len(found) == len(named)
        for warning, words in zip(found, named):
            assert warning.startswith(words[0])
            assert all(word in warning for word in words)

    def test_a_variable_is_warned_of_as_the_option(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(ENDPOINTS["endpoint"], PLAIN)
        (warning,) = self.warnings(endpoint=None)
        assert PLAIN in warning

    def test_an_option_that_a_module_does_not_have_is_not_warned_of(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(ENDPOINTS["bss_endpoint"], OTHER)
        assert self.warnings(endpoint=None) == []
        assert len(self.warnings(endpoint=None, bss_endpoint=None)) == 1


class TestConnection:
    @pytest.mark.parametrize("ca_path", ["/etc/ssl/ca.pem", "/not/there"])
    def test_a_trust_store_that_would_be_ignored(self, ca_path: str) -> None:
        with pytest.raises(InputError, match=r"^validate_certs and ca_path: .* remove one of the two"):
            access(validate_certs=False, ca_path=ca_path)

    def test_the_defaults_of_the_options_are_those_of_the_value(self) -> None:
        assert access().connection == Connection()
        assert set(Connection._fields) <= set(CONNECTION_SPEC)

    @pytest.mark.parametrize("blank", [None, ""])
    @pytest.mark.parametrize("name", Connection._fields)
    def test_a_blank_is_the_default(self, name: str, blank: Any) -> None:
        assert access(**{name: blank}).connection == Connection()

    @pytest.mark.parametrize(
        "params",
        [
            {"validate_certs": False},
            {"ca_path": "/etc/ssl/ca.pem"},
            {"connect_timeout": 0.5},
            {"read_timeout": 86400.0},
            {"retries": 0},
            {"retries": 50},
            {"retry_delay": 0.0},
        ],
    )
    def test_what_is_given_reaches_the_value(self, params: dict[str, Any]) -> None:
        assert access(**params).connection == Connection(**params)

    @pytest.mark.parametrize("name", ["connect_timeout", "read_timeout"])
    @pytest.mark.parametrize("value", [0.0, -1.0, 86400.5, float("inf"), float("nan")])
    def test_timeouts_are_positive_and_end(self, name: str, value: float) -> None:
        with pytest.raises(InputError, match=rf"^{name}: .* is not allowed; more than 0"):
            access(**{name: value})

    @pytest.mark.parametrize("name", ["retries", "retry_delay"])
    @pytest.mark.parametrize("value", [-1, float("inf"), float("nan")])
    def test_retries_are_not_negative(self, name: str, value: float) -> None:
        with pytest.raises(InputError, match=rf"^{name}: .* is not allowed; 0 or more"):
            access(**{name: value})


class TestCredentials:
    @pytest.mark.parametrize("token", [None, "", "token"])
    def test_from_the_options(self, token: str | None) -> None:
        found = access(security_token=token).credentials
        assert (found.access_key_id, found.access_key_secret) == ("id", "secret")
        assert found.security_token == (token or None)

    @pytest.mark.parametrize("blank", [None, ""])
    def test_from_the_environment_that_is_passed(self, blank: str | None) -> None:
        environ = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "other", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "too"}
        found = access_from(dict.fromkeys(KEYS, blank), environ).credentials
        assert (found.access_key_id, found.access_key_secret) == ("other", "too")

    def test_half_a_pair(self) -> None:
        with pytest.raises(CredentialsError, match=r"access_key_secret is missing"):
            access(access_key_secret="")

    @pytest.mark.parametrize("wrong", [{"endpoint": "http://ecd.example"}, {"read_timeout": 0.0}])
    def test_a_wrong_option_is_told_before_credentials_are_looked_for(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(InputError):
            access_from(wrong, {})

    def test_no_option_shows_a_secret(self) -> None:
        secrets = {name for name, entry in CONNECTION_SPEC.items() if entry.get("no_log")}
        assert secrets == {"access_key_secret", "security_token"}
