# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The links of the README, its list of contents, and its example of a failure."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault, serve
from ansible_collections.alicloud.ecd.tests.unit.plugins.modules.runner import Runner

from .documents import COLLECTION, GUIDES, MODULES, Document
from .running import TIME_LIMIT, Account, environment

README = Document("README.md")
LINKS = re.findall(r"\]\(([^)]+)\)", README.text)
(REPOSITORY,) = re.findall(r"^repository: (\S+)$", Document("galaxy.yml").text, re.MULTILINE)
FILES = f"{REPOSITORY}/blob/main/"
LINKED_FILES = [link.removeprefix(FILES) for link in LINKS if link.startswith(FILES)]


def test_all_links_are_full_urls():
    assert [link for link in LINKS if not link.startswith("https://")] == []


@pytest.mark.parametrize("path", LINKED_FILES)
def test_the_linked_file_exists(path):
    assert (COLLECTION / path).is_file()


def test_the_examples_are_linked():
    assert f"{REPOSITORY}/tree/main/docs/examples" in LINKS


def test_the_forum_has_the_same_tag_everywhere():
    tags = {
        path: set(re.findall(r"forum\.ansible\.com/tag/([\w-]+)", (COLLECTION / path).read_text(encoding="utf-8")))
        for path in ("README.md", "docs/docsite/links.yml", "docs/site/index.rst")
    }
    assert len(set.union(*tags.values())) == 1
    assert all(tags.values())


def test_it_is_installed_before_it_is_used():
    headings = re.findall(r"^## (.+)$", README.text, re.MULTILINE)
    assert headings.index("Requirements") < headings.index("Installation") < headings.index("Usage")


def test_no_handle_of_a_person_is_assumed():
    documented = [*MODULES.glob("*.py"), *(COLLECTION / "roles").glob("*/meta/argument_specs.yml")]
    assert [path.name for path in documented if "(@" in path.read_text(encoding="utf-8")] == []


def test_the_key_is_checked_as_shown(tmp_path):
    (command,) = re.findall(r"^ansible localhost (.+?) +#", README.text, re.MULTILINE)
    account = Account()
    account.load({"packages": [{"office_site_id": "cn-hangzhou+dir-1"}]})
    with serve(account) as server:
        run = subprocess.run(
            [sys.executable, "-m", "ansible.cli.adhoc", "localhost", *command.split()],
            env=environment(tmp_path, server.url),
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "SUCCESS" in run.stdout
    assert "cn-hangzhou+dir-1" in run.stdout
    assert account.writes() == []


def test_every_guide_is_linked():
    assert {str(path.relative_to(COLLECTION)) for path in GUIDES.glob("*.rst")} <= set(LINKED_FILES)


def test_everything_is_in_the_contents():
    names = [path.stem for path in MODULES.glob("*.py")] + [path.name for path in (COLLECTION / "roles").iterdir()]
    assert [name for name in names if f"`alicloud.ecd.{name}`" not in README.text] == []


def test_a_failure_looks_as_shown():
    (shown,) = (block.data for block in README.blocks("json"))
    runner = Runner()
    runner.emulator.add_office_site("cn-hangzhou+dir-1")
    message = "User not authorized to operate on the specified resource."
    runner.emulator.faults.add(Fault("error", shown["action"], code=shown["code"], message=message, status=403))
    result = runner.network_package(office_site_id="cn-hangzhou+dir-1", bandwidth=10)
    expected = {**shown, "msg": shown["msg"].replace(shown["request_id"], result["request_id"])}
    assert result == {**expected, "request_id": result["request_id"]}
