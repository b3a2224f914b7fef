# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ansible-builder does with the collection, without the build itself, which needs a container engine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def definition(tarball: Path) -> Mapping[str, Any]:
    """Return a definition of an execution environment that has the collection from its tarball.

    ``localhost`` as registry: the image is not looked for.
    """
    return {
        "version": 3,
        "images": {"base_image": {"name": "localhost/base:latest"}},
        "additional_build_files": [{"src": str(tarball), "dest": "collections"}],
        "dependencies": {"galaxy": {"collections": [{"name": f"collections/{tarball.name}", "type": "file"}]}},
    }


def write_definition(directory: Path, tarball: Path) -> Path:
    """Write the definition. JSON is YAML too."""
    path = directory / "execution-environment.yml"
    path.write_text(json.dumps(definition(tarball)), encoding="utf-8")
    return path


def check_context(context: Path, tarball: Path) -> None:
    """Check that the build context installs the collection, and reads what it needs."""
    build = context / "_build"
    assert (build / "collections" / tarball.name).read_bytes() == tarball.read_bytes()
    assert tarball.name in (build / "requirements.yml").read_text(encoding="utf-8")
    (instructions,) = (path for name in ("Containerfile", "Dockerfile") for path in context.glob(name))
    text = instructions.read_text(encoding="utf-8")
    assert "ansible-galaxy collection install" in text
    assert "introspect" in text


def check_requirements(found: Path, declared: Path) -> None:
    """Check that what ansible-builder would install is what the collection declares, and nothing else."""
    assert _lines(found) == _lines(declared) != []


def _lines(path: Path) -> Sequence[str]:
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sorted(filter(None, lines))
