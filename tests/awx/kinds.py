# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of objects: their fields with AWX's defaults, what refers to what, and what makes an object unique.

Taken from the serializers and models of AWX 24.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNIFIED = "unified_job_templates"


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    ``fields`` are those that a client can set, with the values that they have when it does not. None allows null.
    ``references`` are fields that hold the id of an object of another kind, ``links`` the lists of objects that are
    associated in an endpoint of their own, ``unique`` the fields that no two objects have in common. ``hidden`` are
    fields that a client cannot set.
    """

    type: str
    fields: Mapping[str, Any]
    required: tuple[str, ...] = ("name",)
    unique: tuple[str, ...] = ("name",)
    references: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    hidden: Mapping[str, Any] = field(default_factory=dict)


_NAMED = {"name": None, "description": ""}
_NOTIFIED = {f"notification_templates_{event}": "notification_templates" for event in ("started", "success", "error")}
_ASKED = (
    *("credential", "diff_mode", "execution_environment", "forks", "instance_groups", "inventory", "job_slice_count"),
    *("job_type", "labels", "limit", "scm_branch", "skip_tags", "tags", "timeout", "variables", "verbosity"),
)
_PROMPTS: Mapping[str, Any] = {
    "extra_data": {},
    "inventory": None,
    "job_type": None,
    "limit": None,
    "diff_mode": None,
    "timeout": None,
}

KINDS: Mapping[str, Kind] = {
    "organizations": Kind("organization", _NAMED),
    "notification_templates": Kind("notification_template", {**_NAMED, "organization": None}),
    "credential_types": Kind(
        "credential_type", {**_NAMED, "kind": None, "inputs": {}, "injectors": {}, "managed": False}, ("name", "kind")
    ),
    "credentials": Kind(
        "credential",
        {**_NAMED, "organization": None, "credential_type": None, "inputs": {}},
        ("name", "credential_type"),
        ("organization", "name", "credential_type"),
        {"organization": "organizations", "credential_type": "credential_types"},
    ),
    "execution_environments": Kind(
        "execution_environment",
        {**_NAMED, "organization": None, "image": None, "credential": None, "pull": ""},
        ("name", "image"),
        references={"organization": "organizations", "credential": "credentials"},
    ),
    "projects": Kind(
        "project",
        {
            **_NAMED,
            "organization": None,
            "scm_type": "",
            "scm_url": "",
            "scm_branch": "",
            "credential": None,
            "scm_update_on_launch": False,
            "scm_update_cache_timeout": 0,
            "allow_override": False,
            "default_environment": None,
        },
        unique=("organization", "name"),
        references={
            "organization": "organizations",
            "credential": "credentials",
            "default_environment": "execution_environments",
        },
        related=("update", "playbooks"),
        hidden={"status": "never updated", "scm_revision": "", "playbook_files": []},
    ),
    "inventories": Kind(
        "inventory",
        {**_NAMED, "organization": None, "kind": "", "host_filter": None, "variables": ""},
        ("name", "organization"),
        ("organization", "name"),
        {"organization": "organizations"},
    ),
    "inventory_sources": Kind(
        "inventory_source",
        {
            **_NAMED,
            "inventory": None,
            "source": None,
            "source_path": "",
            "source_project": None,
            "credential": None,
            "execution_environment": None,
            "overwrite": False,
            "overwrite_vars": False,
            "update_on_launch": False,
            "update_cache_timeout": 0,
        },
        ("name", "inventory", "source"),
        ("inventory", "name"),
        {
            "inventory": "inventories",
            "source_project": "projects",
            "credential": "credentials",
            "execution_environment": "execution_environments",
        },
        hidden={"organization": None},
    ),
    "job_templates": Kind(
        "job_template",
        {
            **_NAMED,
            "job_type": "run",
            "inventory": None,
            "project": None,
            "playbook": "",
            "execution_environment": None,
            "extra_vars": "---",
            "timeout": 0,
            "verbosity": 0,
            "diff_mode": False,
            "allow_simultaneous": False,
            "job_slice_count": 1,
            "survey_enabled": False,
            **{f"ask_{what}_on_launch": False for what in _ASKED},
        },
        ("name", "project", "playbook", "inventory"),
        ("organization", "name"),
        {
            "inventory": "inventories",
            "project": "projects",
            "execution_environment": "execution_environments",
        },
        {"credentials": "credentials", **_NOTIFIED},
        ("survey_spec",),
        # The organization is that of the project.
        {"survey": {}, "organization": None},
    ),
    "workflow_job_templates": Kind(
        "workflow_job_template",
        {**_NAMED, "organization": None, "extra_vars": "---", "allow_simultaneous": False, "survey_enabled": False},
        unique=("organization", "name"),
        references={"organization": "organizations"},
        links={**_NOTIFIED, "notification_templates_approvals": "notification_templates"},
        related=("survey_spec",),
    ),
    "workflow_job_template_nodes": Kind(
        "workflow_job_template_node",
        {"identifier": None, "workflow_job_template": None, "unified_job_template": None, **_PROMPTS},
        ("identifier", "workflow_job_template"),
        ("identifier", "workflow_job_template"),
        {"workflow_job_template": "workflow_job_templates", "unified_job_template": UNIFIED},
        {f"{when}_nodes": "workflow_job_template_nodes" for when in ("success", "failure", "always")},
    ),
    # Created by an endpoint of the node.
    "workflow_approval_templates": Kind("workflow_approval_template", {**_NAMED, "timeout": 0}, unique=()),
    "schedules": Kind(
        "schedule",
        {**_NAMED, "rrule": None, "enabled": True, "unified_job_template": None, **_PROMPTS},
        ("name", "rrule", "unified_job_template"),
        ("unified_job_template", "name"),
        {"unified_job_template": UNIFIED},
    ),
}

# The kinds that can run. Their ids are from one sequence, in AWX and here.
RUNNABLE = ("projects", "inventory_sources", "job_templates", "workflow_job_templates", "workflow_approval_templates")
