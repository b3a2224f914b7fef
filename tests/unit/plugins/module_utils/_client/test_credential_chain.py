# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the official library does around the credentials: it logs nothing, and asks no proxy for them.

Every case is a process, since the library reads the environment, and opens its handlers, when it is imported. All hosts
are servers of this test on loopback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client import credentials
from ansible_collections.alicloud.ecd.plugins.module_utils._client.credential_chain import checked_uri

ROOT = Path(credentials.__file__).parents[6]
SECRET = "sEcReT-of-the-file"
TOKEN = "sEcReT-of-the-session"
BODY_SECRET = "sEcReT-of-a-body"
PATH_SECRET = "sEcReT-of-the-path"
EXPIRATION = "2099-01-01T00:00:00Z"
GOOD = {
    "Code": "Success",
    "AccessKeyId": "found-id",
    "AccessKeySecret": "found-secret",
    "SecurityToken": "found-token",
    "Expiration": EXPIRATION,
}
FOUND = ["found-id", "found-secret", "found-token"]
URI = "ALIBABA_CLOUD_CREDENTIALS_URI"

# The metadata service has one address, which is no loopback address: connections to it end at the server of the test.
PROGRAM = """
import json, os, sys, threading
import urllib3.util.connection as connection
connect = connection.create_connection
connection.create_connection = lambda address, *args, **named: connect(
    ("127.0.0.1", {metadata}) if address[0] == "100.100.100.200" else address, *args, **named
)
from ansible_collections.alicloud.ecd.plugins.module_utils._client.credentials import resolve
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CredentialsError
before = {{name: value for name, value in os.environ.items() if "proxy" in name.lower() or name == "DEBUG"}}
try:
    found = resolve(json.loads({params!r}))
    result = [found.access_key_id, found.access_key_secret, found.security_token]
except CredentialsError as error:
    result = str(error)
after = {{name: value for name, value in os.environ.items() if "proxy" in name.lower() or name == "DEBUG"}}
print(json.dumps({{"result": result, "kept": before == after, "threads": threading.active_count()}}))
"""


@dataclass
class Server:
    """A server on loopback that records what it is asked, and always responds the same; also to CONNECT."""

    status: int = 200
    body: bytes = b""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):
                    return self.respond
                raise AttributeError(name)

            def respond(self) -> None:
                server.asked.append(f"{self.command} {self.path}")
                self.send_response(server.status)
                self.send_header("Content-Length", str(len(server.body)))
                self.end_headers()
                self.wfile.write(server.body)

            def log_message(self, format: str, *args: Any) -> None:
                """Print nothing."""

        return Handler


def serving(server: Server) -> Iterator[Server]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), server.handler())
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def service() -> Iterator[Server]:
    """The host that gives credentials."""
    yield from serving(Server(body=json.dumps(GOOD).encode()))


@pytest.fixture
def proxy() -> Iterator[Server]:
    """A proxy that lets nothing through."""
    yield from serving(Server(500, f'{{"AccessKeySecret": "{BODY_SECRET}"}}'.encode()))


@dataclass
class Case:
    """A home with its files, and the variables of a process."""

    home: Path
    service: Server
    proxy: Server
    environ: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, text: str) -> str:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return str(path)

    def profile(self, **values: Any) -> None:
        """Write the configuration of the CLI with one profile."""
        self.write(".aliyun/config.json", json.dumps({"current": "p", "profiles": [{"name": "p", **values}]}))

    def with_proxies(self, *names: str) -> None:
        url = f"http://127.0.0.1:{self.proxy.port}"
        self.environ.update(dict.fromkeys(names, url))

    def run(self, profile: str = "") -> Any:
        """Resolve the credentials in a process; it prints nothing but the result, which holds no secret of a file."""
        program = PROGRAM.format(metadata=self.service.port, params=json.dumps({"profile": profile}))
        search = [str(ROOT), *(entry for entry in sys.path if entry)]
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={
                "PATH": os.defpath,
                "HOME": str(self.home),
                "PYTHONPATH": os.pathsep.join(search),
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
                **self.environ,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stderr == ""
        assert done.returncode == 0
        assert "sEcReT" not in done.stdout
        (line,) = done.stdout.splitlines()
        result = json.loads(line)
        assert (result["kept"], result["threads"]) == (True, 1)
        return result["result"]


@pytest.fixture(params=["", "sdk"], ids=["plain", "DEBUG=sdk"])
def case(tmp_path: Path, service: Server, proxy: Server, request: pytest.FixtureRequest) -> Case:
    return Case(tmp_path, service, proxy, {"DEBUG": request.param} if request.param else {})


PLAIN = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
SECURE = ("HTTPS_PROXY", "https_proxy")

# What the host of the credentials responds.
FAILURES = {
    "error": (500, f'{{"AccessKeySecret": "{BODY_SECRET}"}}'.encode()),
    "odd status": (599, BODY_SECRET.encode()),
    "no json": (200, BODY_SECRET.encode()),
    "not utf-8": (200, b"\xff" + BODY_SECRET.encode()),
    "incomplete": (200, json.dumps({**GOOD, "Code": "No", "AccessKeySecret": BODY_SECRET}).encode()),
    "expired": (200, json.dumps({**GOOD, "Expiration": "2001-01-01T00:00:00Z"}).encode()),
    "no date": (200, json.dumps({**GOOD, "Expiration": BODY_SECRET}).encode()),
}


def from_uri(case: Case) -> None:
    case.environ[URI] = f"http://127.0.0.1:{case.service.port}/{PATH_SECRET}?token={PATH_SECRET}"


def from_metadata(case: Case) -> None:
    case.environ["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "false"


def from_metadata_by_profile(case: Case) -> None:
    from_metadata(case)
    case.profile(mode="EcsRamRole", ram_role_name="role")


def from_metadata_by_file(case: Case) -> None:
    from_metadata(case)
    case.write(".alibabacloud/credentials.ini", "[default]\ntype = ecs_ram_role\nrole_name = role\n")


PLAIN_SOURCES = (from_uri, from_metadata, from_metadata_by_profile, from_metadata_by_file)


@pytest.mark.parametrize("source", PLAIN_SOURCES)
def test_credentials_are_asked_for_without_a_proxy(case: Case, source: Any) -> None:
    source(case)
    case.with_proxies(*PLAIN, *SECURE)
    assert case.run() == FOUND
    assert case.proxy.asked == []
    assert case.service.asked != []


@pytest.mark.parametrize("source", [from_uri, from_metadata])
@pytest.mark.parametrize("failure", sorted(FAILURES))
def test_a_failing_host_of_credentials(case: Case, source: Any, failure: str) -> None:
    source(case)
    case.with_proxies(*PLAIN, *SECURE)
    case.service.status, case.service.body = FAILURES[failure]
    assert "found none" in case.run()
    assert case.proxy.asked == []
    assert case.service.asked != []


@pytest.mark.parametrize("source", PLAIN_SOURCES)
def test_a_host_of_credentials_that_is_not_there(case: Case, source: Any) -> None:
    case.service = Server(port=1)
    source(case)
    case.with_proxies(*PLAIN, *SECURE)
    assert "found none" in case.run()
    assert case.proxy.asked == []


def test_a_uri_over_https_asks_no_proxy_either(case: Case) -> None:
    """The server of the test speaks no TLS, so that nothing is found; what counts is who was asked."""
    case.environ[URI] = f"https://127.0.0.1:{case.service.port}/{PATH_SECRET}"
    case.with_proxies(*PLAIN, *SECURE)
    assert "found none" in case.run()
    assert case.proxy.asked == []


def test_a_uri_that_redirects_asks_no_proxy(case: Case) -> None:
    from_uri(case)
    case.service.status = 302
    case.with_proxies(*PLAIN, *SECURE)
    assert "found none" in case.run()
    assert case.proxy.asked == []


ROLE = {"access_key_id": "id", "access_key_secret": SECRET, "ram_role_arn": "acs:ram::1:role/r"}
INI = f"""
[default]
type = ram_role_arn
access_key_id = id
access_key_secret = {SECRET}
role_arn = acs:ram::1:role/r
role_session_name = s
"""


def by_role_of_a_profile(case: Case) -> None:
    case.profile(mode="RamRoleArn", ram_session_name="s", **ROLE)


def by_role_of_a_file(case: Case) -> None:
    case.write(".alibabacloud/credentials.ini", INI)


def by_chained_role(case: Case) -> None:
    """The first profile has a session token, which AssumeRole takes in its URL."""
    first = {"name": "first", "mode": "StsToken", "access_key_id": "id", "access_key_secret": SECRET}
    second = {"name": "p", "mode": "ChainableRamRoleArn", "source_profile": "first", "ram_role_arn": "arn"}
    profiles = [{**first, "sts_token": TOKEN}, second]
    case.write(".aliyun/config.json", json.dumps({"current": "p", "profiles": profiles}))


def by_oidc(case: Case) -> None:
    case.environ["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = case.write("token", TOKEN)
    case.environ["ALIBABA_CLOUD_ROLE_ARN"] = "acs:ram::1:role/r"
    case.environ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = "acs:ram::1:oidc-provider/p"


def by_sign_on(case: Case) -> None:
    case.profile(
        mode="CloudSSO",
        cloud_sso_sign_in_url="https://signin.example/x",
        cloud_sso_account_id="1",
        cloud_sso_access_config="c",
        access_token=TOKEN,
        cloud_sso_access_token_expire=4070908800,
    )


def by_oauth(case: Case) -> None:
    case.profile(
        mode="OAuth",
        oauth_access_token=TOKEN,
        oauth_refresh_token=TOKEN,
        oauth_access_token_expire=4070908800,
    )


def by_command(case: Case) -> None:
    program = case.write("command.py", f"import sys\nprint({SECRET!r}, file=sys.stderr)\nsys.exit({SECRET!r})\n")
    case.profile(mode="External", process_command=f"{sys.executable} {program}")


@pytest.mark.parametrize(
    "source", [by_role_of_a_profile, by_role_of_a_file, by_chained_role, by_oidc, by_sign_on, by_oauth]
)
@pytest.mark.parametrize("status", [500, None], ids=str)
def test_hosts_of_the_vendor_are_asked_by_way_of_the_proxy(case: Case, source: Any, status: int | None) -> None:
    """As the proxy lets nothing through, or is not there, this is the failure of the request, too."""
    source(case)
    case.with_proxies("HTTPS_PROXY")
    if status is None:
        case.environ["HTTPS_PROXY"] = "http://127.0.0.1:1"
    else:
        case.proxy.status = status
    assert "found none" in case.run()
    assert all(asked.startswith("CONNECT ") and asked.endswith(":443") for asked in case.proxy.asked)
    assert bool(case.proxy.asked) is (status is not None)


def test_a_command_that_fails(case: Case) -> None:
    by_command(case)
    assert "found none" in case.run()
    assert "found none" in case.run(profile="p")


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        (f"http://credentials.example:80/{PATH_SECRET}", "'http://credentials.example' is not allowed; plain http"),
        (f"http://10.0.0.1/{PATH_SECRET}", "'http://10.0.0.1' is not allowed; plain http"),
        (f"http://{PATH_SECRET}@10.0.0.1/", "'http://10.0.0.1' is not allowed; plain http"),
        (f"http://127.0.0.1@10.0.0.1/{PATH_SECRET}", "'http://10.0.0.1' is not allowed; plain http"),
        (f"http://127.0.0.1.example/{PATH_SECRET}", "is not allowed; plain http"),
        (f"ftp://127.0.0.1/{PATH_SECRET}", "is not a URL such as"),
        (f"127.0.0.1/{PATH_SECRET}", "is not a URL such as"),
        (f"http://127.0.0.1:port/{PATH_SECRET}", "is not a URL such as"),
        (f"http://[/{PATH_SECRET}", "is not a URL such as"),
    ],
)
def test_a_uri_that_is_not_allowed(tmp_path: Path, service: Server, proxy: Server, uri: str, words: str) -> None:
    case = Case(tmp_path, service, proxy, {URI: uri})
    case.with_proxies(*PLAIN, *SECURE)
    message = case.run()
    assert message.startswith(f"{URI}: ") and words in message
    assert case.proxy.asked == case.service.asked == []


def test_a_uri_that_is_not_reached_is_not_looked_at(tmp_path: Path, service: Server, proxy: Server) -> None:
    case = Case(tmp_path, service, proxy, {URI: "http://10.0.0.1/"})
    case.profile(mode="AK", access_key_id="cli-id", access_key_secret="cli")
    assert case.run() == ["cli-id", "cli", None]


@pytest.mark.parametrize("profile", ["", "p"])
def test_what_is_found_is_silent(case: Case, profile: str) -> None:
    case.profile(mode="AK", access_key_id="cli-id", access_key_secret="cli")
    assert case.run(profile) == ["cli-id", "cli", None]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (None, None),
        ("", None),
        ("https://credentials.example/a?b=c", "https://credentials.example:443/a?b=c"),
        ("https://credentials.example:8443/a", "https://credentials.example:8443/a"),
        ("http://localhost/a", "http://localhost:80/a"),
        ("http://127.0.0.1:7002/a", "http://127.0.0.1:7002/a"),
    ],
)
def test_a_uri_that_is_allowed_has_a_port(given: str | None, asked: str | None) -> None:
    assert checked_uri({} if given is None else {URI: given}) == asked
