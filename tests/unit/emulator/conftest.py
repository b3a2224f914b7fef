# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for the tests of the emulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock, serve
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api

SITE = "cn-hangzhou+dir-1000000001"


@pytest.fixture
def emulator() -> Emulator:
    """An account with one office network that has no package."""
    emulator = Emulator()
    emulator.add_office_site(SITE, name="first")
    return emulator


@pytest.fixture
def api(emulator: Emulator) -> Api:
    """A client in the same process."""
    return Api(emulator)


@pytest.fixture(params=["mock", "http"])
def any_api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """A client of each transport, with a short read timeout."""
    if request.param == "mock":
        emulator = Emulator()
        emulator.add_office_site(SITE, name="first")
        yield Api(emulator, read_timeout=0.3)
        return
    emulator = Emulator(clock=RealClock())
    emulator.add_office_site(SITE, name="first")
    with serve(emulator) as server:
        yield Api(emulator, url=server.url, read_timeout=0.3)
