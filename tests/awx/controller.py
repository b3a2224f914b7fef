# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A controller, and what requests do to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from .kinds import KINDS, RUNNABLE, UNIFIED
from .state import PREFIX, Object, RefusedError, State

PRODUCT_VERSION = "24.6.1"
NODES = "workflow_job_template_nodes"

Reply = tuple[int, Any]


@dataclass(frozen=True)
class Request:
    """A request as it came in: the path without its prefix, and the query as text."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether it is no read."""
        return self.method != "GET"


@dataclass
class _Refusal:
    method: str
    path: str
    status: int
    skip: int


class Controller:
    """A controller with one organization. ``repository`` are the files of every project, None if it has no server."""

    def __init__(self, repository: Iterable[str] | None = (), page_size: int = 25) -> None:
        self.state = State(repository)
        self.requests: list[Request] = []
        self._page_size = page_size
        self._refusals: list[_Refusal] = []
        self.state.create("organizations", {"name": "Default"})

    def named(self, collection: str, name: str) -> Object:
        """The object of this name as it is stored: with secrets, and with its links."""
        key = "identifier" if collection == NODES else "name"
        (found,) = (item for item in self.state.all(collection) if item[key] == name)
        return found

    def linked(self, collection: str, name: str, part: str) -> list[str]:
        """The names of the objects that are associated with an object."""
        kind = KINDS[collection].links[part]
        items = [self.state.get(kind, number) for number in self.named(collection, name)["links"][part]]
        return [item["identifier" if kind == NODES else "name"] for item in items]

    def writes(self) -> list[Request]:
        """The requests so far that were no reads."""
        return [request for request in self.requests if request.writes]

    def refuse(self, method: str, path: str, status: int, skip: int = 0) -> None:
        """Refuse one request whose path matches, after so many others."""
        self._refusals.append(_Refusal(method, path, status, skip))

    def handle(self, request: Request) -> Reply:
        """Carry out a request of an authenticated user."""
        self.requests.append(request)
        try:
            self._refuse_if_wished(request)
            return self._route(request)
        except RefusedError as refused:
            return refused.reply

    def _refuse_if_wished(self, request: Request) -> None:
        for refusal in self._refusals:
            if request.method == refusal.method and re.fullmatch(refusal.path, request.path):
                refusal.skip -= 1
                if refusal.skip < 0:
                    self._refusals.remove(refusal)
                    raise RefusedError(refusal.status, {"detail": "Refused by the test."})

    def _route(self, request: Request) -> Reply:
        if request.path == "me/":
            return 200, self._page([{"id": 1, "type": "user", "username": "admin"}], request)
        found = re.fullmatch(r"(\w+)/(?:(\d+)/(?:(\w+)/)?)?", request.path)
        collection, number, part = found.groups() if found else ("", "", "")
        if collection == "project_updates":
            return 200, _project_update(self.state.get("projects", int(number)))
        if collection not in (*KINDS, UNIFIED):
            raise RefusedError(404, {"detail": "Not found."})
        if number is None:
            return self._collection(collection, request)
        item = self.state.get(collection, int(number))
        return self._part(collection, item, part, request) if part else self._detail(collection, item, request)

    def _collection(self, collection: str, request: Request) -> Reply:
        if request.method == "POST" and collection not in (UNIFIED, "workflow_approval_templates"):
            return 201, self.state.shown(collection, self.state.create(collection, request.body))
        if request.method != "GET":
            raise RefusedError(405, {"detail": f'Method "{request.method}" not allowed.'})
        # The list of what can run has no approvals.
        kinds = RUNNABLE[:-1] if collection == UNIFIED else (collection,)
        shown = [self.state.shown(kind, item) for kind in kinds for item in self.state.all(kind)]
        wanted = [pair for pair in request.query if pair[0] not in ("page", "page_size")]
        fields = [key.removeprefix("or__").split("__")[0] for key, _value in wanted]
        unknown = [name for name in fields if not any(name in item for item in shown)]
        if shown and unknown:
            raise RefusedError(400, {"detail": f"No field named {unknown[0]}."})
        return 200, self._page([item for item in shown if self._matches(item, wanted)], request)

    def _matches(self, item: Object, wanted: Iterable[tuple[str, str]]) -> bool:
        """Whether an object passes the filters of a list: all of them, but one of those that begin with ``or__``."""
        one_of = [str(self._value(item, key[4:])) == value for key, value in wanted if key.startswith("or__")]
        all_of = [str(self._value(item, key)) == value for key, value in wanted if not key.startswith("or__")]
        return all(all_of) and (any(one_of) or not one_of)

    def _value(self, item: Object, key: str) -> Any:
        """A field of an object, or ``reference__field`` of the one that it refers to."""
        name, _separator, rest = key.partition("__")
        if not rest or item.get(name) is None:
            return item.get(name)
        (target,) = (kind.references[name] for kind in KINDS.values() if kind.type == item["type"])
        return self.state.get(target, item[name])[rest]

    def _page(self, items: Sequence[Object], request: Request) -> Object:
        number = int(dict(request.query).get("page", "1"))
        end = number * self._page_size
        query = "&".join(f"{key}={value}" for key, value in (*request.query, ("page", str(number + 1))))
        following = f"{PREFIX}{request.path}?{query}" if len(items) > end else None
        return {"count": len(items), "next": following, "results": list(items[end - self._page_size : end])}

    def _detail(self, collection: str, item: Object, request: Request) -> Reply:
        if request.method == "DELETE" and collection in (NODES, "schedules"):
            self.state.delete(collection, item)
            return 204, None
        if request.method == "PATCH":
            self.state.update(collection, item, request.body)
        elif request.writes:
            raise RefusedError(405, {"detail": f'Method "{request.method}" not allowed.'})
        return 200, self.state.shown(collection, item)

    def _part(self, collection: str, item: Object, part: str, request: Request) -> Reply:
        """An endpoint below an object."""
        if part in KINDS[collection].links:
            if collection == NODES and request.body.get("id") in _linked_otherwise(item, part):
                raise RefusedError(400, {"Error": "Relationship not allowed."})
            return self._links(KINDS[collection].links[part], item["links"][part], request)
        special: Mapping[tuple[str, str], Callable[[Object, Request], Reply]] = {
            ("projects", "playbooks"): _playbooks,
            ("projects", "update"): self._update_project,
            ("job_templates", "survey_spec"): _survey,
            (NODES, "create_approval_template"): self._create_approval,
        }
        if (collection, part) not in special:
            raise RefusedError(404, {"detail": "Not found."})
        return special[collection, part](item, request)

    def _links(self, kind: str, links: list[int], request: Request) -> Reply:
        if not request.writes:
            return 200, self._page([self.state.shown(kind, self.state.get(kind, number)) for number in links], request)
        other = self.state.get(kind, request.body["id"])
        if request.body.get("disassociate"):
            links.remove(other["id"])
            return 204, None
        types = [self.state.get(kind, number).get("credential_type") for number in links]
        if kind == "credentials" and other["credential_type"] in types:
            raise RefusedError(400, {"error": "Cannot assign multiple credentials of the same type."})
        links.append(other["id"])
        return 204, None

    def _create_approval(self, node: Object, request: Request) -> Reply:
        approval = self.state.create("workflow_approval_templates", request.body)
        node["unified_job_template"] = approval["id"]
        return 201, self.state.shown("workflow_approval_templates", approval)

    def _update_project(self, project: Object, _request: Request) -> Reply:
        self.state.update_project(project)
        return 202, _project_update(project)


def _linked_otherwise(node: Object, part: str) -> list[int]:
    """The nodes that follow a node by another kind of link."""
    return [number for name, numbers in node["links"].items() if name != part for number in numbers]


def _playbooks(project: Object, _request: Request) -> Reply:
    return 200, project["playbook_files"]


def _survey(template: Object, request: Request) -> Reply:
    if not request.writes:
        return 200, template["survey"]
    for question in request.body["spec"]:
        for name in ("type", "question_name", "variable", "required"):
            if name not in question:
                raise RefusedError(400, {"error": f"'{name}' missing from survey question"})
    template["survey"] = deepcopy(dict(request.body))
    return 200, {}


def _project_update(project: Object) -> Object:
    return {
        "id": project["id"],
        "url": f"{PREFIX}project_updates/{project['id']}/",
        "status": project["status"],
        "failed": project["status"] == "failed",
        "finished": "2026-01-01T00:00:00Z",
        "event_processing_finished": True,
        "scm_revision": project["scm_revision"],
    }
