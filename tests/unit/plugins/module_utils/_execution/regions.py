# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions with the emulator, to plan and to write without a module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import Session
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.converge import plan_items
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.observe import Observer
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.limits import Budget
from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import CONNECTION_SPEC, access_from
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.plan import Plan
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from ansible_collections.alicloud.ecd.tests.unit.plugins.modules.runner import REGION, Runner

LIST = "DescribeNetworkPackages"


@contextmanager
def opened(runner: Runner, *region_ids: str, **options: Any) -> Iterator[Session]:
    """Open regions (by default the runner's own) as a module does."""
    own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    checked = ModuleArgumentSpecValidator(CONNECTION_SPEC).validate({**own, **options})
    assert not checked.error_messages
    with runner.connect(access_from(checked.validated_parameters), region_ids or (REGION,)) as session:
        yield session


def planned(session: Session, items: Sequence[Desired]) -> list[Plan]:
    """Plan ``items`` without asking for prices."""
    return plan_items(Observer(session, items), Budget())


def desired(**options: Any) -> Desired:
    """Return a desired state in the runner's region."""
    return Desired(**{"region_id": REGION, **options})


def site(number: int) -> str:
    """Return the id of an office network."""
    return f"{REGION}+dir-{number:05}"


def key(number: int) -> str:
    """Return the id of a network package."""
    return f"np-{number:05}"


def filled(count: int, **fields: Any) -> Runner:
    """Return a runner whose region has ``count`` office networks with a package each."""
    runner = Runner()
    for number in range(count):
        runner.emulator.add_package(site(number), network_package_id=key(number), **fields)
    return runner
