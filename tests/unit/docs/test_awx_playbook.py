# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook awx with the real modules of awx.awx, against a stand-in for AWX."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ecd.tests.awx import TOKEN, Controller, Request, serve_controller
from ansible_collections.alicloud.ecd.tests.support.awx_collection import collections_with_awx
from ansible_collections.alicloud.ecd.tests.support.installation import collections_path
from ansible_collections.alicloud.ecd.tests.support.processes import CommandError

from .running import Run, any_ansible_playbook, environment

PLAYBOOKS = ["apply.yml", "report.yml", "one_office.yml"]
SECRET, OTHER_SECRET = "a-secret-of-the-tests", "another-secret-of-the-tests"
KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tTests", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
READING = {"access_key_id": "LTAI5tReading", "access_key_secret": OTHER_SECRET}
NEEDED = {"ecd_awx_project_url": "https://git.example.com/offices.git", "ecd_awx_image": "registry.example.com/ecd:1"}
NODES = "workflow_job_template_nodes"
CHECK, APPLY = "Network packages: check", "Network packages: apply"
ONE_OFFICE = "Network packages: one office"
WORKFLOW = "Network packages: check, approve, apply"
# Every task starts a module of its own.
TIME_LIMIT = 500


@pytest.fixture(scope="session")
def with_awx() -> Path:
    """A collections path with awx.awx. Without it nothing here is tested, so that is a failure and no skip."""
    try:
        return collections_with_awx()
    except CommandError as error:
        pytest.fail(f"awx.awx could not be fetched, so the playbook awx is NOT TESTED: {error}")


@dataclass
class Machine:
    """A machine from which a controller is set up."""

    controller: Controller
    folder: Path
    env: Mapping[str, str]

    def run(self, *options: str, env: Mapping[str, str] | None = None, **variables: Any) -> Run:
        """Run the playbook; whatever it is told, it shows no secret."""
        path = self.folder / "variables.yml"
        path.write_text(yaml.safe_dump({**NEEDED, **variables}), encoding="utf-8")
        used = {**self.env, **(env or {})}
        arguments = ["alicloud.ecd.awx", "-e", f"@{path}", "-vvv", "--diff", *options]
        run = any_ansible_playbook(
            self.folder, arguments, {name: used[name] for name in used if used[name]}, TIME_LIMIT
        )
        assert [secret for secret in (SECRET, OTHER_SECRET, TOKEN) if secret in run.output] == []
        return run


def machine_of(controller: Controller, folder: Path, collections: Path | None) -> Iterator[Machine]:
    """A machine whose collections path has awx.awx, or not."""
    paths = [collections_path(), *([collections] if collections else [])]
    with serve_controller(controller) as url:
        env = {
            **environment(folder, ""),
            **KEY,
            "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join(map(str, paths)),
            # What is installed with Python, where the package ansible has awx.awx, too.
            "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
            "CONTROLLER_HOST": url,
            "CONTROLLER_OAUTH_TOKEN": TOKEN,
        }
        yield Machine(controller, folder, env)


@pytest.fixture
def machine(tmp_path: Path, with_awx: Path) -> Iterator[Machine]:
    yield from machine_of(Controller(PLAYBOOKS, page_size=2), tmp_path, with_awx)


@pytest.fixture
def machine_without_awx(tmp_path: Path) -> Iterator[Machine]:
    yield from machine_of(Controller(PLAYBOOKS), tmp_path, None)


def taken(controller: Controller) -> list[Request]:
    """The writes since the last call."""
    writes = controller.writes()
    controller.requests.clear()
    return writes


def test_it_is_set_up_once_and_then_follows_the_variables(machine):
    controller = machine.controller
    first = machine.run()
    assert (first.returncode, first.failed) == (0, 0), first.output
    writes = taken(controller)
    assert [request.path for request in writes if SECRET in str(request)] == ["credentials/"]
    assert_nothing_was_applied_without_an_approval(controller, writes)
    assert_set_up(controller)

    added = add_a_vault_credential(controller)
    second = machine.run()
    assert (second.returncode, second.changed) == (0, 0), second.output
    assert taken(controller) == []
    assert added["id"] in controller.named("job_templates", APPLY)["links"]["credentials"]

    # The credential that is there stays as it is without a key. The jobs that only read get one of their own.
    third = machine.run(
        env=dict.fromkeys(KEY, ""),
        ecd_awx_extra_vars={"ecd_max_cost": 300},
        ecd_awx_reading_credential="Reading",
        **{f"ecd_awx_reading_{name}": value for name, value in READING.items()},
        ecd_awx_schedule="workflow",
        ecd_awx_schedule_enabled=False,
        ecd_awx_approval_timeout=0,
    )
    # The credential, the source, four templates, the approval, and the two schedules.
    assert (third.returncode, third.changed) == (0, 6), third.output
    assert sorted((request.method, request.path.split("/")[0]) for request in taken(controller)) == [
        ("DELETE", "schedules"),
        *[("PATCH", "inventory_sources")],
        *[("PATCH", "job_templates")] * 4,
        ("PATCH", "workflow_approval_templates"),
        ("POST", "credentials"),
        *[("POST", "job_templates")] * 4,
        ("POST", "schedules"),
    ]
    assert_followed(controller)


def assert_followed(controller: Controller) -> None:
    """The third run changed what its variables say, and nothing else."""
    inputs = {name: controller.named("credentials", name)["inputs"] for name in ("Alibaba Cloud", "Reading")}
    assert inputs["Alibaba Cloud"]["access_key_secret"] == SECRET
    assert inputs["Reading"] == READING
    templates = controller.state.all("job_templates")
    assert {template["extra_vars"] for template in templates} == {'{"ecd_max_cost": 300}'}
    used = {
        template["name"].split(": ")[1]: controller.linked("job_templates", template["name"], "credentials")
        for template in templates
    }
    main, reading = ["Alibaba Cloud"], ["Reading"]
    assert used.pop("apply") in ([*main, "Vault"], ["Vault", *main])
    assert used == {"check": reading, "report": reading, "one office": main}
    (source,) = controller.state.all("inventory_sources")
    assert source["credential"] == controller.named("credentials", "Reading")["id"]
    (schedule,) = controller.state.all("schedules")
    assert schedule["unified_job_template"] == controller.named("workflow_job_templates", WORKFLOW)["id"]
    assert schedule["enabled"] is False
    (approval,) = controller.state.all("workflow_approval_templates")
    assert approval["timeout"] == 0


def assert_nothing_was_applied_without_an_approval(controller: Controller, writes: list[Request]) -> None:
    """The node that applies follows the approval before it applies anything, so a run can end after each write."""
    approve, apply = (controller.named(NODES, name)["id"] for name in ("approve", "apply"))
    (created,) = (
        request for request in writes if request.body.get("identifier") == "apply" and request.method == "POST"
    )
    assert created.body.get("unified_job_template") is None
    paths = [request.path for request in writes]
    assert paths.index(f"{NODES}/{approve}/success_nodes/") < paths.index(f"{NODES}/{apply}/")


def assert_set_up(controller: Controller, secret: str = SECRET) -> None:
    """The approval stands between the check and the run, and both are of one playbook."""
    assert controller.linked(NODES, "check", "success_nodes") == ["approve"]
    assert controller.linked(NODES, "approve", "success_nodes") == ["apply"]
    assert controller.linked(NODES, "apply", "success_nodes") == []
    check, apply = (controller.named("job_templates", name) for name in (CHECK, APPLY))
    assert (check["job_type"], check["diff_mode"], check["playbook"]) == ("check", True, "apply.yml")
    assert (apply["job_type"], apply["playbook"]) == ("run", "apply.yml")
    nodes = {name: controller.named(NODES, name) for name in ("check", "approve", "apply")}
    assert nodes["check"]["unified_job_template"] == check["id"]
    assert nodes["apply"]["unified_job_template"] == apply["id"]
    (approval,) = controller.state.all("workflow_approval_templates")
    assert (nodes["approve"]["unified_job_template"], approval["timeout"]) == (approval["id"], 86400)
    for template in controller.state.all("job_templates"):
        assert (template["allow_simultaneous"], template["job_slice_count"]) == (False, 1)
        assert controller.linked("job_templates", template["name"], "credentials") == ["Alibaba Cloud"]
    (schedule,) = controller.state.all("schedules")
    assert schedule["unified_job_template"] == check["id"]
    (credential,) = controller.state.all("credentials")
    assert credential["inputs"] == {"access_key_id": "LTAI5tTests", "access_key_secret": secret}


def test_a_run_that_stopped_is_completed_by_the_next_one(machine):
    controller = machine.controller
    controller.state.repository = None
    # This one is for all organizations. It stays so.
    shared = {"name": "alicloud.ecd", "image": "registry.example.com/ecd:0"}
    image = controller.state.create("execution_environments", shared)
    unreachable = machine.run()
    assert unreachable.returncode != 0
    assert "could not be updated from https://git.example.com/offices.git" in unreachable.output
    assert controller.state.all("inventories") == []

    # The server is there again, and what the project says about it is as before. One playbook is missing.
    controller.state.repository = ["apply.yml", "one_office.yml"]
    incomplete = machine.run()
    assert incomplete.returncode != 0
    assert "has no report.yml. Commit these playbooks" in incomplete.output
    assert controller.state.all("job_templates") == []

    # The node that applies exists, and cannot be put after the approval.
    controller.state.repository = PLAYBOOKS
    controller.refuse("POST", r"workflow_job_template_nodes/\d+/success_nodes/", 500)
    unlinked = machine.run()
    assert unlinked.returncode != 0
    nodes = {node["identifier"]: node["unified_job_template"] for node in controller.state.all(NODES)}
    assert (sorted(nodes), nodes["apply"]) == (["apply", "approve"], None)

    # A secret that is new alone is written only on request, because AWX does not show the old one.
    rotated = {**KEY, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": OTHER_SECRET}
    completed = machine.run(env=rotated, ecd_awx_update_secrets=True)
    assert completed.returncode == 0, completed.output
    assert_set_up(controller, OTHER_SECRET)
    assert controller.state.all("execution_environments") == [image]
    assert (image["organization"], image["image"]) == (None, NEEDED["ecd_awx_image"])


def test_check_mode_writes_nothing(machine):
    run = machine.run("--check")
    assert run.returncode == 0, run.output
    assert "A run without check mode would create what is missing" in run.output
    assert machine.controller.writes() == []


def test_what_somebody_changed_in_awx(machine):
    controller = machine.controller
    created = machine.run()
    assert created.returncode == 0, created.output
    taken(controller)

    # What is missing is named, whatever refers to it.
    controller.state.delete("job_templates", controller.named("job_templates", ONE_OFFICE))
    controller.state.delete(NODES, controller.named(NODES, "approve"))
    check = machine.run("--check")
    assert (check.returncode, check.changed) == (0, 1), check.output
    assert f"AWX has no job template {ONE_OFFICE}, no node approve of the workflow." in check.output
    assert taken(controller) == []
    repaired = machine.run()
    assert repaired.returncode == 0, repaired.output
    assert controller.linked(NODES, "approve", "success_nodes") == ["apply"]

    # A denied approval must not apply, and a template must not get the name of the approval.
    approve, apply = (controller.named(NODES, name) for name in ("approve", "apply"))
    approve["links"].update(success_nodes=[], failure_nodes=[apply["id"]])
    assert_refused(machine, "its node apply follows a failure")
    approve.update(unified_job_template=controller.named("job_templates", APPLY)["id"])
    assert_refused(machine, "its node approve does not wait for an approval")


def add_a_vault_credential(controller: Controller) -> Mapping[str, Any]:
    """Attach a credential of another type to the template that applies."""
    (organization,) = controller.state.all("organizations")
    vault = controller.state.create("credential_types", {"name": "Vault", "kind": "vault"})
    owner = {"organization": organization["id"], "credential_type": vault["id"]}
    credential = controller.state.create("credentials", {"name": "Vault", **owner})
    controller.named("job_templates", APPLY)["links"]["credentials"].append(credential["id"])
    return credential


def assert_refused(machine: Machine, problem: str, **variables: Any) -> None:
    """Run the playbook: it reports a problem before it writes anything."""
    taken(machine.controller)
    run = machine.run(**variables)
    assert run.returncode != 0
    assert problem in run.output
    assert "Nothing was changed" in run.output
    assert machine.controller.writes() == []


def test_objects_of_another_organization_do_not_count(machine):
    state = machine.controller.state
    other = state.create("organizations", {"name": "Other"})["id"]
    key = state.create("credential_types", {"name": "Alibaba Cloud", "kind": "cloud"})["id"]
    state.create("credentials", {"name": "Alibaba Cloud", "organization": other, "credential_type": key})
    state.create("execution_environments", {"name": "alicloud.ecd", "organization": other, "image": "a"})
    run = machine.run(env=dict.fromkeys(KEY, ""))
    assert run.returncode != 0
    assert "it is missing, and there is no credential Alibaba Cloud" in run.output
    assert "alicloud.ecd is an execution environment of another organization" in run.output
    assert machine.controller.writes() == []


def test_without_the_collection_the_error_says_how_to_install_it(machine_without_awx):
    run = machine_without_awx.run()
    assert run.returncode != 0
    assert "ansible-galaxy collection install awx.awx" in run.output
    assert machine_without_awx.controller.requests == []


@pytest.mark.parametrize(
    ("env", "problem"),
    [
        ({"CONTROLLER_OAUTH_TOKEN": ""}, "CONTROLLER_OAUTH_TOKEN: it is missing; create a token in AWX"),
        ({"CONTROLLER_OAUTH_TOKEN": OTHER_SECRET}, "does not accept the token or the password (HTTP 401)"),
        ({"CONTROLLER_OAUTH_TOKEN": "", "CONTROLLER_HOST": ""}, "CONTROLLER_HOST: it is missing; set it to"),
        ({"CONTROLLER_HOST": ""}, "CONTROLLER_HOST: it is missing; set it to"),
        ({"CONTROLLER_HOST": "http://127.0.0.1:1"}, "AWX: http://127.0.0.1:1 did not respond as AWX does"),
        ({"CONTROLLER_HOST": "http://127.0.0.1:401"}, "AWX: http://127.0.0.1:401 did not respond as AWX does"),
    ],
)
def test_without_an_address_or_a_token_nothing_is_written(machine, env, problem):
    run = machine.run(env=env)
    assert run.returncode != 0
    assert problem in run.output
    assert "Nothing was changed" in run.output
    assert machine.controller.writes() == []


@pytest.mark.parametrize(
    ("env", "variables", "problems"),
    [
        (
            {"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_SECURITY_TOKEN": "sts"},
            {
                "ecd_awx_project_url": "",
                "ecd_awx_image": None,
                "ecd_awx_extra_vars": {"my_Token": OTHER_SECRET},
                "ecd_awx_schedule": "hourly",
                "ecd_awx_notifications": {"sucess": []},
                "ecd_awx_reading_access_key_id": "a",
            },
            [
                "ecd_awx_project_url: it is missing",
                "ecd_awx_image: it is missing",
                "use a credential for my_Token",
                "ecd_awx_schedule: hourly is not allowed; use check,",
                "its keys are started, success, error and approvals",
                "ecd_awx_access_key_id: give it together with ecd_awx_access_key_secret",
                "ecd_awx_reading_access_key_id: give it together with ecd_awx_reading_access_key_secret",
                "ecd_awx_reading_credential: it is missing",
                "ALIBABA_CLOUD_SECURITY_TOKEN: temporary credentials expire",
            ],
        ),
        ({}, {"ecd_awx_extra_vars": ["a"]}, ["ecd_awx_extra_vars: it is a dictionary"]),
        (
            {},
            {
                "ecd_awx_scedule": "none",
                "ecd_awx_name": 7,
                "ecd_awx_credential_type": "a++b",
                "ecd_awx_execution_environment": ["a"],
                "ecd_awx_reading_credential": "Alibaba Cloud",
                "ecd_awx_image_pull": "sometimes",
                "ecd_awx_job_timeout": "1 hour",
                "ecd_awx_approval_timeout": "1 day",
                "ecd_awx_schedule_rrule": "every night",
                "ecd_awx_schedule_enabled": "perhaps",
                "ecd_awx_update_secrets": "perhaps",
                "ecd_awx_extra_vars": {"office_site_bandwidth_defaults": {"security_token": OTHER_SECRET}},
                "ecd_awx_notifications": {"success": "Mail"},
            },
            [
                "ecd_awx_scedule: the playbook has no variable of this name",
                "ecd_awx_credential_type, ecd_awx_execution_environment, ecd_awx_name: it is not allowed as a name",
                "ecd_awx_reading_credential: Alibaba Cloud is the credential that buys",
                "ecd_awx_image_pull: sometimes is not allowed; use always, missing or never",
                "ecd_awx_job_timeout: 1 hour is not a number of seconds",
                "ecd_awx_approval_timeout: 1 day is not a number of seconds",
                "ecd_awx_schedule_rrule: every night is not in the format of AWX",
                "ecd_awx_schedule_enabled: perhaps is not allowed; use true or false",
                "ecd_awx_update_secrets: perhaps is not allowed; use true or false",
                "use a credential for security_token",
                "ecd_awx_notifications: it is a dictionary of lists",
            ],
        ),
        (
            {},
            {"ecd_awx_project_credential": "GitHub", "ecd_awx_notifications": {"success": ["Mail"]}},
            [
                "ecd_awx_project_credential: GitHub is the name of no credential",
                "ecd_awx_notifications: Mail is the name of no notification template",
            ],
        ),
        (
            dict.fromkeys(KEY, ""),
            {"ecd_awx_organization": "Defualt"},
            ["there is no organization Defualt", "it is missing, and there is no credential Alibaba Cloud"],
        ),
    ],
)
def test_all_that_is_wrong_is_reported_before_anything_is_written(machine, env, variables, problems):
    run = machine.run(env=env, **variables)
    assert run.returncode != 0
    assert [problem for problem in problems if problem not in run.output] == []
    assert machine.controller.writes() == []


@pytest.mark.parametrize("path", ["credential_types/", "credentials/"])
def test_a_token_that_may_not_write_is_reported(machine, path):
    machine.controller.refuse("POST", path, 403)
    run = machine.run()
    assert run.returncode != 0
    assert f"You don't have permission to POST to /api/v2/{path} (HTTP 403)" in run.output.replace("\\'", "'")
