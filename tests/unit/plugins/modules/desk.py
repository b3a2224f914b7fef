# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A desk to run modules at: an emulator in process, a driven clock, and the modules' own argument specs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.alicloud.ecd.plugins.module_utils._arguments import BILLING_SPEC, CONNECTION_SPEC, open_region
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import EcdError
from ansible_collections.alicloud.ecd.plugins.module_utils._filters import FILTER_SPEC
from ansible_collections.alicloud.ecd.plugins.module_utils._transport import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._wishes import COST_SPEC, FLEET_SPEC, WAIT_SPEC, WISH_SPEC
from ansible_collections.alicloud.ecd.plugins.modules import network_package, network_package_info, network_packages
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


class Desk:
    """Runs modules against one emulator and keeps all that they put out."""

    secret = ACCESS_KEY_SECRET

    def __init__(self, **emulator: Any) -> None:
        self.clock = Clock()
        self.emulator = Emulator(clock=self.clock, **emulator)
        self.warnings: list[str] = []
        self.output: list[Any] = []
        self.pending_order_id = ""
        self.stopping: Callable[[], bool] = lambda: False

    def network_package(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """Run the module; a failure is returned with ``failed: True``, as a playbook sees it."""
        self.warnings = []
        spec = {**CONNECTION_SPEC, **WISH_SPEC, **WAIT_SPEC, **COST_SPEC, **BILLING_SPEC}
        return self._run(
            spec, options, lambda params: network_package.run(params, check_mode, self.warnings.append, self.connect)
        )

    def network_packages(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """Run the bulk module; as above."""
        self.warnings = []
        spec = {**CONNECTION_SPEC, **FLEET_SPEC, **WAIT_SPEC, **COST_SPEC, **BILLING_SPEC}
        return self._run(
            spec, options, lambda params: network_packages.run(params, check_mode, self.warnings.append, self.connect)
        )

    def network_package_info(self, **options: Any) -> dict[str, Any]:
        """Run the info module; as above."""
        return self._run(
            {**CONNECTION_SPEC, **FILTER_SPEC},
            options,
            lambda params: {"network_packages": network_package_info.run(params, self.connect)},
        )

    def _run(self, spec: dict[str, Any], options: dict[str, Any], run: Any) -> dict[str, Any]:
        own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
        checked = ModuleArgumentSpecValidator(spec).validate({**own, **options})
        if checked.error_messages:
            result = {"failed": True, "msg": "; ".join(checked.error_messages)}
        else:
            try:
                result = run(checked.validated_parameters)
            except EcdError as error:
                result = {"failed": True, **error.to_result()}
        self.output += [result, list(self.warnings)]
        return result

    def connect(self, params: Any) -> AbstractContextManager[Any]:
        """Open the region on the emulator; nothing of this machine's environment is read."""
        timing = Timing(self.clock.time, self.clock.time, self.clock.sleep, self.is_stopping)
        return open_region(params, environ={}, transport=self.emulator.transport(), timing=timing)

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
