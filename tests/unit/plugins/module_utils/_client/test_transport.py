# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent again, when and how often; and that no failure tells a secret."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.connection import Connection, open_http
from ansible_collections.alicloud.ecd.plugins.module_utils._client.signing import Credentials, canonical_query
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._client.transport import (
    READ,
    WRITE,
    Client,
    Service,
    backoff,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    CallError,
    InputError,
    Interrupted,
    PassingStateError,
    RefusedError,
    StaleError,
    UnclearError,
)
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock, serve
from ansible_collections.alicloud.ecd.tests.support.http_library import httpx

SECRET = "the-secret-of-the-key"
TOKEN = "CAISthe-token-of-the-session+with/some=="
URL = "https://ecd.example"
START = 1768464000.0


class ScriptedClient:
    """A client whose server responds as the script says; its clock is moved by sleeping only."""

    def __init__(self, *script: Any, jitter: float = 1.0, url: str = URL, **connection: Any) -> None:
        self.script = list(script)
        self.requests: list[httpx.Request] = []
        self.sent_at: list[float] = []
        self.sleeps: list[float] = []
        self.now = START
        self.stopping = False
        self.while_asleep: Callable[[], None] = lambda: None
        settings = Connection(**connection)
        http = open_http(settings, url, httpx.MockTransport(self._respond))
        timing = Timing(lambda: self.now, lambda: self.now - START, self._sleep, lambda: self.stopping)
        credentials = Credentials("the-id", SECRET, TOKEN)
        self.client = Client(http, credentials, Service(url, "2020-09-30"), settings, timing, jitter=lambda: jitter)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.sent_at.append(self.now - START)
        response = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(response, Exception):
            raise response
        status, body, headers = (*response, {})[:3]
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, headers=headers, content=content)

    def _sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.sleeps.append(round(seconds, 6))
        hook, self.while_asleep = self.while_asleep, lambda: None
        hook()
        self.now += seconds

    def call(self, kind: str, parse: Callable[[Mapping[str, Any]], Any] = dict, **params: str) -> Any:
        return self.client.call("SomeAction", params, kind=kind, parse=parse)

    def fail(self, kind: str, parse: Callable[[Mapping[str, Any]], Any] = dict) -> CallError:
        with pytest.raises(CallError) as caught:
            self.call(kind, parse)
        return caught.value


def error(code: str, status: int = 400, message: str = "why", **headers: str) -> tuple[int, Any, dict[str, str]]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"RequestId": "R-1", "Code": code, "Message": message}, names


GOOD = (200, {"RequestId": "R-0", "Value": 7})
THROTTLED = error("Throttling.User")
CONNECT = httpx.ConnectError("[Errno 111] Connection refused")
UNTRUSTED = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate")

NOTHING_HAPPENED = (
    THROTTLED,
    error("Rejected.Throttling", 403),
    CONNECT,
    httpx.ConnectTimeout(""),
    httpx.PoolTimeout(""),
    httpx.ProxyError("503 Service Unavailable"),
)
ONCE_MORE = (
    error("SignatureDoesNotMatch"),
    error("IncompleteSignature"),
    error("IllegalTimestamp"),
    error("InvalidTimeStamp.Expired"),
)
UNKNOWN = (
    httpx.ReadTimeout(""),
    httpx.WriteTimeout(""),
    httpx.ReadError("[Errno 104] Connection reset by peer"),
    httpx.WriteError("[Errno 32] Broken pipe"),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
    httpx.DecodingError("incorrect header check"),
    # What nobody foresaw once the request was handed over: a URL in a header, memory, a defect of the library.
    httpx.InvalidURL("For absolute URLs, path must be empty or begin with '/'"),
    httpx.UnsupportedProtocol("Request URL is missing an 'http://' or 'https://' protocol."),
    httpx.LocalProtocolError("Illegal header value"),
    httpx.StreamConsumed(),
    MemoryError("of a decoder"),
    RecursionError("maximum recursion depth exceeded"),
    UnicodeDecodeError("ascii", b"\xff", 0, 1, "ordinal not in range(128)"),
    OverflowError("timestamp out of range"),
    OSError(9, "Bad file descriptor"),
    RuntimeError("dictionary changed size during iteration"),
    error("InternalError", 500),
    error("ServiceUnavailable", 503),
    error("SignatureNonceUsed"),
    (502, b"<html>Bad Gateway</html>"),
    (200, b"<html>Welcome</html>"),
    (200, b""),
    (200, b'{"RequestId": "R'),
    (200, b"[]"),
    (307, b"", {"location": "https://elsewhere.example/"}),
)
FINAL = (error("InvalidBandwidth"), error("Forbidden.RAM", 403), error("NobodyKnows", 404))
QUOTING = httpx.LocalProtocolError(f"Illegal header value b'{TOKEN}'")


def label(value: Any) -> str:
    return repr(value)[:60]


def each(*responses: Any) -> Any:
    return pytest.mark.parametrize("response", responses, ids=label)


@each(*NOTHING_HAPPENED)
@pytest.mark.parametrize("retries", [0, 1, 4])
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_what_proves_that_nothing_happened_is_retried(response: Any, retries: int, kind: str) -> None:
    client = ScriptedClient(response, retries=retries)
    assert client.fail(kind).__class__ is RefusedError
    assert len(client.requests) == retries + 1


@each(*NOTHING_HAPPENED, *ONCE_MORE)
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_a_retry_that_succeeds_is_the_respond(response: Any, kind: str) -> None:
    client = ScriptedClient(response, GOOD)
    assert client.call(kind, lambda document: document["Value"]) == 7
    assert len(client.requests) == 2


@each(*ONCE_MORE)
@pytest.mark.parametrize(("retries", "attempts"), [(0, 1), (1, 2), (5, 2)])
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_a_refused_signature_is_tried_once_more(response: Any, retries: int, attempts: int, kind: str) -> None:
    client = ScriptedClient(response, retries=retries)
    assert client.fail(kind).__class__ is RefusedError
    assert len(client.requests) == attempts


@each(*UNKNOWN)
@pytest.mark.parametrize("retries", [0, 3])
def test_a_read_is_retried_after_what_is_unclear(response: Any, retries: int) -> None:
    client = ScriptedClient(response, retries=retries)
    assert client.fail(READ).__class__ is UnclearError
    assert len(client.requests) == retries + 1


@each(*UNKNOWN)
def test_a_write_is_never_retried_after_what_is_unclear(response: Any) -> None:
    client = ScriptedClient(response, GOOD)
    assert client.fail(WRITE).__class__ is UnclearError
    assert len(client.requests) == 1
    assert client.sleeps == []


@each(*UNKNOWN)
def test_a_write_is_not_retried_after_it_became_unclear(response: Any) -> None:
    client = ScriptedClient(THROTTLED, CONNECT, response, GOOD)
    assert client.fail(WRITE).__class__ is UnclearError
    assert len(client.requests) == 3


@each(*FINAL, UNTRUSTED)
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_what_is_final_is_sent_once(response: Any, kind: str) -> None:
    client = ScriptedClient(response, GOOD)
    assert client.fail(kind).__class__ is RefusedError
    assert len(client.requests) == 1
    assert client.sleeps == []


@pytest.mark.parametrize("kind", [READ, WRITE])
def test_a_passing_state_is_not_for_the_transport_to_wait_out(kind: str) -> None:
    client = ScriptedClient(error("IncorrectNetworkPackageStatus.ModificationNotSupport", 403), GOOD)
    assert client.fail(kind).__class__ is PassingStateError
    assert len(client.requests) == 1


def misread(document: Mapping[str, Any]) -> Any:
    raise ValueError("no list NetworkPackages")


@pytest.mark.parametrize(("kind", "attempts"), [(READ, 3), (WRITE, 1)])
def test_a_response_that_is_not_documented_is_unclear(kind: str, attempts: int) -> None:
    client = ScriptedClient(GOOD, retries=2)
    failure = client.fail(kind, misread)
    assert failure.__class__ is UnclearError
    assert (failure.request_id, failure.code) == ("R-0", None)
    assert "no list NetworkPackages" in str(failure)
    assert len(client.requests) == attempts


@pytest.mark.parametrize("error", [MemoryError, RecursionError, TypeError, KeyError, AttributeError, OverflowError])
@pytest.mark.parametrize(("kind", "attempts"), [(READ, 3), (WRITE, 1)])
def test_whatever_goes_wrong_with_a_response_is_unclear(kind: str, attempts: int, error: type[Exception]) -> None:
    def parse(document: Mapping[str, Any]) -> Any:
        raise error(SECRET)

    client = ScriptedClient(GOOD, retries=2)
    failure = client.fail(kind, parse)
    assert failure.__class__ is UnclearError
    assert f"the response cannot be read ({error.__name__})" in str(failure)
    assert SECRET not in str(failure)
    assert len(client.requests) == attempts


@pytest.mark.parametrize(
    "credentials",
    [
        Credentials("id", SECRET, "the-token\r\nX-Other: 1"),
        Credentials("id", SECRET, "the-tokén"),
        Credentials("id\n", SECRET),
        Credentials("id", "\ud800"),
    ],
)
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_what_cannot_be_put_into_a_header_is_refused_before_it_is_sent(kind: str, credentials: Credentials) -> None:
    client = ScriptedClient(GOOD)
    client.client._credentials = credentials
    failure = client.fail(kind)
    assert failure.__class__ is RefusedError
    assert "cannot be built" in str(failure)
    assert "the-tok" not in str(failure)
    assert (client.requests, client.sleeps) == ([], [])


@pytest.mark.parametrize("url", ["https://ecd.example:x", "https://[::1", "https://\x7f"])
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_a_url_that_is_none_is_refused_before_it_is_sent(kind: str, url: str) -> None:
    client = ScriptedClient(GOOD, url=url)
    assert client.fail(kind).__class__ is RefusedError
    assert (client.requests, client.sleeps) == ([], [])


@pytest.mark.parametrize("request_id", [None, "", 12, ["a"], {"b": "c"}])
def test_an_odd_request_id_of_a_misread_response(request_id: Any) -> None:
    failure = ScriptedClient((200, {"RequestId": request_id})).fail(WRITE, misread)
    assert failure.request_id == (str(request_id) if request_id else None)


@pytest.mark.parametrize("base", [0.25, 1.0, 3.0])
def test_pauses_double_up_to_twenty_seconds(base: float) -> None:
    full = [min(20.0, base * 2**power) for power in range(9)]
    assert [backoff(attempt, base, lambda: 1.0) for attempt in range(1, 10)] == full
    assert [backoff(attempt, base, lambda: 0.0) for attempt in range(1, 10)] == [pause / 2 for pause in full]


@pytest.mark.parametrize("attempt", [1, 2, 5, 40, 100000])
def test_jitter_stays_between_half_and_all(attempt: int) -> None:
    full = min(20.0, 2.0 ** min(attempt - 1, 30))
    pauses = [backoff(attempt, 1.0) for _again in range(200)]
    assert all(full / 2 <= pause <= full for pause in pauses)
    assert len(set(pauses)) > 1


def test_no_pause_without_a_delay() -> None:
    assert backoff(3, 0.0) == 0.0


@each(CONNECT, THROTTLED, (502, b"<html>"))
def test_pauses_of_a_call(response: Any) -> None:
    client = ScriptedClient(response, retries=6, retry_delay=1.0)
    client.fail(READ)
    assert client.sleeps == [1.0, 2.0, 4.0, 8.0, 16.0, 20.0]
    assert client.sent_at == [0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 51.0]


def test_pauses_of_a_call_with_the_least_jitter() -> None:
    client = ScriptedClient(CONNECT, retries=3, retry_delay=2.0, jitter=0.0)
    client.fail(READ)
    assert client.sleeps == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("kind", [READ, WRITE])
def test_the_servers_pause_has_precedence(kind: str) -> None:
    client = ScriptedClient(
        error("Throttling.User", x_acs_retry_after="7"),
        error("Throttling.User", x_acs_retry_after="0.25"),
        error("Throttling.User", x_acs_retry_after="90"),
        GOOD,
    )
    client.call(kind)
    assert client.sleeps == [7.0, 0.25, 90.0]


def test_the_servers_pause_holds_for_an_unavailable_service_too() -> None:
    client = ScriptedClient(error("ServiceUnavailable", 503, x_acs_retry_after="9"), GOOD)
    client.call(READ)
    assert client.sleeps == [9.0]


@pytest.mark.parametrize("text", ["nan", "-5", "0", "soon", "inf", "", "1e999"])
def test_a_pause_that_is_none_is_our_own(text: str) -> None:
    client = ScriptedClient(error("Throttling.User", x_acs_retry_after=text), GOOD, retry_delay=2.0)
    client.call(WRITE)
    assert client.sleeps == [2.0]


@pytest.mark.parametrize("text", ["301", "86400", "1e300"])
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_a_pause_beyond_patience_is_reported_instead(text: str, kind: str) -> None:
    client = ScriptedClient(error("Throttling.User", x_acs_retry_after=text), GOOD)
    assert client.fail(kind).code == "Throttling.User"
    assert client.sleeps == []


def test_every_attempt_is_signed_anew() -> None:
    client = ScriptedClient(CONNECT, THROTTLED, error("IllegalTimestamp"), retries=3, retry_delay=8.0)
    client.fail(READ)
    assert len(client.requests) == 3
    nonces = {request.headers["x-acs-signature-nonce"] for request in client.requests}
    dates = [request.headers["x-acs-date"] for request in client.requests]
    assert len(nonces) == 3
    assert dates == ["2026-01-15T08:00:00Z", "2026-01-15T08:00:08Z", "2026-01-15T08:00:24Z"]
    assert len({request.headers["authorization"] for request in client.requests}) == 3


ODD = "".join(chr(number) for number in range(0x180)) + "漢字\U0001f600"


def test_what_is_signed_is_what_is_sent() -> None:
    client = ScriptedClient(GOOD)
    client.call(WRITE, A=ODD, B="", C="np-a b*~'()+,;=/?&#")
    (request,) = client.requests
    query = canonical_query({"A": ODD, "B": "", "C": "np-a b*~'()+,;=/?&#"})
    assert request.method == "POST"
    assert request.url.raw_path.decode() == f"/?{query}"
    assert request.content == b""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ecd.example", "ecd.example"),
        ("https://ecd.example:8443", "ecd.example:8443"),
        ("http://127.0.0.1:18080", "127.0.0.1:18080"),
        ("http://[::1]:18080", "[::1]:18080"),
    ],
)
def test_the_host_is_signed_as_it_is_sent(url: str, host: str) -> None:
    client = ScriptedClient(GOOD, url=url)
    client.call(READ)
    (request,) = client.requests
    assert request.headers["host"] == host
    assert "host;" in request.headers["authorization"]


def test_another_service_of_the_same_account() -> None:
    client = ScriptedClient(GOOD)
    service = Service("https://business.example", "2017-12-14")
    client.client.call("GetOrderDetail", {}, kind=READ, parse=dict, service=service)
    (request,) = client.requests
    assert (request.url.host, request.headers["host"]) == ("business.example", "business.example")
    assert request.headers["x-acs-version"] == "2017-12-14"
    assert request.headers["x-acs-action"] == "GetOrderDetail"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_redirects_are_not_followed(status: int, kind: str) -> None:
    client = ScriptedClient((status, b"", {"location": "https://elsewhere.example/?a=b"}), retries=2)
    failure = client.fail(kind)
    assert "redirects are not followed" in str(failure)
    assert {request.url.host for request in client.requests} == {"ecd.example"}


def test_throttling_slows_all_threads_down() -> None:
    client = ScriptedClient(error("Throttling.User", x_acs_retry_after="7"), GOOD)

    def another_thread_calls() -> None:
        thread = threading.Thread(target=client.call, args=(WRITE,))
        thread.start()
        thread.join(10)
        assert not thread.is_alive()

    client.while_asleep = another_thread_calls
    client.call(READ)
    assert client.sleeps[:2] == [7.0, 7.0]
    assert client.sent_at[:2] == [0.0, 7.0]
    assert len(client.requests) == 3


def test_throttling_does_not_slow_down_what_comes_long_after() -> None:
    client = ScriptedClient(error("Throttling.User", x_acs_retry_after="7"), GOOD)
    client.call(READ)
    client.call(READ)
    assert client.sleeps == [7.0]


def test_a_broken_connection_slows_down_nobody_else() -> None:
    client = ScriptedClient(CONNECT, GOOD, retry_delay=8.0)
    client.while_asleep = lambda: client.call(READ)
    client.call(READ)
    assert client.sleeps == [8.0]
    assert client.sent_at == [0.0, 0.0, 8.0]


ECHOES = (
    error("InvalidX", message=f"you sent {SECRET} and {TOKEN}"),
    error("InvalidX", message=f"x-acs-security-token:{TOKEN}\nSignature=abc"),
    error("Throttling", message=TOKEN),
    error("InternalError", 500, message=f"{SECRET}{TOKEN}"),
    error("SignatureDoesNotMatch", message=f"server string to sign is: x-acs-security-token:{TOKEN}"),
    error(SECRET),
    (200, f"<html>{SECRET} {TOKEN}</html>".encode()),
    (502, f"<html>{SECRET} {TOKEN}</html>".encode()),
    (307, b"", {"location": f"https://elsewhere.example/?t={TOKEN}"}),
    QUOTING,
    RuntimeError(f"{SECRET} {TOKEN}"),
    UnicodeDecodeError("ascii", TOKEN.encode(), 0, 1, SECRET),
    httpx.ReadError(f"{SECRET} {TOKEN}"),
    httpx.ConnectError(f"{SECRET} {TOKEN}"),
    httpx.ProxyError(f"{SECRET} {TOKEN}"),
)


@each(*ECHOES)
@pytest.mark.parametrize("kind", [READ, WRITE])
def test_no_text_of_a_failure_holds_a_secret(response: Any, kind: str) -> None:
    failure = ScriptedClient(response, retries=0).fail(kind)
    for text in (str(failure), repr(failure), failure.to_result()["msg"], repr(failure.args)):
        assert SECRET not in text
        assert TOKEN not in text
        assert "Illegal header" not in text
    # Nothing of the cause is kept for a traceback to show.
    assert failure.__cause__ is None
    assert failure.__suppress_context__


def test_a_misread_response_tells_no_secret() -> None:
    def parse(document: Mapping[str, Any]) -> Any:
        return int(f"{SECRET} {TOKEN}")

    failure = ScriptedClient(GOOD).fail(WRITE, parse)
    assert SECRET not in str(failure)
    assert TOKEN not in str(failure)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (CONNECT, "no connection to https://ecd.example: [Errno 111] Connection refused"),
        (httpx.ConnectTimeout(""), "no connection to https://ecd.example: timed out"),
        (UNTRUSTED, "certificate verify failed"),
        (httpx.ReadTimeout("The read operation timed out"), "no response within read_timeout"),
        (httpx.ReadError(""), "the connection broke: ReadError"),
        (httpx.RemoteProtocolError("Server disconnected"), "the connection broke: Server disconnected"),
    ],
    ids=label,
)
def test_what_a_failure_says(response: Any, words: str) -> None:
    failure = ScriptedClient(response, retries=0).fail(WRITE)
    assert words in str(failure)
    assert str(failure).startswith("SomeAction failed: ")
    assert failure.to_result() == {"failed": True, "msg": str(failure), "action": "SomeAction"}


def test_a_ca_bundle_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"^ca_path: '/not/there' cannot be used as a CA bundle"):
        open_http(Connection(ca_path="/not/there"), URL)


def test_a_ca_bundle_that_is_none(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a certificate", "utf-8")
    with pytest.raises(InputError, match=r"notes\.txt' cannot be used as a CA bundle"):
        open_http(Connection(ca_path=str(text)), URL)


def test_a_directory_of_ca_certificates(tmp_path: Path) -> None:
    open_http(Connection(ca_path=str(tmp_path)), URL).close()


@pytest.mark.parametrize("connection", [Connection(validate_certs=False, ca_path="/not/there"), Connection()])
def test_a_ca_bundle_that_is_not_needed(connection: Connection) -> None:
    open_http(connection, URL).close()


def test_timeouts_are_the_users() -> None:
    with open_http(Connection(connect_timeout=2.5, read_timeout=40), URL) as http:
        assert (http.timeout.connect, http.timeout.read) == (2.5, 40)
        assert http.follow_redirects is False


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy on loopback that wants a password; yields its address and the first lines of what it is asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def refuse() -> None:
            try:
                client, _peer = server.accept()
            except OSError:
                return
            with client:
                asked.append(client.recv(4096))
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", asked
    thread.join(10)


def open_client(url: str) -> Client:
    connection = Connection(retries=0, retry_delay=0)
    http = open_http(connection, url)
    return Client(http, Credentials("id", SECRET, TOKEN), Service(url, "2020-09-30"), connection, Timing())


def test_https_goes_through_the_proxy_of_the_environment(
    proxy: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = proxy
    for name in ("ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:hunter2@{address}")
    with pytest.raises(RefusedError) as caught:
        open_client("https://ecd.example.invalid").call("SomeAction", {}, kind=WRITE, parse=dict)
    assert asked[0].startswith(b"CONNECT ecd.example.invalid:443 ")
    assert "407" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_plain_http_to_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serve(Emulator(clock=RealClock())) as server, pytest.raises(RefusedError) as caught:
        open_client(server.url).call("DescribeNetworkPackages", {}, kind=READ, parse=dict)
    assert caught.value.code == "InvalidAccessKeyId.NotFound"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "foo://127.0.0.1:1"),
        ("https_proxy", "http://user:hunter2@127.0.0.1:x"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
    ],
)
def test_an_environment_that_cannot_be_used_is_named(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InputError, match=variable.upper()) as raised:
        open_http(Connection(), "https://ecd.cn-hangzhou.aliyuncs.com")
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("kind", [READ, WRITE])
def test_a_host_that_does_not_exist_is_asked_for_once(kind: str) -> None:
    client = ScriptedClient(httpx.ConnectError("[Errno -2] Name or service not known"))
    error = client.fail(kind)
    assert "is region_id spelled correctly?" in str(error)
    assert len(client.requests) == 1


@each(THROTTLED, CONNECT)
def test_no_write_is_sent_after_a_stop_during_its_pause(response: Any) -> None:
    client = ScriptedClient(response, GOOD)
    client.while_asleep = lambda: setattr(client, "stopping", True)
    with pytest.raises(Interrupted, match="before SomeAction was sent"):
        client.call(WRITE)
    assert len(client.requests) == 1


def test_after_a_stop_a_read_is_sent_once_and_a_write_never() -> None:
    client = ScriptedClient(CONNECT)
    client.stopping = True
    client.fail(READ)
    with pytest.raises(Interrupted):
        client.call(WRITE)
    assert (len(client.requests), client.sleeps) == (1, [])


@pytest.mark.parametrize(("not_after", "sent"), [(7.0, 2), (6.9, 1), (-1.0, 0)])
def test_a_write_that_rests_on_something_old_is_not_sent(not_after: float, sent: int) -> None:
    client = ScriptedClient(error("Throttling.User", x_acs_retry_after="7"), GOOD)
    call: dict[str, Any] = {"kind": WRITE, "parse": dict, "not_after": not_after}
    if sent == 2:
        client.client.call("SomeAction", {}, **call)
    else:
        with pytest.raises(StaleError):
            client.client.call("SomeAction", {}, **call)
    assert len(client.requests) == sent
