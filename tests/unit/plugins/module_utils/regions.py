# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regions on the emulator to look at and write to without a module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.alicloud.ecd.plugins.module_utils._arguments import CONNECTION_SPEC, Region
from ansible_collections.alicloud.ecd.plugins.module_utils._model import Wish
from ansible_collections.alicloud.ecd.plugins.module_utils._plan import Plan
from ansible_collections.alicloud.ecd.plugins.module_utils._survey import Budget, survey
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from ansible_collections.alicloud.ecd.tests.unit.plugins.modules.desk import REGION, Desk

LIST = "DescribeNetworkPackages"


@contextmanager
def opened(desk: Desk, **options: Any) -> Iterator[Region]:
    """Open the desk's region as a module does."""
    own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    checked = ModuleArgumentSpecValidator(CONNECTION_SPEC).validate({**own, **options})
    assert not checked.error_messages
    with desk.connect(checked.validated_parameters) as region:
        yield region


def look(region: Region, wishes: Sequence[Wish]) -> list[Plan]:
    """Plan ``wishes`` without asking for prices."""
    return survey(region, wishes, Budget())


def site(number: int) -> str:
    """Return the id of an office network."""
    return f"{REGION}+dir-{number:05}"


def key(number: int) -> str:
    """Return the id of a plan."""
    return f"np-{number:05}"


def filled(count: int, **fields: Any) -> Desk:
    """Return a desk whose region has ``count`` office networks with a plan each."""
    desk = Desk()
    for number in range(count):
        desk.emulator.add_package(site(number), network_package_id=key(number), **fields)
    return desk
