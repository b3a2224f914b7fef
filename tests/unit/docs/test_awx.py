# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credential type of the playbook awx injected by AWX's own code, its survey, and one office with blank questions.

The guide shows the same for those who set up AWX by hand.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ecd.tests.emulator import (
    SECURITY_TOKEN,
    STS_ACCESS_KEY_ID,
    STS_ACCESS_KEY_SECRET,
    serve,
)

from .accounts import CREATE, MODIFY, offices
from .documents import COLLECTION, guide
from .documents import PLAYBOOKS as EXAMPLES
from .running import Account, ansible_playbook, environment, write_playbooks

GUIDE = guide("awx")
PLAYBOOK = COLLECTION / "playbooks"
ONE_OFFICE = EXAMPLES / "awx" / "one_office.yml"
# The tag keeps Ansible from filling in the templates of AWX.
CREATED = yaml.safe_load((PLAYBOOK / "vars" / "awx.yml").read_text(encoding="utf-8").replace("!unsafe ", ""))
INPUTS, INJECTORS, SURVEY = (CREATED[f"__ecd_awx_{name}"] for name in ("inputs", "injectors", "survey"))
FIELDS = [field["id"] for field in INPUTS["fields"]]
TEMPORARY = {
    "access_key_id": STS_ACCESS_KEY_ID,
    "access_key_secret": STS_ACCESS_KEY_SECRET,
    "security_token": SECURITY_TOKEN,
}


def one_office() -> Any:
    """The playbook for the survey."""
    return yaml.safe_load(ONE_OFFICE.read_text(encoding="utf-8"))


def injected(inputs: dict[str, str], folder: Any) -> dict[str, str]:
    """What AWX puts into the environment of a job that has this credential."""
    # AWX and its interfaces need Python 3.11.
    types, credentials, injecting = (
        pytest.importorskip(f"awx_plugins.interfaces._temporary_private_{name}api")
        for name in ("", "credential_", "inject_")
    )
    kind = types.ManagedCredentialType("alicloud", "Alibaba Cloud", "cloud", INPUTS, INJECTORS)
    env: dict[str, str] = {}
    shown: dict[str, str] = {}
    arguments: list[str] = []
    injecting.inject_credential(kind, credentials.Credential(inputs), env, shown, arguments, str(folder))
    assert arguments == []
    secrets = [inputs[field["id"]] for field in INPUTS["fields"] if field.get("secret") and inputs.get(field["id"])]
    assert not [secret for secret in secrets if secret in str(shown)]
    return env


def test_the_guide_shows_what_the_playbook_creates():
    shown = [block.data for block in GUIDE.blocks("yaml", "yaml+jinja", "json")]
    assert [part for part in (INPUTS, INJECTORS, SURVEY, one_office()) if part not in shown] == []


def test_the_guide_knows_every_variable():
    options = (PLAYBOOK / "vars" / "awx_options.yml", *(PLAYBOOK / "tasks").glob("awx*.yml"))
    text = "".join(path.read_text(encoding="utf-8") for path in options)
    variables = set(re.findall(r"(?<!_)\becd_awx_\w+", text))
    assert len(variables) > 20
    assert variables == set(re.findall(r"\becd_awx_\w+", GUIDE.text))


def test_the_project_has_what_the_guide_says_of_it():
    text = "".join(path.read_text(encoding="utf-8") for path in (EXAMPLES / "awx").glob("*.yml"))
    named = set(re.findall(r"``(ecd_(?!awx_)\w+)``", GUIDE.text))
    assert len(named) > 8
    assert [name for name in named if name not in text] == []


def test_the_injectors_use_every_field():
    templates = " ".join(INJECTORS["env"].values())
    assert [name for name in FIELDS if "{{ " + name + " }}" not in templates] == []
    assert set(INPUTS["required"]) <= set(FIELDS)


def test_blank_fields_become_empty_text(tmp_path):
    env = injected({"access_key_id": "a", "access_key_secret": "b", "security_token": "", "region_id": ""}, tmp_path)
    assert env == {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "a",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "b",
        "ALIBABA_CLOUD_SECURITY_TOKEN": "",
        "ALIBABA_CLOUD_REGION_ID": "",
        "ALIBABA_CLOUD_ECD_ENDPOINT": "",
    }


# Optional questions left blank: their values depend on the version of AWX.
BLANK = ("bandwidth", "pay_type", "max_cost", "region_id")
SURVEYS = [
    {**dict.fromkeys(BLANK, ""), "office": "headquarters", "bandwidth": 10},
    {**dict.fromkeys(BLANK), "office": "branch", "bandwidth": 10},
    {"office": "headquarters", "bandwidth": 20},
    {**dict.fromkeys(BLANK, ""), "office": "branch"},
    {"office": "branch", "bandwidth": 10, "pay_type": "PostPaid", "max_cost": 2.5, "region_id": "cn-hangzhou"},
]


def test_jobs_run_with_blank_questions(tmp_path):
    account = Account()
    account.load({"office_sites": offices()})
    playbook = one_office()
    names = write_playbooks(tmp_path, [[{**playbook[0], "vars": values}] for values in SURVEYS], {})
    with serve(account) as server:
        # The region that the credential leaves blank comes from the next variable.
        env = {**environment(tmp_path, ""), "ALICLOUD_REGION": "cn-hangzhou"}
        env.update(injected({**TEMPORARY, "region_id": "", "endpoint": server.url}, tmp_path))
        run = ansible_playbook(tmp_path, names, env)
    assert run.returncode == 0, run.output
    assert account.writes() == [CREATE, CREATE, MODIFY]
    assert SECURITY_TOKEN not in run.output
    assert STS_ACCESS_KEY_SECRET not in run.output


def test_the_check_job_only_reads(tmp_path):
    account = Account()
    account.load({"office_sites": offices()})
    names = write_playbooks(tmp_path, [one_office()], {"office": "headquarters", "bandwidth": 10, "max_cost": 2})
    with serve(account) as server:
        env = {**environment(tmp_path, server.url), "ALIBABA_CLOUD_REGION_ID": "cn-hangzhou"}
        run = ansible_playbook(tmp_path, [*names, "--check", "--diff"], env)
    assert run.returncode == 0, run.output
    assert '"cost": "0.1 CNY for 1 Hour"' in run.output
    assert account.writes() == []


@pytest.mark.parametrize(("limit", "bought"), [(0, []), ("0", []), ("", [CREATE]), (None, [CREATE])])
def test_a_limit_of_zero_is_a_limit(tmp_path, limit, bought):
    account = Account()
    account.load({"office_sites": offices()})
    values = {"office": "headquarters", "bandwidth": 10, "max_cost": limit}
    names = write_playbooks(tmp_path, [one_office()], values)
    with serve(account) as server:
        env = {**environment(tmp_path, server.url), "ALIBABA_CLOUD_REGION_ID": "cn-hangzhou"}
        run = ansible_playbook(tmp_path, names, env)
    assert (run.returncode == 0) is bool(bought), run.output
    assert account.writes() == bought


def test_the_survey_asks_for_what_the_playbook_takes():
    (play,) = one_office()
    text = str(play["tasks"])
    for question in SURVEY["spec"]:
        assert question["variable"] + (" }}" if question["required"] else " | default(") in text
        assert question["type"] != "multiplechoice" or question["choices"]
