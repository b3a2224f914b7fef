# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For PYTHONPATH: keep what Python compiles of ZIP files in the folder ECD_TESTS_COMPILED.

Ansible sends each module as a ZIP file of sources, whose compilation is a third of the time that most modules take.
"""

from __future__ import annotations

import _imp
import hashlib
import marshal
import os
import tempfile
import zipimport
from pathlib import Path
from types import CodeType

FOLDER = Path(os.environ["ECD_TESTS_COMPILED"])
_compile = zipimport._compile_source  # type: ignore[attr-defined]


def compile_once(pathname: str, source: bytes) -> CodeType:
    """Return the code of a source, which is kept by its hash."""
    kept = FOLDER / hashlib.sha256(source).hexdigest()
    try:
        code: CodeType = marshal.loads(kept.read_bytes())
    except FileNotFoundError:
        code = _compile(pathname, source)
        with tempfile.NamedTemporaryFile(dir=FOLDER, delete=False) as new:
            new.write(marshal.dumps(code))
        os.replace(new.name, kept)
    # As importlib does with what it reads from a file.
    _imp._fix_co_filename(code, pathname)  # type: ignore[attr-defined]
    return code


zipimport._compile_source = compile_once  # type: ignore[attr-defined]
