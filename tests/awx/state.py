# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of a controller, and the rules that AWX checks when one is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from .kinds import KINDS, RUNNABLE, UNIFIED

ENCRYPTED = "$encrypted$"
PREFIX = "/api/v2/"

Object = dict[str, Any]


class RefusedError(Exception):
    """A response that is no success."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.reply = (status, body)


class State:
    """Objects by kind and id. ``repository`` are the files of every project, None if it cannot be reached."""

    def __init__(self, repository: Iterable[str] | None) -> None:
        self.repository = None if repository is None else list(repository)
        self._objects: dict[str, dict[int, Object]] = {name: {} for name in KINDS}
        self._last_id = 0

    def all(self, collection: str) -> list[Object]:
        """The objects of a kind."""
        return list(self._objects[collection].values())

    def get(self, collection: str, number: Any) -> Object:
        """The object of a kind with this id. Raises RefusedError."""
        for kind in RUNNABLE if collection == UNIFIED else (collection,):
            if number in self._objects.get(kind, {}):
                return self._objects[kind][number]
        raise RefusedError(404, {"detail": "Not found."})

    def create(self, collection: str, body: Mapping[str, Any]) -> Object:
        """Create an object. Raises RefusedError."""
        kind = KINDS[collection]
        missing = [name for name in kind.required if body.get(name) in (None, "")]
        if missing:
            raise RefusedError(400, {name: ["This field is required."] for name in missing})
        item: Object = {"id": self._last_id + 1, **deepcopy({**kind.fields, **kind.hidden})}
        item["links"] = {name: [] for name in kind.links}
        self.update(collection, item, body)
        self._last_id = item["id"]
        self._objects[collection][item["id"]] = item
        return item

    def update(self, collection: str, item: Object, body: Mapping[str, Any]) -> None:
        """Set those of an object's fields that the body has. Unknown ones are ignored, as in AWX."""
        changed = deepcopy(item)
        for name in KINDS[collection].fields:
            if name in body:
                secrets = collection == "credentials" and name == "inputs"
                changed[name] = _kept(item[name], body[name]) if secrets else deepcopy(body[name])
        if collection == "job_templates" and changed["project"] in self._objects["projects"]:
            changed["organization"] = self.get("projects", changed["project"])["organization"]
        self._check(collection, changed)
        is_there = item["id"] in self._objects[collection]
        if collection == "execution_environments" and is_there and changed["organization"] != item["organization"]:
            raise RefusedError(400, {"organization": ["Cannot change the organization of an execution environment"]})
        moved = collection == "projects" and any(changed[name] != item[name] for name in ("scm_url", "scm_branch"))
        item.update(changed)
        if moved:
            self.update_project(item)

    def delete(self, collection: str, item: Object) -> None:
        """Delete an object, and the links to it from nodes of workflows."""
        del self._objects[collection][item["id"]]
        for node in self.all("workflow_job_template_nodes"):
            for numbers in node["links"].values():
                numbers[:] = [number for number in numbers if number != item["id"]]

    def update_project(self, project: Object) -> None:
        """Fetch the files of a project, as its update does."""
        project["status"] = "failed" if self.repository is None else "successful"
        if self.repository is not None:
            project["playbook_files"] = list(self.repository)
            project["scm_revision"] = " ".join(self.repository)

    def shown(self, collection: str, item: Object) -> Object:
        """An object as the API shows it: without secrets, and with the addresses of what belongs to it."""
        kind, address = KINDS[collection], f"{PREFIX}{collection}/{item['id']}/"
        shown = {name: deepcopy(value) for name, value in item.items() if name not in ("links", "survey")}
        if collection == "credentials":
            shown["inputs"] = self._masked(item)
        related = {name: f"{address}{name}/" for name in (*kind.links, *kind.related)}
        if item.get("unified_job_template"):
            target = item["unified_job_template"]
            (runnable,) = (name for name in RUNNABLE if target in self._objects[name])
            related["unified_job_template"] = f"{PREFIX}{runnable}/{target}/"
        summary = {"current_update": {"id": item["id"]}} if item.get("status") in ("successful", "failed") else {}
        if collection == "workflow_job_template_nodes":
            shown.update(deepcopy(item["links"]))
        return {**shown, "type": kind.type, "url": address, "related": related, "summary_fields": summary}

    def _masked(self, credential: Object) -> Object:
        fields = self.get("credential_types", credential["credential_type"])["inputs"].get("fields", [])
        secret = {field["id"] for field in fields if field.get("secret")}
        return {name: ENCRYPTED if name in secret else value for name, value in credential["inputs"].items()}

    def _check(self, collection: str, item: Object) -> None:
        """The rules of AWX. Raises RefusedError."""
        kind = KINDS[collection]
        for name, default in kind.fields.items():
            if item[name] is None and default is not None:
                raise RefusedError(400, {name: ["This field may not be null."]})
        for name, target in kind.references.items():
            if item[name] is not None:
                try:
                    self.get(target, item[name])
                except RefusedError:
                    raise RefusedError(400, {name: [f'Invalid pk "{item[name]}" - object does not exist.']}) from None
        key = [item[name] for name in kind.unique]
        others = [other for other in self.all(collection) if other["id"] != item["id"]]
        if kind.unique and key in [[other[name] for name in kind.unique] for other in others]:
            raise RefusedError(400, {"__all__": [f"{kind.type} with this {', '.join(kind.unique)} already exists."]})
        self._check_special(collection, item)

    def _check_special(self, collection: str, item: Object) -> None:
        if collection == "job_templates":
            if item["playbook"] not in self.get("projects", item["project"])["playbook_files"]:
                raise RefusedError(400, {"playbook": ["Playbook not found for project."]})
        elif collection == "schedules":
            for part in ("DTSTART", "INTERVAL"):
                if part not in item["rrule"]:
                    raise RefusedError(400, {"rrule": [f"{part} required in rrule."]})
        elif collection == "credentials":
            allowed = self.get("credential_types", item["credential_type"])["inputs"]
            unknown = set(item["inputs"]) - {field["id"] for field in allowed.get("fields", [])}
            # What is required can be missing, until a job starts.
            if unknown:
                raise RefusedError(400, {"inputs": sorted(unknown)})


def _kept(old: Mapping[str, Any], new: Mapping[str, Any]) -> Object:
    """The inputs of a credential: where the new ones are masked, the old ones."""
    return {name: old[name] if value == ENCRYPTED and name in old else value for name, value in new.items()}
