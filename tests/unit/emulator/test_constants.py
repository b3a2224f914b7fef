# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The constants of the emulator, and their copy for the integration tests."""

from __future__ import annotations

import yaml
from ansible_collections.alicloud.ecd.tests.emulator import constants
from ansible_collections.alicloud.ecd.tests.support import ROOT

DEFAULTS = ROOT / "tests/integration/targets/setup_emulator/defaults/main.yml"


def test_the_integration_tests_have_the_same_constants() -> None:
    defaults = yaml.safe_load(DEFAULTS.read_text(encoding="utf-8"))
    assert {name: value for name, value in defaults.items() if name != "setup_emulator_seed"} == {
        "setup_emulator_region": constants.REGION,
        "setup_emulator_key_id": constants.ACCESS_KEY_ID,
        "setup_emulator_key_secret": constants.ACCESS_KEY_SECRET,
        "setup_emulator_sts_key_id": constants.STS_ACCESS_KEY_ID,
        "setup_emulator_sts_key_secret": constants.STS_ACCESS_KEY_SECRET,
        "setup_emulator_sts_token": constants.SECURITY_TOKEN,
    }
