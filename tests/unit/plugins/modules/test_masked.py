# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module prints, as a process of its own: secrets are masked wherever they come from and whatever fails."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import (
    ACCESS_KEY_ID,
    ACCESS_KEY_SECRET,
    SECURITY_TOKEN,
    STS_ACCESS_KEY_ID,
    STS_ACCESS_KEY_SECRET,
    Emulator,
    Fault,
    RealClock,
    serve,
)
from ansible_collections.alicloud.ecd.tests.support import fork_server
from ansible_collections.alicloud.ecd.tests.support.collection import PREFIX
from ansible_collections.alicloud.ecd.tests.support.installation import collections_path

from .runner import REGION

ROOT = collections_path()
RUN = """
import sys
from ansible.module_utils import basic
from ansible_collections.alicloud.ecd.plugins.modules import {name}
basic._ANSIBLE_ARGS = sys.stdin.buffer.read()
basic._ANSIBLE_PROFILE = "legacy"
logged = []
basic.AnsibleModule.log = lambda self, msg, log_args=None: logged.append(basic.remove_values(msg, self.no_log_values))
try:
    {name}.main()
finally:
    print("\\n".join(logged), file=sys.stderr)
"""
# As far as a module needs them whatever it is told.
IMPORTED = (
    *(f"{PREFIX}.plugins.modules.{name}" for name in ("network_package", "network_packages", "network_package_info")),
    f"{PREFIX}.tests.support.http_library",
)
SITE = f"{REGION}+dir-a"
OPTIONS: dict[str, dict[str, Any]] = {
    "network_package": {"office_site_id": SITE, "bandwidth": 10},
    "network_packages": {"network_packages": [{"office_site_id": SITE, "bandwidth": 10}]},
    "network_package_info": {},
}
MASK = "********"
KEYS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": STS_ACCESS_KEY_ID,
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": STS_ACCESS_KEY_SECRET,
    "ALIBABA_CLOUD_SECURITY_TOKEN": SECURITY_TOKEN,
}


@pytest.fixture
def account() -> Iterator[tuple[Emulator, str]]:
    emulator = Emulator(clock=RealClock())
    emulator.add_office_site(SITE, name="alpha")
    with serve(emulator) as server:
        yield emulator, server.url


def run(name: str, environ: dict[str, str], **options: Any) -> tuple[dict[str, Any], str]:
    """Return the result of a module, and all that it printed and logged."""
    clean = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }
    process = fork_server.server_for(IMPORTED, clean).run(
        RUN.format(name=name),
        [],
        cwd=Path.cwd(),
        env={**clean, **environ},
        stdin=json.dumps({"ANSIBLE_MODULE_ARGS": {"region_id": REGION, **options}}),
        time_limit=60,
    )
    assert process.stdout, process.stderr
    result: dict[str, Any] = json.loads(process.stdout)
    return result, process.stdout + process.stderr


def each_module() -> Any:
    return pytest.mark.parametrize("name", sorted(OPTIONS))


@each_module()
@pytest.mark.parametrize("secret", [STS_ACCESS_KEY_SECRET, SECURITY_TOKEN], ids=["secret", "token"])
def test_secrets_of_the_environment_are_masked(account: tuple[Emulator, str], name: str, secret: str) -> None:
    """They may stand where nobody looks for them: in a tag, say, that somebody else set."""
    emulator, url = account
    emulator.add_package(SITE, network_package_id="np-a", tags={"note": f"was {secret}!"})
    result, printed = run(name, KEYS, endpoint=url, **OPTIONS[name])
    assert result["changed"] is False
    assert f"was {MASK}!" in printed
    assert secret not in printed


@each_module()
def test_secrets_of_the_chain_are_masked(account: tuple[Emulator, str], name: str, tmp_path: Path) -> None:
    emulator, url = account
    emulator.add_package(SITE, network_package_id="np-a", tags={"note": f"was {STS_ACCESS_KEY_SECRET}{SECURITY_TOKEN}"})
    profile = {"access_key_id": STS_ACCESS_KEY_ID, "access_key_secret": STS_ACCESS_KEY_SECRET}
    profile = {"name": "p", "mode": "StsToken", "sts_token": SECURITY_TOKEN, **profile}
    (tmp_path / ".aliyun").mkdir()
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps({"current": "p", "profiles": [profile]}), "utf-8")
    result, printed = run(name, {"HOME": str(tmp_path)}, endpoint=url, **OPTIONS[name])
    assert result["changed"] is False
    assert f"was {MASK}{MASK}" in printed
    assert STS_ACCESS_KEY_SECRET not in printed and SECURITY_TOKEN not in printed


@each_module()
def test_a_secret_that_is_repeated_before_any_call_is_masked(name: str) -> None:
    result, printed = run(name, KEYS, endpoint=f"http://{STS_ACCESS_KEY_SECRET}.example", **OPTIONS[name])
    assert result["failed"] and MASK in result["msg"]
    assert STS_ACCESS_KEY_SECRET.lower() not in printed.lower()


@each_module()
@pytest.mark.parametrize("userinfo", ["{secret}", "ann:{secret}", "ann:pa@{secret}", "ann:pa//{secret}"])
@pytest.mark.parametrize("scheme", ["", "https://"])
def test_a_password_in_an_endpoint_is_masked(name: str, scheme: str, userinfo: str) -> None:
    """It is refused, and the options are shown with the refusal."""
    endpoint = f"{scheme}{userinfo.format(secret=HIDDEN)}@proxy.example"
    result, printed = run(name, KEYS, endpoint=endpoint, **OPTIONS[name])
    assert result["failed"] and "endpoint: 'proxy.example' is not allowed" in result["msg"]
    assert HIDDEN not in printed


HIDDEN = "not-to-be-repeated-anywhere"
SPOILT: list[dict[str, Any]] = [
    {"network_packages": [{"office_site_id": SITE, "access_key_secret": HIDDEN}]},
    {"network_packages": [{"office_site_id": SITE, "AccessKeySecret": HIDDEN}]},
    {"network_packages": [{"office_site_id": SITE, "acces_key_secret": HIDDEN}]},
    {"network_packages": [{"office_site_id": SITE, "security_token": HIDDEN}]},
    {"network_packages": [{"office_site_id": SITE}], "defaults": {"password": HIDDEN}},
    {"network_packages": [{"office_site_id": SITE}], "defaults": {"access_key_secret": HIDDEN}},
    {"network_packages": [f"office_site_id={SITE} access_key_secret={HIDDEN}"]},
    {"network_packages": f"office_site_id={SITE} access_key_secret={HIDDEN}"},
    {"network_packages": json.dumps([{"office_site_id": SITE, "access_key_secret": HIDDEN}])},
    {"network_packages": [{"office_site_id": SITE}], "defaults": f"security_token={HIDDEN}"},
]


@pytest.mark.parametrize("options", SPOILT, ids=[f"{number}" for number in range(len(SPOILT))])
@pytest.mark.parametrize(
    "wrong", [{}, {"concurrency": "many"}, {"no_such_option": 1}, {"defaults": 7}], ids=["", "type", "name", "dict"]
)
def test_a_key_inside_an_item_is_told_nowhere(options: dict[str, Any], wrong: dict[str, Any]) -> None:
    """Also where Ansible's own check of the other options fails first, and prints all of them."""
    result, printed = run("network_packages", {}, **{**options, **wrong})
    assert result["failed"]
    assert HIDDEN not in printed


@each_module()
@pytest.mark.parametrize("option", ["acces_key_secret", "AccessKeySecret", "sts_token", "password"])
def test_a_secret_under_a_wrong_name_is_told_nowhere(name: str, option: str) -> None:
    result, printed = run(name, {}, **OPTIONS[name], **{option: HIDDEN})
    assert "Unsupported parameters" in result["msg"] and option in result["msg"]
    assert HIDDEN not in printed


@pytest.mark.parametrize("short", ["", "cn", "1234567"])
def test_what_is_too_short_for_a_secret_masks_nothing(short: str) -> None:
    """A mask hides every place where the text occurs."""
    item = {"office_site_id": SITE, "security_token": short}
    result, _printed = run("network_packages", {}, network_packages=[item])
    assert SITE in result["msg"] and MASK not in result["msg"]


@each_module()
@pytest.mark.parametrize("field", ["code", "message"])
def test_a_code_of_the_api_is_masked(account: tuple[Emulator, str], name: str, field: str) -> None:
    emulator, url = account
    text = f"Invalid{ACCESS_KEY_SECRET}"
    fault = Fault(kind="error", status=400, times=99, code="InvalidX", message="m")
    emulator.faults.add(replace(fault, **{field: text}))  # type: ignore[arg-type]
    keys = {"access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    result, printed = run(name, {}, endpoint=url, **keys, **OPTIONS[name])
    assert "Invalid(redacted)" in result["msg"]
    assert ACCESS_KEY_SECRET not in printed
