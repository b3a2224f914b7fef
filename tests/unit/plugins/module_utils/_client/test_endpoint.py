# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Endpoints: what is taken, and what never receives a signed request."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.endpoint import endpoint_url, is_loopback
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("ecd.cn-hangzhou.aliyuncs.com", "https://ecd.cn-hangzhou.aliyuncs.com"),
        ("ecd.cn-hangzhou.aliyuncs.com:443", "https://ecd.cn-hangzhou.aliyuncs.com:443"),
        ("https://ecd.example", "https://ecd.example"),
        ("https://ecd.example/", "https://ecd.example"),
        ("HTTPS://ECD.Example:8443", "https://ecd.example:8443"),
        ("http://127.0.0.1:18080", "http://127.0.0.1:18080"),
        ("http://127.8.8.8", "http://127.8.8.8"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://LOCALHOST", "http://localhost"),
        ("http://[::1]:18080", "http://[::1]:18080"),
        ("[::1]:18080", "https://[::1]:18080"),
        ("127.0.0.1:18080", "https://127.0.0.1:18080"),
    ],
)
def test_taken(given: str, url: str) -> None:
    assert endpoint_url(given, "endpoint") == url


@pytest.mark.parametrize(
    "given",
    [
        "http://ecd.example",
        "http://192.0.2.1:80",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0",
        "http://[::]",
        "http://[2001:db8::1]",
        "http://2130706433",
        "http://127.1",
        "http://localhost.",
    ],
)
def test_plain_http_is_for_this_machine_only(given: str) -> None:
    with pytest.raises(InputError, match="plain http is allowed for loopback addresses only") as caught:
        endpoint_url(given, "endpoint")
    assert str(caught.value).startswith(f"endpoint: {given!r}")


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "https://",
        "//ecd.example",
        "ftp://ecd.example",
        "file:///etc/passwd",
        "ecd.example/path",
        "https://ecd.example/?a=b",
        "https://ecd.example#part",
        "ecd.example:port",
        "ecd.example:99999",
        "ecd.example:-1",
        "two words",
        "https://ecd example",
        "ecd.example\\@evil.example",
        "::1",
        "https://[fe80::1%25eth0]",
        "https://[::1",
        "http://127.0.0.1/path",
    ],
)
def test_refused(given: str) -> None:
    with pytest.raises(InputError, match=r"^bss_endpoint: .* is not allowed"):
        endpoint_url(given, "bss_endpoint")


@pytest.mark.parametrize(
    "given",
    [
        "https://me:hunter2@ecd.example",
        "https://me:hunter2@127.0.0.1",
        "http://me:hunter2@127.0.0.1",
        "me:hunter2@ecd.example:443",
        "https://me:hunter2@ecd.example:port",
        "https://me:hunter2@",
        "ftp://me:hunter2@ecd.example",
    ],
)
def test_a_password_is_refused_and_not_shown(given: str) -> None:
    with pytest.raises(InputError) as caught:
        endpoint_url(given, "endpoint")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.255.255.254", "::1"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.0.0.1", "localhost.example", "1", "example", "128.0.0.1"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)
