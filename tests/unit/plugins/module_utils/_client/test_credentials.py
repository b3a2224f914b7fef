# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials come whole from one source; the official library is the last of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client import credentials
from ansible_collections.alicloud.ecd.plugins.module_utils._client.credentials import first_set, resolve
from ansible_collections.alicloud.ecd.plugins.module_utils._client.signing import Credentials
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CredentialsError

ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
PROFILE = "ALIBABA_CLOUD_PROFILE"

OPTIONS = {"access_key_id": "opt-id", "access_key_secret": "opt-secret"}
ENVIRONMENT = {ID: "env-id", SECRET: "env-secret"}


@pytest.mark.parametrize(
    ("names", "environ", "value"),
    [
        (("A", "B"), {"A": "1", "B": "2"}, "1"),
        (("A", "B"), {"A": "", "B": "2"}, "2"),
        (("A", "B"), {"B": "2"}, "2"),
        (("A", "B"), {"A": "", "B": ""}, None),
        (("A", "B"), {"C": "3"}, None),
        (("A",), {"A": "0"}, "0"),
    ],
)
def test_first_set(names: tuple[str, ...], environ: Mapping[str, str], value: str | None) -> None:
    assert first_set(environ, names) == value


@pytest.mark.parametrize(
    ("params", "environ", "expected"),
    [
        (OPTIONS, {}, ("opt-id", "opt-secret", None)),
        ({**OPTIONS, "security_token": "opt-token"}, {}, ("opt-id", "opt-secret", "opt-token")),
        (OPTIONS, {**ENVIRONMENT, TOKEN: "env-token"}, ("opt-id", "opt-secret", None)),
        ({**OPTIONS, "security_token": ""}, {TOKEN: "env-token"}, ("opt-id", "opt-secret", None)),
        ({**OPTIONS, "profile": ""}, {PROFILE: "prod"}, ("opt-id", "opt-secret", None)),
        ({}, ENVIRONMENT, ("env-id", "env-secret", None)),
        ({}, {**ENVIRONMENT, TOKEN: "env-token"}, ("env-id", "env-secret", "env-token")),
        ({}, {**ENVIRONMENT, TOKEN: ""}, ("env-id", "env-secret", None)),
        ({}, {**ENVIRONMENT, PROFILE: "prod"}, ("env-id", "env-secret", None)),
        (dict.fromkeys(OPTIONS), ENVIRONMENT, ("env-id", "env-secret", None)),
        (dict.fromkeys(OPTIONS, ""), ENVIRONMENT, ("env-id", "env-secret", None)),
        ({}, {"ALICLOUD_ACCESS_KEY": "b", "ALICLOUD_SECRET_KEY": "s"}, ("b", "s", None)),
        ({}, {"ALICLOUD_ACCESS_KEY_ID": "c", "ALICLOUD_SECRET_KEY": "s"}, ("c", "s", None)),
        ({}, {"ALICLOUD_ACCESS_KEY": "b", "ALICLOUD_ACCESS_KEY_ID": "c", SECRET: "s"}, ("b", "s", None)),
        ({}, {ID: "", "ALICLOUD_ACCESS_KEY": "b", SECRET: "", "ALICLOUD_SECRET_KEY": "s"}, ("b", "s", None)),
        ({}, {**ENVIRONMENT, "ALICLOUD_SECRET_KEY": "other"}, ("env-id", "env-secret", None)),
        ({}, {**ENVIRONMENT, TOKEN: "", "ALICLOUD_SECURITY_TOKEN": "t"}, ("env-id", "env-secret", "t")),
    ],
)
def test_source(params: dict[str, Any], environ: dict[str, str], expected: tuple[str, str, str | None]) -> None:
    assert resolve(params, environ) == Credentials(*expected)


@pytest.mark.parametrize(
    ("params", "missing"),
    [
        ({"access_key_id": "opt-id"}, "access_key_secret"),
        ({"access_key_secret": "opt-secret"}, "access_key_id"),
        ({"security_token": "opt-token"}, "access_key_id"),
        ({"access_key_id": "opt-id", "access_key_secret": ""}, "access_key_secret"),
        ({"access_key_id": "opt-id", "security_token": "opt-token"}, "access_key_secret"),
    ],
)
def test_half_a_pair_in_the_options_is_not_completed(params: dict[str, Any], missing: str) -> None:
    with pytest.raises(
        CredentialsError, match=f"incomplete credentials in the options: {missing} is missing"
    ) as caught:
        resolve(params, dict(ENVIRONMENT))
    for value in ("opt-secret", "opt-token", "env-secret"):
        assert value not in str(caught.value)


@pytest.mark.parametrize("name", [ID, "ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"])
def test_half_a_pair_in_the_environment(name: str) -> None:
    with pytest.raises(CredentialsError, match="incomplete credentials in the environment: ") as caught:
        resolve({}, {name: "env-id", TOKEN: "env-token"})
    assert SECRET in str(caught.value)
    assert "ALICLOUD_SECRET_KEY" in str(caught.value)
    assert "env-token" not in str(caught.value)


@pytest.mark.parametrize("option", ["access_key_id", "access_key_secret", "security_token"])
@pytest.mark.parametrize("value", ["two words", "line\n", "\ttab", "café", "nul\0", "\u200bkey", "\x7f"])
def test_unusable_characters_are_named_and_not_shown(option: str, value: str) -> None:
    with pytest.raises(CredentialsError, match=f"^{option} in the options holds white space") as caught:
        resolve({**OPTIONS, option: value}, {})
    assert value not in str(caught.value)


def test_unusable_characters_in_the_environment() -> None:
    with pytest.raises(CredentialsError, match=f"^{SECRET} or ALICLOUD_SECRET_KEY in the environment holds") as caught:
        resolve({}, {ID: "env-id", SECRET: "env-secret\n"})
    assert "env-secret" not in str(caught.value)


@pytest.mark.parametrize("given", [{"access_key_id": "a"}, {"security_token": "t"}, OPTIONS])
def test_a_profile_and_keys_exclude_each_other(given: dict[str, Any]) -> None:
    with pytest.raises(CredentialsError, match=r"^profile and .* are mutually exclusive") as caught:
        resolve({**given, "profile": "prod"}, {})
    assert sorted(given)[0] in str(caught.value)


# From here on the library takes part. It reads the environment when it is imported, so each case is a process.

ROOT = Path(credentials.__file__).parents[6]
PROGRAM = """
import json, sys
if {blocked!r}:
    class Blocker:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] == {blocked!r}:
                raise ImportError("No module named " + name)
    sys.meta_path.insert(0, Blocker())
from ansible_collections.alicloud.ecd.plugins.module_utils._client.credentials import resolve
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CredentialsError
try:
    found = resolve(json.loads({params!r}))
    print(json.dumps([found.access_key_id, found.access_key_secret, found.security_token]))
except CredentialsError as error:
    print(json.dumps(str(error)))
"""
CLI_CONFIG = {
    "current": "first",
    "profiles": [
        {"name": "first", "mode": "AK", "access_key_id": "cli-id", "access_key_secret": "cli-secret"},
        {
            "name": "session",
            "mode": "StsToken",
            "access_key_id": "sts-id",
            "access_key_secret": "sts-secret",
            "sts_token": "sts-token",
        },
        {"name": "half", "mode": "AK", "access_key_id": "half-id"},
        {"name": "odd", "mode": "Telepathy"},
        {"name": "stray", "mode": "AK", "access_key_id": "stray-id", "access_key_secret": "stray-secret\n"},
    ],
}
CREDENTIALS_INI = """
[default]
type = access_key
access_key_id = ini-id
access_key_secret = ini-secret

[spare]
type = access_key
access_key_id = spare-id
access_key_secret = spare-secret
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with a configuration of the CLI and a credentials file of the SDK."""
    for name, text in (
        (".aliyun/config.json", json.dumps(CLI_CONFIG)),
        (".alibabacloud/credentials.ini", CREDENTIALS_INI),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def in_a_process(home: Path, params: dict[str, Any], environ: dict[str, str] | None = None, blocked: str = "") -> Any:
    """Return the credentials as a list, or the text of the error."""
    program = PROGRAM.format(blocked=blocked, params=json.dumps(params))
    search = [str(ROOT), *(entry for entry in sys.path if entry)]
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PATH": os.defpath,
            "HOME": str(home),
            "PYTHONPATH": os.pathsep.join(search),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            **(environ or {}),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("params", "environ", "expected"),
    [
        ({}, {}, ["cli-id", "cli-secret", None]),
        ({"profile": "session"}, {}, ["sts-id", "sts-secret", "sts-token"]),
        ({"profile": "spare"}, {}, ["spare-id", "spare-secret", None]),
        ({"profile": "session"}, ENVIRONMENT, ["sts-id", "sts-secret", "sts-token"]),
        ({"profile": "first"}, {PROFILE: "session"}, ["cli-id", "cli-secret", None]),
        ({}, {PROFILE: "session"}, ["sts-id", "sts-secret", "sts-token"]),
        ({}, {"ALICLOUD_PROFILE": "session"}, ["sts-id", "sts-secret", "sts-token"]),
        ({}, {PROFILE: "", "ALICLOUD_PROFILE": "session"}, ["sts-id", "sts-secret", "sts-token"]),
        ({"profile": ""}, {PROFILE: "session"}, ["sts-id", "sts-secret", "sts-token"]),
        ({}, {ID: "", SECRET: "", TOKEN: ""}, ["cli-id", "cli-secret", None]),
        ({}, {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"}, ["ini-id", "ini-secret", None]),
        ({}, {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true", PROFILE: "spare"}, ["spare-id", "spare-secret", None]),
        ({}, ENVIRONMENT, ["env-id", "env-secret", None]),
    ],
)
def test_the_library_reads_its_files(
    home: Path, params: dict[str, Any], environ: dict[str, str], expected: list[str | None]
) -> None:
    assert in_a_process(home, params, environ) == expected


def test_the_library_finds_the_one_file_that_there_is(home: Path) -> None:
    (home / ".aliyun" / "config.json").unlink()
    assert in_a_process(home, {}) == ["ini-id", "ini-secret", None]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"profile": "nobody"}, "for profile 'nobody'"),
        ({"profile": "half"}, "for profile 'half'"),
        ({"profile": "odd"}, "for profile 'odd'"),
        ({"profile": "stray"}, "access_key_secret in profile 'stray' holds white space"),
    ],
)
def test_a_profile_that_is_no_use(home: Path, params: dict[str, Any], words: str) -> None:
    message = in_a_process(home, params)
    assert isinstance(message, str)
    assert words in message
    assert "secret\n" not in message


def test_the_gaps_of_a_profile_are_not_filled_from_the_environment(home: Path) -> None:
    message = in_a_process(home, {"profile": "half"}, ENVIRONMENT)
    assert isinstance(message, str) and "for profile 'half'" in message


@pytest.mark.parametrize("line", ["access_key_secret sEcReT123", "access_key_secret = abc%sEcReT123"])
def test_a_line_of_a_file_is_not_quoted(home: Path, line: str) -> None:
    text = f"[first]\ntype = access_key\naccess_key_id = x\n{line}\n"
    (home / ".aliyun" / "config.json").unlink()
    (home / ".alibabacloud" / "credentials.ini").write_text(text, "utf-8")
    message = in_a_process(home, {"profile": "first"})
    assert isinstance(message, str) and "sEcReT123" not in message


@pytest.mark.parametrize("params", [{}, {"profile": "prod"}])
def test_the_library_finds_nothing(tmp_path: Path, params: dict[str, Any]) -> None:
    message = in_a_process(tmp_path, params)
    assert isinstance(message, str)
    assert "the alibabacloud-credentials library found none" in message
    for name in ("access_key_id", "access_key_secret", ID, SECRET):
        assert name in message


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}", '{"profiles": ["x"]}', '{"profiles": null}'])
def test_a_spoilt_configuration_of_the_cli(home: Path, text: str) -> None:
    (home / ".aliyun" / "config.json").write_text(text, "utf-8")
    assert in_a_process(home, {}) == ["ini-id", "ini-secret", None]
    assert "found none for profile 'first'" in in_a_process(home, {"profile": "first"})


@pytest.mark.parametrize("text", ["not an ini file", "[other]\ntype = access_key", ""])
def test_a_spoilt_credentials_file(home: Path, text: str) -> None:
    (home / ".alibabacloud" / "credentials.ini").write_text(text, "utf-8")
    assert "found none for profile 'spare'" in in_a_process(home, {"profile": "spare"})


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, ["access_key_id", "access_key_secret", ID, "pip install alibabacloud-credentials", "not installed"]),
        ({"profile": "first"}, ["profile 'first'", "pip install alibabacloud-credentials", "not installed"]),
    ],
)
def test_the_library_is_not_installed(home: Path, params: dict[str, Any], words: list[str]) -> None:
    message = in_a_process(home, params, blocked="alibabacloud_credentials")
    assert isinstance(message, str)
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("params", "environ"), [({}, ENVIRONMENT), (OPTIONS, {}), (OPTIONS, {"ALIBABA_CLOUD_PROFILE": "first"})]
)
def test_the_library_is_not_needed_for_keys(home: Path, params: dict[str, Any], environ: dict[str, str]) -> None:
    found = in_a_process(home, params, environ, blocked="alibabacloud_credentials")
    assert found in (["env-id", "env-secret", None], ["opt-id", "opt-secret", None])
