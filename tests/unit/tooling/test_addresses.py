# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses: the repository is the one that galaxy.yml assumes, and no person or mailbox is made up."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from ansible_collections.alicloud.ecd.tests.support import ROOT, processes
from ansible_collections.alicloud.ecd.tests.support.installation import clean_environment

GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
REPOSITORY = GALAXY["repository"]
# Host names that RFC 2606 and RFC 6761 reserve.
_RESERVED = re.compile(r"(^|\.)(example|invalid|test|localhost|example\.(com|net|org))$")
_MAILBOX = re.compile(r"(?<![\w:/.])[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
_OWN = re.compile(r"https?://[\w./-]*\balicloud[./-]ecd\b[\w./-]*")
# The web interface of Galaxy, by the namespace and name of galaxy.yml.
GALAXY_PAGE = f"https://galaxy.ansible.com/ui/repo/published/{GALAXY['namespace']}/{GALAXY['name']}"


def texts() -> dict[str, str]:
    """The text of each file of this checkout that git knows, except for lists of packages with their hashes."""
    listing = processes.run(["git", "ls-files", "-z"], env=clean_environment(Path.home()), cwd=ROOT)
    found = {}
    for name in filter(None, listing.split("\0")):
        if (ROOT / name).is_file() and "requirements" not in name:
            found[name] = (ROOT / name).read_bytes().decode("utf-8", "replace")
    return found


def test_every_link_to_the_collection_is_below_the_assumed_addresses():
    links = {(name, link) for name, text in texts().items() for link in _OWN.findall(text)}
    assert len(links) >= 10
    assert [entry for entry in sorted(links) if not entry[1].startswith((REPOSITORY, GALAXY_PAGE))] == []


def test_the_addresses_in_galaxy_are_all_those_of_the_repository():
    for key in ("documentation", "homepage", "issues"):
        assert GALAXY[key].startswith(REPOSITORY)


def test_the_file_that_assumes_says_so():
    before, _namespace, _rest = (ROOT / "galaxy.yml").read_text(encoding="utf-8").partition("namespace:")
    assert "Assumed" in before


def test_no_mailbox_is_named():
    found = {(name, match[0]) for name, text in texts().items() for match in _MAILBOX.finditer(text)}
    assert [entry for entry in sorted(found) if not _RESERVED.search(entry[1].rpartition("@")[2])] == []
