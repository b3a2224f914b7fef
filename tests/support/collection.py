# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checkout as a collection that can be imported."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import ROOT

PREFIX = "ansible_collections.alicloud.ecd"


@contextmanager
def importable() -> Iterator[Path]:
    """Make PREFIX importable from this checkout, whatever its folder is called; yield the folder to import from."""
    with tempfile.TemporaryDirectory(prefix="ecd-") as directory:
        place = Path(directory) / Path(*PREFIX.split("."))
        place.parent.mkdir(parents=True)
        place.symlink_to(ROOT, target_is_directory=True)
        sys.path.insert(0, directory)
        try:
            yield Path(directory)
        finally:
            sys.path.remove(directory)
