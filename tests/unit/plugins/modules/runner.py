# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run modules against an emulator in this process: a driven clock, and the modules' own argument specs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import Access, Session, connect
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import EcdError
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.locks import Locks, NoLocks
from ansible_collections.alicloud.ecd.plugins.modules import (
    network_package,
    network_package_info,
    network_packages,
    office_site_info,
)
from ansible_collections.alicloud.ecd.tests.emulator import (
    ACCESS_KEY_ID,
    ACCESS_KEY_SECRET,
    SECURITY_TOKEN,
    SITE_SECRETS,
    STS_ACCESS_KEY_SECRET,
    Clock,
    Emulator,
)

REGION = "cn-hangzhou"
SECRETS = (ACCESS_KEY_SECRET, STS_ACCESS_KEY_SECRET, SECURITY_TOKEN, *SITE_SECRETS)
READS = ("Describe", "Get")


class Runner:
    """Runs modules against one emulator and keeps everything that they return."""

    secret = ACCESS_KEY_SECRET

    def __init__(self, **emulator: Any) -> None:
        self.clock = Clock()
        self.emulator = Emulator(clock=self.clock, **emulator)
        self.warnings: list[str] = []
        self.output: list[Any] = []
        self.pending_order_id = ""
        self.stopping: Callable[[], bool] = lambda: False
        # Two runners are two machines, unless a test says otherwise.
        self.locks: Callable[[str, Timing], Locks] = NoLocks

    def network_package(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """Run the module; a failure is returned with ``failed: True``, as a playbook sees it."""
        return self._run(network_package, options, check_mode, self.warn)

    def network_packages(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """Run the bulk module; as above."""
        return self._run(network_packages, options, check_mode, self.warn)

    def network_package_info(self, **options: Any) -> dict[str, Any]:
        """Run the info module; as above."""
        return self._run(network_package_info, options, self.warn)

    def office_site_info(self, **options: Any) -> dict[str, Any]:
        """Run the info module of office networks; as above."""
        return self._run(office_site_info, options, self.warn)

    def _run(self, module: ModuleType, options: dict[str, Any], *arguments: Any) -> dict[str, Any]:
        self.warnings = []
        own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
        checked = ModuleArgumentSpecValidator(module.ARGUMENT_SPEC).validate({**own, **options})
        result: dict[str, Any]
        if checked.error_messages:
            result = {"failed": True, "msg": "; ".join(checked.error_messages)}
        else:
            try:
                locks = [] if module in (network_package_info, office_site_info) else [self.locks]
                result = module.run(checked.validated_parameters, *arguments, self.connect, *locks)
            except EcdError as error:
                result = error.to_result()
        self.output += [result, list(self.warnings)]
        return result

    def warn(self, text: str) -> None:
        """Keep a warning of the run."""
        self.warnings.append(text)

    def connect(self, access: Access, region_ids: Iterable[str]) -> AbstractContextManager[Session]:
        """Open regions on the emulator."""
        timing = Timing(self.clock.time, self.clock.time, self.clock.sleep, self.is_stopping)
        return connect(access, region_ids, timing=timing, transport=self.emulator.transport())

    def is_stopping(self) -> bool:
        """Tell whether a signal has come; tests set ``stopping``."""
        return self.stopping()

    def writes(self) -> list[str]:
        """Return the writing calls that came in, whether they took effect or not."""
        return [call.action for call in self.emulator.calls if not call.action.startswith(READS)]

    def leaked(self) -> list[str]:
        """Return the secrets that any output so far holds."""
        text = repr(self.output)
        return [secret for secret in SECRETS if secret in text] + (["a signature"] if "Signature=" in text else [])
