# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file for an issue gives nothing away, and files are merged to what is to be changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.tests.contract.api import Exchange
from ansible_collections.alicloud.ecd.tests.contract.probe import Finding, contradicted, holds, unclear
from ansible_collections.alicloud.ecd.tests.contract.redaction import Redaction
from ansible_collections.alicloud.ecd.tests.contract.seen import Seen, merged, read, write
from ansible_collections.alicloud.ecd.tests.contract.suite import ALL
from ansible_collections.alicloud.ecd.tests.emulator import (
    ACCESS_KEY_ID,
    ACCESS_KEY_SECRET,
    SITE_SECRETS,
    Emulator,
    Fault,
    Switches,
)

from .suites import FREE, SUBSCRIBED, TAKEN, account, ask, settings

SECRET = "s3cret-1234567890"


def test_file_holds_no_names_ids_addresses_or_secrets(tmp_path: Path) -> None:
    emulator = account(Emulator(switches=Switches(site_secrets="all")))
    result = ask(emulator)
    write(tmp_path / "seen.json", result, settings(), "1.0.0")
    text = (tmp_path / "seen.json").read_text(encoding="utf-8")
    ids = [*emulator.packages, *emulator.orders, FREE, TAKEN, SUBSCRIBED]
    addresses = [address for package in emulator.packages.values() for address in package.eip_addresses]
    names = ["free-office-name", "taken-office-name", "secret-team-name", "run-1"]
    hidden = [*ids, *addresses, *names, *SITE_SECRETS, ACCESS_KEY_ID, ACCESS_KEY_SECRET]
    assert len(addresses) > 1
    assert [word for word in hidden if word in text] == []
    # What is worth reading is there.
    assert {"InUse", "PayByTraffic", "network-package-1", "office-network-1"} <= set(re.findall(r"[\w-]+", text))
    assert len(json.loads(text)["exchanges"]) > 100


def received(document: Any, **fields: Any) -> Any:
    exchange = Exchange("DescribeOfficeSites", {}, 0.0, 200, body=json.dumps(document).encode())
    for name, value in fields.items():
        setattr(exchange, name, value)
    return Redaction().exchanges([exchange])[0]


@pytest.mark.parametrize(
    "document",
    [
        {"Message": SECRET},
        {"RequestId": SECRET},
        {"ResellerOwnerUid": 1234567890},
        {"OwnerId": "1234567890"},
        {"AccessDeniedDetail": {"AuthPrincipalDisplayName": SECRET, "AuthPrincipalOwnerId": 1234567890}},
        {"CreateTime": SECRET},
        {"Bandwidth": SECRET},
        {"TotalCount": "1234567890 s3cret"},
        {"Currency": f"{SECRET} and more"},
        {"Currency": "s3cret"},
        {"TotalCount": 1234567890123456},
        {"Code": f"Bad {SECRET}"},
        {"NetworkPackageId": SECRET},
        {"NetworkPackageId": f"no id but the text {SECRET}"},
        {"InstanceIDs": f'["{SECRET}"]'},
        {f"field {SECRET}": 1},
        {"EipAddresses": ["10.20.30.40", SECRET]},
        {"Tags": [{"Key": SECRET, "Value": SECRET}]},
        {"Name": {"NetworkPackageStatus": {"x": SECRET}}},
        [[[SECRET]]],
        SECRET,
    ],
)
def test_nothing_secret_is_received(document: Any) -> None:
    text = json.dumps(received(document))
    assert not re.search(r"s3cret|1234567890|10\.20", text), text


def test_key_that_a_server_echoes_is_redacted(tmp_path: Path) -> None:
    emulator = account(Emulator())
    for code in (f"X.{ACCESS_KEY_ID}", f"X.{ACCESS_KEY_SECRET}"):
        emulator.faults.add(Fault("error", action="DescribePrice", code=code, status=400, times=3))
    body = json.dumps({ACCESS_KEY_SECRET: {ACCESS_KEY_ID: 1}})
    emulator.faults.add(Fault("amended", action="QueryAvailableInstances", when="after", body=body))
    lines: list[str] = []
    result = ask(emulator, say=lines.append)
    write(tmp_path / "seen.json", result, settings(), "1.0.0")
    text = (tmp_path / "seen.json").read_text(encoding="utf-8")
    for secret in (ACCESS_KEY_ID, ACCESS_KEY_SECRET):
        assert secret not in text
        assert secret not in "".join(lines)
    assert "(redacted)" in text


def test_ids_stay_the_same_ids() -> None:
    row = received(
        {
            "NetworkPackages": [
                {"NetworkPackageId": "np-a"},
                {"NetworkPackageId": "np-b"},
                {"NetworkPackageId": "np-a"},
            ],
            "InstanceIDs": '["np-b","np-c"]',
            "OfficeSiteId": "np-a",
        }
    )["received"]
    assert [entry["NetworkPackageId"] for entry in row["NetworkPackages"]] == [
        "network-package-1",
        "network-package-2",
        "network-package-1",
    ]
    assert row["InstanceIDs"] == '["network-package-2","network-package-3"]'
    assert row["OfficeSiteId"] == "office-network-1"


def test_what_is_no_json_or_endless_is_cut() -> None:
    nested: Any = []
    for _number in range(200):
        nested = [nested]
    assert "(deeper)" in json.dumps(received(nested))
    assert received(None, body=b"<html>" + SECRET.encode())["received"] == f"({6 + len(SECRET)} bytes, no JSON)"
    assert received({"NetworkPackages": [{}] * 500})["received"]["NetworkPackages"][-1] == "(480 more)"
    assert received({}, retry_after=SECRET)["retry_after"] is None
    assert received({}, retry_after="30")["retry_after"] == "30"


def some(**findings: Finding) -> Seen:
    named = {key.replace("_", "-"): finding for key, finding in findings.items()}
    return Seen("a.json", True, {probe.id: named.get(probe.id, Finding("not probed", "no")) for probe in ALL})


def test_files_are_merged() -> None:
    one = some(released_listed=holds("Releasing, none"), release=holds("shown"), lag=unclear("lost"))
    two = some(released_listed=contradicted("Released", released="listed"), release=holds("shown"))
    lines = "\n".join(merged(ALL, [one, two], 160))
    assert "1 holds, 1 contradicted" in lines
    assert "accounts or regions differ, say so: A released package" in lines
    assert "was seen, is no longer inferred: A pay-as-you-go package in use can be released." in lines
    assert "stays inferred: Every read after" in lines
    assert "released=listed (released-listed)" in lines
    assert "Not probed by any file: package-fields" in lines


def test_same_file_twice_is_one_witness_and_values_that_differ_are_told() -> None:
    one = some(released_listed=contradicted("Released", last_token="empty"))
    other = some(lag=contradicted("late", last_token="absent"))
    lines = "\n".join(merged(ALL, [one, one, other], 160))
    assert "1 contradicted" in lines
    assert "2 contradicted" not in lines
    assert "last_token=empty (released-listed; files differ)" in lines


def test_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    result = ask(account(Emulator(switches=Switches(released="listed"))))
    write(tmp_path / "seen.json", result, settings(), "1.0.0")
    found = read(tmp_path / "seen.json")
    assert found.findings == result.findings
    # The emulator is no account.
    assert not found.of_vendor
    assert "does not come from the vendor's own endpoint" in next(merged(ALL, [found], 100))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read"),
        ("", "is no JSON"),
        ("\x00\xff", "is no JSON"),
        ("[]", "was not written by make live"),
        ('{"format": 2, "findings": []}', "was not written by make live"),
        ('{"format": 1}', "is damaged"),
        ('{"format": 1, "findings": {"a": 1}}', "is damaged"),
        ('{"format": 1, "findings": [{"id": "lag", "verdict": "holds"}]}', "is damaged"),
        ('{"format": 1, "findings": [{"id": "lag", "verdict": "fine", "seen": "", "switches": {}}]}', "is damaged"),
        ('{"format": 1, "findings": [{"id": "lag", "verdict": "holds", "seen": 1, "switches": {}}]}', "is damaged"),
        ('{"format": 1, "findings": [{"id": "lag", "verdict": "holds", "seen": "", "switches": 7}]}', "is damaged"),
        ('{"format": 1, "findings": [{"id": "lag", "verdict": "holds", "seen": "", "switches": {"x": 1}}]}', "damaged"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "other.json"
    if text is not None:
        path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=message):
        read(path)


def test_hostile_file_cannot_control_the_screen(tmp_path: Path) -> None:
    entry = {"id": "lag", "verdict": "holds", "seen": "\x1b[2J\nforged", "switches": {}}
    (tmp_path / "seen.json").write_text(
        json.dumps({"format": 1, "vendors_endpoint": True, "findings": [entry]}), encoding="utf-8"
    )
    lines = list(merged(ALL, [read(tmp_path / "seen.json")], 100))
    assert all(line.isprintable() for line in lines)
