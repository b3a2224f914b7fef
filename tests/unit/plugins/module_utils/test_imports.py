# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which module may import which. Read from the source, so that a rule also holds for code that no test runs."""

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
TREES = {
    ".".join(path.relative_to(HERE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(HERE.rglob("*.py"))
}
NAMES = [name for name in TREES if not name.endswith("__init__")]
PACKAGES = sorted({name.partition(".")[0] for name in NAMES})

# A longer module is about more than one thing.
MOST_LINES = 250

# What each package may import besides itself. Imports run one way.
ALLOWED = {
    "_text": set(),
    "_errors": {"_text"},
    "_model": {"_text", "_errors"},
    "_client": {"_text", "_errors", "_model"},
    "_planning": {"_text", "_errors", "_model"},
    "_execution": {"_text", "_errors", "_model", "_client", "_planning"},
    "_options": {"_text", "_errors", "_model", "_client", "_planning"},
}

# Our own modules that are imported in a function, because most tasks do not need them; by the module that does so.
LATE = {
    "_client.credentials": {"_client.credential_chain"},
    "_client.ecd": {"_model.office_site"},
    "_client.region": {"_client.billing", "_client.orders", "_client.renewals"},
    "_client.responses": {"_client.error_texts"},
    "_client.transport": {"_client.error_texts"},
    "_execution.account": {"_execution.renewals"},
    "_execution.converge": {"_execution.prices", "_execution.scheduler", "_execution.verify", "_planning.undeclared"},
    "_execution.listing": {"_model.office_site"},
    "_execution.observe": {"_planning.undeclared"},
    "_model.package_filter": {"_model.dates"},
}


def imports(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Yield (module, name taken from it) of every import, those in functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)


def resolved(name: str, module: str, taken: str | None) -> str:
    """Return the module, below module_utils, that a relative import in the module ``name`` takes or takes from."""
    dots = len(module) - len(module.lstrip("."))
    parents = name.split(".")[:-dots]
    origin = [*parents, *filter(None, [module.lstrip(".")])]
    itself = ".".join([*origin, str(taken)])
    return itself if itself in TREES else ".".join(origin)


def neighbours(name: str) -> set[str]:
    """Return the modules that this one imports."""
    return {resolved(name, module, taken) for module, taken in imports(TREES[name]) if module.startswith(".")}


def reach(name: str) -> set[str]:
    """Return the modules that this one imports, directly or through others."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for neighbour in neighbours(waiting.pop()) - seen:
            seen.add(neighbour)
            waiting.append(neighbour)
    return seen


def users_of(package: str) -> set[str]:
    """Return the modules that import a package that is no part of Python."""
    return {
        name for name in NAMES if any(module.partition(".")[0] == package for module, _name in imports(TREES[name]))
    }


def at_import_time(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that are imported when this one is, or for its annotations."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) or is_type_checking(node):
            yield from (module for module, _name in imports(node))


def is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def each(names: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", names)


def test_the_packages_are_those_of_the_table() -> None:
    assert set(PACKAGES) == set(ALLOWED)


@each(NAMES)
def test_imports_run_one_way(name: str) -> None:
    package = name.partition(".")[0]
    assert {neighbour.partition(".")[0] for neighbour in neighbours(name)} <= {package} | ALLOWED[package]


@each(NAMES)
def test_every_import_is_of_a_module_that_exists(name: str) -> None:
    assert neighbours(name) <= set(NAMES)


@each(NAMES)
def test_no_module_imports_itself_in_a_circle(name: str) -> None:
    assert name not in reach(name)


@each(NAMES)
def test_no_import_of_our_own_hides_in_a_function(name: str) -> None:
    """One that does papers over a circle, or is rarely needed and in the table."""
    late = {
        resolved(name, module, taken)
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.FunctionDef)
        for module, taken in imports(node)
        if module.startswith(".")
    }
    assert late == LATE.get(name, set())


@each([package for package in PACKAGES if package not in ("_text", "_errors")])
def test_a_package_is_empty(name: str) -> None:
    """ansible-test wants it so. What a package is for is in the layout of CONTRIBUTING.md."""
    assert (HERE / name / "__init__.py").read_bytes() == b""


@each(NAMES)
def test_no_module_is_longer_than_it_should_be(name: str) -> None:
    path = HERE.joinpath(*name.split(".")).with_suffix(".py")
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@each(NAMES)
def test_no_module_knows_ansible_module(name: str) -> None:
    forbidden = {"AnsibleModule", "fail_json", "exit_json", "run_command"}
    words = {node.id for node in ast.walk(TREES[name]) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)}
    words |= {str(imported) for _module, imported in imports(TREES[name])}
    assert not words & forbidden
    assert "ansible.module_utils.basic" not in {module for module, _name in imports(TREES[name])}


@each(NAMES)
def test_no_module_prints_or_ends_the_process(name: str) -> None:
    called = {
        node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Call)
    }
    assert not called & {"print", "exit", "_exit", "breakpoint"}


def test_one_module_alone_chooses_the_http_library() -> None:
    assert users_of("httpx") == users_of("httpx2") == {"_client.http_library"}


def test_only_the_credential_chain_imports_the_official_library() -> None:
    assert users_of("alibabacloud_credentials") == {"_client.credential_chain"}


def test_nobody_imports_the_official_sdk_or_another_http_client() -> None:
    for package in ("alibabacloud_ecd20200930", "alibabacloud_tea_openapi", "Tea", "requests", "urllib3", "http"):
        assert users_of(package) == set()


@each(NAMES)
def test_libraries_are_imported_when_they_are_needed(name: str) -> None:
    roots = {module.partition(".")[0] for module in at_import_time(TREES[name])}
    assert not roots & {"httpx", "httpx2", "alibabacloud_credentials"}


def test_only_the_options_know_ansible() -> None:
    assert {name.partition(".")[0] for name in users_of("ansible")} <= {"_options"}


@each([name for name in NAMES if name.startswith(("_planning.", "_model."))])
def test_planning_has_no_io(name: str) -> None:
    roots = {module.partition(".")[0] for module, _name in imports(TREES[name])}
    assert not roots & {"os", "socket", "ssl", "subprocess", "threading", "random", "pathlib", "uuid"}


@each([name for name in NAMES if name not in ("_client.signals", "_client.timing", "_client.transport")])
def test_clocks_are_injected(name: str) -> None:
    taken = set(imports(TREES[name]))
    assert ("time", None) not in taken
    assert {imported for module, imported in taken if module == "time"} <= {"strptime", "strftime", "gmtime"}
    attributes = {node.attr for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)}
    assert not attributes & {"now", "utcnow", "today"} or "datetime" not in {module for module, _name in taken}


@each([name for name in NAMES if name != "_execution.writes"])
def test_only_one_module_sends_writes(name: str) -> None:
    assert "WRITE" not in {imported for _module, imported in imports(TREES[name])}


def test_one_module_alone_carries_writes_out() -> None:
    assert {name for name in NAMES if "_execution.writes" in neighbours(name)} == {"_execution.scheduler"}


@each(NAMES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert (ast.get_docstring(TREES[name]) or "").strip()


def test_every_module_can_be_imported_without_any_library() -> None:
    program = "\n".join(
        [
            "import importlib, sys",
            "class Blocker:",
            "    def find_spec(self, name, path=None, target=None):",
            "        if name.partition('.')[0] in ('httpx', 'httpx2', 'alibabacloud_credentials', 'requests'):",
            "            raise ImportError(name)",
            "sys.meta_path.insert(0, Blocker())",
            f"for name in {NAMES!r}:",
            "    importlib.import_module('ansible_collections.alicloud.ecd.plugins.module_utils.' + name)",
            "print('all')",
        ]
    )
    search = [str(Path(_errors.__file__).parents[5]), *(entry for entry in sys.path if entry)]
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(search)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.stdout.strip(), result.returncode) == ("all", 0), result.stderr
