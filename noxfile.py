# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks that `make test` runs: antsibull-nox.toml has most of the static ones, this file the rest."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import antsibull_nox
import nox

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "tests"))
sys.dont_write_bytecode = True

from tooling import ansible_test, cores, execution_environment, interpreters  # noqa: E402

STATIC_CHECKS = [
    "antsibull-nox-config",
    "shell",
    "changelog",
    "docs-blocks",
    "formatters",
    "codeqa",
    "yamllint",
    "license-check",
    "extra-checks",
    "docs-check",
    "docs",
    "typing",
    "ansible-lint",
    "build-import-check",
    "execution-environment",
    "pytest",
]

# The tables are long, the documentation's examples run whole playbooks, the official SDK and hypothesis are large, and
# the tests of the tooling need the checkout. These run in the session pytest only.
LEFT_TO_PYTEST = (
    "tests/unit/contract/test_*.py",
    "tests/unit/docs/test_*.py",
    "tests/unit/emulator/test_official_sdk.py",
    "tests/unit/plugins/module_utils/_client/test_credential_chain.py",
    "tests/unit/plugins/module_utils/_planning/test_properties.py",
    "tests/unit/plugins/module_utils/_planning/test_undeclared.py",
    "tests/unit/plugins/module_utils/test_imports.py",
    "tests/unit/plugins/modules/test_auto_renew_stories.py",
    "tests/unit/plugins/modules/test_bulk.py",
    "tests/unit/plugins/modules/test_faults.py",
    "tests/unit/plugins/modules/test_forged.py",
    "tests/unit/plugins/modules/test_fresh.py",
    "tests/unit/plugins/modules/test_items_together.py",
    "tests/unit/plugins/modules/test_judge.py",
    "tests/unit/plugins/modules/test_killed.py",
    "tests/unit/plugins/modules/test_run_machine.py",
    "tests/unit/plugins/modules/test_scenarios.py",
    "tests/unit/plugins/modules/test_signals_in_process.py",
    "tests/unit/plugins/modules/test_undeclared_worlds.py",
    "tests/unit/plugins/plugin_utils/test_report.py",
    "tests/unit/plugins/plugin_utils/test_round_trip.py",
    "tests/unit/tooling/test_*.py",
)
# What depends neither on ansible-core nor on the HTTP library is tested in the session pytest, and on the oldest
# Python.
LEFT_TO_ONE_CORE = (
    "tests/unit/emulator/test_*.py",
    "tests/unit/plugins/module_utils/_client/test_credentials.py",
    "tests/unit/plugins/module_utils/_execution/test_*.py",
    "tests/unit/plugins/module_utils/_model/test_*.py",
    "tests/unit/plugins/module_utils/_planning/test_*.py",
    "tests/unit/plugins/module_utils/test_*.py",
    "tests/unit/plugins/modules/test_one_machine.py",
)

# The session pytest has httpx 0.28, and runs the rows of the scenario table with these too. What ansible-test runs, it
# runs with one of them for each Python: see tests/unit/requirements.txt.
OTHER_HTTP_LIBRARIES = ("httpx==0.24.0", "httpx2==2.16.2")
SCENARIOS = ("tests/unit/plugins/modules/test_scenarios.py", "-k=test_real_run_does_what_the_row_says")
# For the test of what is said when only this one is there.
HTTPX_1 = "httpx==1.0.dev6"


def left_out(core: str, python: str) -> list[str]:
    """The unit tests that do not run with this ansible-core and Python."""
    everything = python == cores.OLDEST_PYTHON
    patterns = LEFT_TO_PYTEST if everything else (*LEFT_TO_PYTEST, *LEFT_TO_ONE_CORE)
    return sorted({str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern)})


# Integration targets that only the oldest and the newest ansible-core run: they are long, and depend on the modules
# more than on ansible-core, or on what changed between these two.
LEFT_TO_WHOLE = (
    *("credentials", "jobs", "network_package", "network_package_info", "playbooks", "role_office_site_bandwidth"),
)
# The inventory plugin runs in ansible-core, whose data has tags from 2.19 on.
LEFT_TO_THREE = ("inventory_office_sites",)
ANSIBLE_BUILDER = "ansible-builder==3.2.0"


def targets_left_out(core: str) -> list[str]:
    """The integration targets that do not run with this ansible-core."""
    whole, three = core in cores.WHOLE, core in (*cores.WHOLE, cores.MIDDLE)
    return [*([] if whole else LEFT_TO_WHOLE), *([] if three else LEFT_TO_THREE)]


tools = interpreters.Tools(ROOT / ".nox" / "bin")
os.environ["PATH"] = f"{tools.directory}{os.pathsep}{os.environ['PATH']}"


@nox.session(venv_backend="none")
def shell(session: nox.Session) -> None:
    """Run shellcheck on the scripts that its sanity test does not see."""
    session.run(str(tools.shellcheck()), ".ci/run", external=True)


@nox.session(venv_backend="none")
def changelog(session: nox.Session) -> None:
    """Check the changelog and its fragments."""
    program = [sys.executable, "-m", "antsibull_changelog"]
    session.run(*program, "lint", external=True)
    session.run(*program, "lint-changelog-yaml", "changelogs/changelog.yaml", external=True)
    generated = Path(session.create_tmp()) / "CHANGELOG.md"
    session.run(*program, "generate", "--output", str(generated), external=True)
    if generated.read_text(encoding="utf-8") != Path("CHANGELOG.md").read_text(encoding="utf-8"):
        session.error("CHANGELOG.md is not what antsibull-changelog generates from changelogs/changelog.yaml")


@nox.session(name="docs-blocks", venv_backend="none")
def docs_blocks(session: nox.Session) -> None:
    """Check that the generated documentation is up to date, and that the guides link each option."""
    session.run(sys.executable, "tests/tooling/update_docs.py", "--check", external=True)
    session.run(sys.executable, "tests/tooling/link_options.py", "--check", external=True)


antsibull_nox.load_antsibull_nox_toml()


@nox.session(default=False)
def requirements(session: nox.Session) -> None:
    """Write the requirements with hashes: for every Python from 3.11 on, and for all files of each release."""
    session.install("uv==0.13.9")
    command = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    options = ["--custom-compile-command", "make requirements", "--quiet", *session.posargs]
    for source in map(Path, ("requirements-dev.in", "docs/site/requirements.in", "tests/unit/requirements-pytest.in")):
        session.run(*command, *options, str(source), "--output-file", str(source.with_suffix(".txt")))
    # Only one collection of the package is used.
    awx = Path("tests/unit/requirements-awx.in")
    session.run(*command, *options, "--no-deps", str(awx), "--output-file", str(awx.with_suffix(".txt")))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation site, and check the links within it."""
    session.install("--upgrade", "-r", "docs/site/requirements.txt")
    root = collections_folder(session)
    session.run("python", "tests/tooling/docsite.py", str(root), ".nox/site")
    session.run("python", "tests/tooling/site_links.py", ".nox/site/html")


def collections_folder(session: nox.Session) -> Path:
    """Return a folder that has the checkout as ansible_collections/alicloud/ecd."""
    root = Path(session.create_tmp()).absolute()
    collection = root / "ansible_collections" / "alicloud" / "ecd"
    collection.parent.mkdir(parents=True, exist_ok=True)
    if not collection.exists():
        collection.symlink_to(ROOT, target_is_directory=True)
    return root


@nox.session
def pytest(session: nox.Session) -> None:
    """Run all unit tests, several in a process."""
    session.install("--upgrade", "-r", "tests/unit/requirements-pytest.txt")
    cores.keep_zip_bytecode(Path(session.virtualenv.location))
    session.run("python", "-m", "tests.support.awx_collection", silent=True)
    root = collections_folder(session)
    options = ["-p", "no:cacheprovider", "-n", "2", "-q"]
    junit = f"--junit-xml={root / 'junit.xml'}"
    env = {"ECD_TESTS_HTTPX_1": str(http_library(session, root, HTTPX_1))}
    session.run("pytest", *options, junit, *(session.posargs or ["tests/unit"]), env={**env, "PYTHONPATH": str(root)})
    ansible_test.report("tests", root)
    for library in () if session.posargs else OTHER_HTTP_LIBRARIES:
        path = f"{http_library(session, root, library)}{os.pathsep}{root}"
        session.run("pytest", *options, *SCENARIOS, env={**env, "PYTHONPATH": path})


def http_library(session: nox.Session, root: Path, requirement: str) -> Path:
    """Return a folder for PYTHONPATH with this HTTP library, and without httpx where it is another one."""
    folder = root / requirement
    if not folder.exists():
        new = root / f"{requirement}.new"
        session.install("--upgrade", "--target", str(new), requirement)
        if not requirement.startswith("httpx=="):
            (new / "httpx.py").write_text("raise ModuleNotFoundError(\"No module named 'httpx'\")\n", encoding="utf-8")
        new.rename(folder)
    return folder


@nox.session(name="execution-environment")
def build_context(session: nox.Session) -> None:
    """Let ansible-builder read the built collection, and create the context of an execution environment."""
    session.install(ANSIBLE_BUILDER)
    with ansible_test.built(ROOT) as tarball, ansible_test.installed(ROOT, tarball) as collection:
        directory = tarball.parent
        found = directory / "requirements.txt"
        session.run("ansible-builder", "introspect", "--write-pip", str(found), str(collection.parents[2]))
        execution_environment.check_requirements(found, collection / "meta" / "ee-requirements.txt")
        definition = execution_environment.write_definition(directory, tarball)
        context = directory / "context"
        session.run("ansible-builder", "create", "--file", str(definition), "--context", str(context))
        execution_environment.check_context(context, tarball)


def add_session(command: str, core: str, python: str) -> str:
    """Add one run of ansible-test, which is skipped if its Python is not on this machine."""
    name = f"{command}-{core}-py{python}"

    @nox.session(name=name, venv_backend="none")
    def run(session: nox.Session) -> None:
        if missing := tools.missing(core, python):
            session.skip(missing)
        run_ansible_test(session, command, core, python)

    run.__doc__ = f"ansible-test {command}, ansible-core {core}, Python {python}"
    return name


def run_ansible_test(session: nox.Session, command: str, core: str, python: str) -> None:
    """Run ansible-test on the checkout, or on the collection as its tarball installs it."""
    programs = environment(core, python) / "bin"
    # Modules of one home wait for each other's locks, and sanity tests share environments that are being made.
    home = ROOT / ".nox" / f"home-{core}-py{python}"
    ansible_test.prepare_home(home, core)
    tools.shellcheck()
    with ExitStack() as stack:
        if command == "units" or (command == "sanity" and core in cores.WHOLE):
            folder = stack.enter_context(ansible_test.checkout(ROOT))
        else:
            tarball = stack.enter_context(ansible_test.built(ROOT))
            folder = stack.enter_context(ansible_test.installed(ROOT, tarball, programs / "python"))
        if command == "integration":
            stack.enter_context(ansible_test.emulator(folder))
        session.chdir(folder)
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        options = arguments(command, core, python)
        program = str(programs / "ansible-test")
        session.run(program, command, *options, *session.posargs, env={"HOME": str(home), "PATH": path}, external=True)
        ansible_test.report(ansible_test.CASES[command], folder / "tests" / "output" / "junit")


def environment(core: str, python: str) -> Path:
    """The environment with this ansible-core: one for each Python that runs it."""
    controller = cores.controller(core, python)
    files = {"units": "tests/unit/requirements.txt", "integration": "tests/integration/requirements.txt"}
    needed = {command: ROOT / files[command] for command in cores.requirements(core, controller)}
    return cores.environment(tools.python(controller), ROOT / ".nox" / f"core-{core}-py{controller}", core, needed)


def arguments(command: str, core: str, python: str) -> list[str]:
    """The arguments of one run of ansible-test."""
    if command == "sanity":
        return ["--junit", "--python", python]
    # A Python that cannot run this ansible-core gets an environment of its own.
    where = ["--local"] if python == cores.controller(core, python) else ["--venv"]
    left = left_out(core, python) if command == "units" else targets_left_out(core)
    return [*where, "--python", python, *(argument for name in left for argument in ("--exclude", name))]


nox.options.sessions = [*STATIC_CHECKS, *(add_session(*run) for run in cores.RUNS)]
