# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which HTTP library is used: httpx below 1.0, or httpx2, which continues it with the same API."""

from __future__ import annotations

import sys
from typing import Any

from .. import _errors as errors
from .._text import shown

MIN_HTTPX = (0, 24)
# httpx 1.0 has another API. Dependencies cannot say so: a hub refuses upper bounds.
TOO_NEW_HTTPX = (1,)


def load_httpx() -> Any:
    """Return the module httpx in a version that is supported, or else the module httpx2.

    Raises LibraryMissing with what was found and how to install what is needed.
    """
    try:
        import httpx
    except Exception as error:  # noqa: BLE001 - an installation can be broken in any way
        problem = f"It could not be imported: {_described(error)}"
    else:
        if MIN_HTTPX <= _release(httpx) < TOO_NEW_HTTPX:
            return httpx
        problem = f"Version {shown(str(_version(httpx)))} was found"
    return _load_httpx2(problem)


def _load_httpx2(problem: str) -> Any:
    try:
        import httpx2
    except Exception as error:  # noqa: BLE001 - see above
        import platform

        found = "" if isinstance(error, ModuleNotFoundError) else f". httpx2 neither: {_described(error)}"
        raise errors.LibraryMissing(
            f"the Python library httpx is required where the module runs (host {platform.node()}), "
            f"{'.'.join(map(str, MIN_HTTPX))} or newer but below 1.0. {problem}{found}. Install it there: "
            f"{sys.executable} -m pip install --upgrade 'httpx<1' (or httpx2, with Python 3.11 or newer)"
        ) from None
    return httpx2


def _version(httpx: Any) -> Any:
    return getattr(httpx, "__version__", None)


def _release(httpx: Any) -> tuple[int, ...]:
    """Return the first two numbers of the version; () for what is no version, which is below all of them."""
    numbers = str(_version(httpx)).split(".")[:2]
    return tuple(map(int, numbers)) if all(number.isdecimal() for number in numbers) else ()


def _described(error: Exception) -> str:
    return shown(str(error)) if isinstance(error, ImportError) else f"{type(error).__name__}: {shown(str(error))}"
