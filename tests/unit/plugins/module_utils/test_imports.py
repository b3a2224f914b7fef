# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may know whom. Read from the source, so that a rule holds for code that no test runs, too."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils import _errors

HERE = Path(_errors.__file__).resolve().parent
ROOMS = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(HERE.glob("*.py"))}
NAMES = sorted(ROOMS)


def imports(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Yield (module, name taken from it) of every import, those in functions included; rooms begin with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)


def neighbours(room: str) -> set[str]:
    """Return the rooms that this one imports."""
    found = set()
    for module, name in imports(ROOMS[room]):
        if module == ".":
            found.add(str(name))
        elif module.startswith("."):
            found.add(module.lstrip("."))
    return found


def reach(room: str) -> set[str]:
    """Return the rooms that this one imports, directly or through others."""
    seen: set[str] = set()
    waiting = [room]
    while waiting:
        for neighbour in neighbours(waiting.pop()) - seen:
            seen.add(neighbour)
            waiting.append(neighbour)
    return seen


def users_of(package: str) -> set[str]:
    """Return the rooms that import a package that is no part of Python."""
    return {
        room for room in ROOMS if any(module.partition(".")[0] == package for module, _name in imports(ROOMS[room]))
    }


def at_import_time(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that are imported when the room is."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (module for module, _name in imports(node))


def each(names: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("room", names)


def test_rooms_are_found() -> None:
    assert {"_errors", "_signing", "_transport", "_model", "_plan", "_apply"} <= set(NAMES)


@each(NAMES)
def test_every_room_imports_rooms_that_exist(room: str) -> None:
    assert neighbours(room) <= set(ROOMS)


@each(NAMES)
def test_no_room_imports_itself_in_a_circle(room: str) -> None:
    assert room not in reach(room)


@each(NAMES)
def test_no_room_knows_the_module(room: str) -> None:
    forbidden = {"AnsibleModule", "fail_json", "exit_json", "run_command"}
    words = {node.id for node in ast.walk(ROOMS[room]) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(ROOMS[room]) if isinstance(node, ast.Attribute)}
    words |= {str(name) for _module, name in imports(ROOMS[room])}
    assert not words & forbidden
    assert "ansible.module_utils.basic" not in {module for module, _name in imports(ROOMS[room])}


@each(NAMES)
def test_no_room_prints_or_ends_the_process(room: str) -> None:
    called = {
        node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for node in ast.walk(ROOMS[room])
        if isinstance(node, ast.Call)
    }
    assert not called & {"print", "exit", "_exit", "breakpoint"}


def test_only_the_transport_knows_httpx() -> None:
    assert users_of("httpx") == {"_transport"}


def test_only_the_credentials_know_the_official_library() -> None:
    assert users_of("alibabacloud_credentials") == {"_credentials"}


def test_nobody_knows_the_official_sdk_or_another_http_client() -> None:
    for package in ("alibabacloud_ecd20200930", "alibabacloud_tea_openapi", "Tea", "requests", "urllib3", "http"):
        assert users_of(package) == set()


@each(NAMES)
def test_libraries_are_imported_when_they_are_needed(room: str) -> None:
    roots = {module.partition(".")[0] for module in at_import_time(ROOMS[room])}
    assert not roots & {"httpx", "alibabacloud_credentials"}


def test_ansible_is_known_to_the_arguments_only() -> None:
    assert users_of("ansible") <= {"_arguments"}


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("_errors", set()),
        ("_signing", set()),
        ("_model", {"_errors"}),
        ("_endpoint", {"_errors"}),
        ("_answers", {"_errors"}),
        ("_credentials", {"_errors", "_signing"}),
        ("_transport", {"_answers", "_errors", "_signing"}),
    ],
)
def test_the_lower_rooms_know_few(room: str, allowed: set[str]) -> None:
    assert neighbours(room) <= allowed


OUTSIDE = {"_transport", "_credentials", "_arguments", "_endpoint", "_api", "_writes", "_apply", "_schedule"}


@each(["_plan", "_steps", "_remarks", "_rules", "_model", "_dates"])
def test_planning_reaches_nothing_of_the_outside(room: str) -> None:
    assert not reach(room) & OUTSIDE
    for name in {room, *reach(room)}:
        roots = {module.partition(".")[0] for module, _name in imports(ROOMS[name])}
        assert not roots & {"os", "socket", "ssl", "subprocess", "threading", "random", "pathlib", "uuid"}, name


@each([room for room in NAMES if room not in ("_transport", "_interrupts")])
def test_clocks_are_injected(room: str) -> None:
    taken = set(imports(ROOMS[room]))
    assert ("time", None) not in taken
    assert {name for module, name in taken if module == "time"} <= {"strptime", "strftime", "gmtime"}
    attributes = {node.attr for node in ast.walk(ROOMS[room]) if isinstance(node, ast.Attribute)}
    assert not attributes & {"now", "utcnow", "today"} or "datetime" not in {module for module, _name in taken}


@each([room for room in NAMES if room != "_writes"])
def test_only_one_room_asks_for_writes(room: str) -> None:
    assert "WRITE" not in {name for _module, name in imports(ROOMS[room])}


def test_only_the_scheduler_carries_writes_out() -> None:
    assert {room for room in ROOMS if "_writes" in neighbours(room)} <= {"_apply", "_schedule"}


@each(NAMES)
def test_every_room_says_what_it_is_for(room: str) -> None:
    assert (ast.get_docstring(ROOMS[room]) or "").strip()


def test_every_room_can_be_imported_without_any_library() -> None:
    program = "\n".join(
        [
            "import importlib, sys",
            "class Blocker:",
            "    def find_spec(self, name, path=None, target=None):",
            "        if name.partition('.')[0] in ('httpx', 'alibabacloud_credentials', 'requests'):",
            "            raise ImportError(name)",
            "sys.meta_path.insert(0, Blocker())",
            f"for room in {NAMES!r}:",
            "    importlib.import_module('ansible_collections.alicloud.ecd.plugins.module_utils.' + room)",
            "print('all')",
        ]
    )
    search = [str(HERE.parents[4]), *(entry for entry in sys.path if entry)]
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(search)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.stdout.strip(), result.returncode) == ("all", 0), result.stderr
