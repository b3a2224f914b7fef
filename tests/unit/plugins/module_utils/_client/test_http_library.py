# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which HTTP library is used, and what is said when there is none that can be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.http_library import load_httpx
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import LibraryMissing
from ansible_collections.alicloud.ecd.tests.support.installation import collections_path

INSTALL = f"{sys.executable} -m pip install --upgrade 'httpx<1' (or httpx2, with Python 3.11 or newer)"
SUPPORTED = ["0.24.0", "0.24.1", "0.28.1", "0.30.dev1", "0.100"]
UNSUPPORTED = ["1.0.dev6", "1.0", "1.0.0", "2.3.1", "0.23.3", "0.3", "0", "", "unknown", "0.x", None]
# Where the session pytest installs the pre-release of httpx 1.0.
HTTPX_1 = os.environ.get("ECD_TESTS_HTTPX_1")
RUN = """
import sys
from ansible.module_utils import basic
basic._ANSIBLE_ARGS = b'{"ANSIBLE_MODULE_ARGS": {"region_id": "cn-hangzhou", "endpoint": "http://127.0.0.1:9",'
basic._ANSIBLE_ARGS += b' "access_key_id": "test-key-id", "access_key_secret": "test-key-secret", "retries": 0}}'
basic._ANSIBLE_PROFILE = "legacy"
from ansible_collections.alicloud.ecd.plugins.modules import network_package_info
network_package_info.main()
"""


def library(name: str, version: str | None) -> ModuleType:
    module = ModuleType(name)
    if version is not None:
        module.__dict__["__version__"] = version
    return module


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that says which modules there are; None is one that is not installed."""

    def install(**modules: ModuleType | None) -> None:
        for name in ("httpx", "httpx2"):
            monkeypatch.setitem(sys.modules, name, modules.get(name))

    return install


@pytest.mark.parametrize("version", SUPPORTED)
@pytest.mark.parametrize("also", [None, "2.16.2"])
def test_httpx_below_1_is_used(installed: Any, version: str, also: str | None) -> None:
    httpx = library("httpx", version)
    installed(httpx=httpx, httpx2=library("httpx2", also) if also else None)
    assert load_httpx() is httpx


@pytest.mark.parametrize("version", [*UNSUPPORTED, "not installed"])
def test_httpx2_is_used_instead(installed: Any, version: str | None) -> None:
    httpx2 = library("httpx2", "2.16.2")
    installed(httpx=None if version == "not installed" else library("httpx", version), httpx2=httpx2)
    assert load_httpx() is httpx2


@pytest.mark.parametrize("version", UNSUPPORTED)
def test_an_unsupported_version_alone_is_named(installed: Any, version: str | None) -> None:
    installed(httpx=library("httpx", version))
    with pytest.raises(LibraryMissing) as caught:
        load_httpx()
    assert f"0.24 or newer but below 1.0. Version {version} was found. " in str(caught.value)
    assert INSTALL in str(caught.value)


def test_no_library_at_all(installed: Any) -> None:
    installed()
    with pytest.raises(LibraryMissing) as caught:
        load_httpx()
    assert "the Python library httpx is required where the module runs" in str(caught.value)
    assert "It could not be imported: " in str(caught.value)
    assert INSTALL in str(caught.value)


def answer(*search: Path) -> dict[str, Any]:
    """Return what a module says, run as Ansible does, with these folders before all others."""
    path = os.pathsep.join(map(str, [*search, collections_path(), *filter(None, sys.path)]))
    result = subprocess.run(
        [sys.executable, "-c", RUN],
        env={"PATH": os.defpath, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (1, "")
    document: dict[str, Any] = json.loads(result.stdout)
    assert document["failed"] is True
    assert "Traceback" not in result.stdout
    return document


def without_httpx2(folder: Path) -> Path:
    (folder / "httpx2.py").write_text("raise ModuleNotFoundError(\"No module named 'httpx2'\")\n", encoding="utf-8")
    return folder


def httpx_1(folder: Path) -> Path:
    """Return a folder with httpx 1.0: the pre-release where it is installed, else what matters of it."""
    if HTTPX_1:
        return Path(HTTPX_1)
    (folder / "httpx").mkdir()
    (folder / "httpx" / "__version__.py").write_text('__version__ = "1.0.dev6"\n', encoding="utf-8")
    lines = ["from .__version__ import __version__", "class Client:", "    pass", "class URL:", "    pass", ""]
    (folder / "httpx" / "__init__.py").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_httpx_1_alone_is_a_clear_error_of_the_module(tmp_path: Path) -> None:
    message = answer(without_httpx2(tmp_path), httpx_1(tmp_path))["msg"]
    assert "0.24 or newer but below 1.0. Version 1.0.dev6 was found. " in message
    assert INSTALL in message


def test_a_broken_installation_is_a_clear_error_of_the_module(tmp_path: Path) -> None:
    (tmp_path / "httpx.py").write_text("import ssl\nssl.nothing_like_this\n", encoding="utf-8")
    message = answer(without_httpx2(tmp_path))["msg"]
    assert "httpx" in message
    assert "could not be imported: AttributeError: module 'ssl' has no attribute 'nothing_like_this'" in message
    assert INSTALL in message


def test_the_choice_costs_no_other_import() -> None:
    """Neither that of the other library, nor a search for the metadata of what is installed."""
    program = "\n".join(
        [
            "import sys",
            "from ansible_collections.alicloud.ecd.plugins.module_utils._client.http_library import load_httpx",
            "sys.modules['httpx'] = type(sys)('httpx')",
            "sys.modules['httpx'].__version__ = '0.28.1'",
            "before = set(sys.modules)",
            "load_httpx()",
            "print(sorted(set(sys.modules) - before))",
        ]
    )
    path = os.pathsep.join(map(str, [collections_path(), *filter(None, sys.path)]))
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.defpath, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert result.stdout.strip() == "[]"
