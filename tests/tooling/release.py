# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prepare the release whose version galaxy.yml has, or check that everything agrees with a version."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
# What was added: in documentation, in argument specs of roles, and in the guides.
_ADDED = re.compile(
    r"^(?P<before>\s*(?:version_added:|\.\. versionadded::) *['\"]?)(?P<version>\d+\.\d+\.\d+)", re.MULTILINE
)
_INSTALLED = re.compile(r"(alicloud\.ecd:==)\d+\.\d+\.\d+")
_PLACES = ("plugins/**/*.py", "roles/**/*.yml", "playbooks/**/*.yml", "docs/docsite/rst/*.rst")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Prepare the release, or print what does not agree with a version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", metavar="VERSION", help="change nothing; fail if this version is not ready")
    parser.add_argument("--date", help="date of the release, today by default")
    options = parser.parse_args(arguments)
    if options.check:
        complaints = list(disagreements(root, options.check))
        print(*complaints or [f"{options.check} is ready"], sep="\n")
        return 1 if complaints else 0
    version = declared_version(root)
    write_versions(root, version)
    update_docs = [sys.executable, str(root / "tests" / "tooling" / "update_docs.py")]
    subprocess.run(update_docs, cwd=root, check=True)
    write_changelog(root, version, options.date)
    print(f"{version} is prepared: run make test, look at git diff, and commit")
    return 0


def declared_version(root: Path) -> str:
    """Return the version in galaxy.yml."""
    return str(_yaml(root / "galaxy.yml")["version"])


def released(root: Path) -> list[str]:
    """Return the versions in the changelog, the newest last."""
    releases = _yaml(root / "changelogs" / "changelog.yaml")["releases"]
    return sorted(releases, key=lambda version: [int(part) for part in version.split(".")])


def unreleased(root: Path, version: str) -> Iterator[tuple[Path, str]]:
    """Yield each file and version of "added in" that is neither in the changelog nor the one that is being released."""
    known = {*released(root), version}
    for pattern in _PLACES:
        for path in sorted(root.glob(pattern)):
            found = {match["version"] for match in _ADDED.finditer(path.read_text(encoding="utf-8"))}
            yield from ((path, other) for other in sorted(found - known))


def write_versions(root: Path, version: str) -> None:
    """Write the version into what was added since the last release, and into the README."""
    known = {*released(root), version}

    def added(match: re.Match[str]) -> str:
        return match[0] if match["version"] in known else f"{match['before']}{version}"

    for path in {path for path, _version in unreleased(root, version)}:
        path.write_text(_ADDED.sub(added, path.read_text(encoding="utf-8")), encoding="utf-8")
    readme = root / "README.md"
    readme.write_text(_INSTALLED.sub(rf"\g<1>{version}", readme.read_text(encoding="utf-8")), encoding="utf-8")


def write_changelog(root: Path, version: str, date: str | None) -> None:
    """Write the release into the changelog, anew if it is there already."""
    path = root / "changelogs" / "changelog.yaml"
    data = _yaml(path)
    if data["releases"].pop(version, None):
        path.write_text(yaml.safe_dump(data, explicit_start=True, sort_keys=True), encoding="utf-8")
    program = [sys.executable, "-m", "antsibull_changelog", "release", "--reload-plugins", "--version", version]
    ansible_doc = Path(sys.executable).with_name("ansible-doc")
    day = ["--date", date] if date else []
    subprocess.run([*program, "--ansible-doc-bin", str(ansible_doc), *day], cwd=root, check=True)
    (root / "changelogs" / ".plugin-cache.yaml").unlink(missing_ok=True)


def disagreements(root: Path, version: str) -> Iterator[str]:
    """Yield what does not agree with a version that is to be released."""
    if declared_version(root) != version:
        yield f"galaxy.yml has version {declared_version(root)}, not {version}"
    if released(root)[-1] != version:
        yield f"the newest release in the changelog is {released(root)[-1]}, not {version}"
    for path, other in unreleased(root, version):
        yield f"{path.relative_to(root)}: something was added in {other}, which is no release"
    fragments = {path.name for path in (root / "changelogs" / "fragments").glob("*.yml")}
    releases = _yaml(root / "changelogs" / "changelog.yaml")["releases"].values()
    for name in sorted(fragments - {name for release in releases for name in release.get("fragments", [])}):
        yield f"changelogs/fragments/{name} is in no release"


def _yaml(path: Path) -> dict[str, dict[str, dict[str, list[str]]]]:
    data: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


if __name__ == "__main__":
    sys.exit(main())
