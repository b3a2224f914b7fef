# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the bytecode of what Python imports from a zip file, as it does for files.

Ansible sends a module as a zip file of source code. Python keeps no bytecode for such a file, so each task compiles up
to 240 files again, which is half of a module's processor time. ``cores.keep_zip_bytecode`` makes Python import this at
its start.
"""

from __future__ import annotations

import _imp
import marshal
import os
import zipimport
from importlib.util import MAGIC_NUMBER
from types import CodeType

KEPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "zip_bytecode")

_compile = zipimport._compile_source  # type: ignore[attr-defined]


def code_of(path: str, source: bytes) -> CodeType:
    """Return the code of a file in a zip file: from the kept bytecode, if the same source was compiled before."""
    # The digest that Python puts into bytecode files that are checked by their source.
    digest = _imp.source_hash(int.from_bytes(MAGIC_NUMBER, "little"), source).hex()
    kept = os.path.join(KEPT, f"{digest}-{len(source)}")
    try:
        with open(kept, "rb") as file:
            code: CodeType = marshal.loads(file.read())
    except FileNotFoundError:
        code = _compile(path, source)
        _keep(kept, code)
    # The path is in each traceback, and the same source may be in another zip file now.
    _imp._fix_co_filename(code, path)  # type: ignore[attr-defined]
    return code


def _keep(kept: str, code: CodeType) -> None:
    # Another process may write or read the same file.
    new = f"{kept}.{os.getpid()}"
    with open(new, "wb") as file:
        file.write(marshal.dumps(code))
    os.replace(new, kept)


zipimport._compile_source = code_of  # type: ignore[attr-defined]
