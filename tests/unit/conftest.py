# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all unit tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from ansible_collections.alicloud.ecd.tests.support import fork_server


def pytest_configure(config: pytest.Config) -> None:
    """Run the tests of a process in this process, also in ansible-test, which would fork one for each of them."""
    # That takes most of the time, and in the session pytest all of these tests pass in one process.
    forked = config.pluginmanager.get_plugin("ansible_forked")
    if forked is not None:
        config.pluginmanager.unregister(forked)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking at thousands of collected tests again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """End what was kept for the next test."""
    fork_server.close_all()


@pytest.fixture(scope="session", autouse=True)
def home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty home for each process that runs tests: modules of one home wait for each other's locks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield
