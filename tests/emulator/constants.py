# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The default region, and the AccessKey pairs that the emulator accepts. They are valid nowhere else."""

from __future__ import annotations

from .signature import Credentials

REGION = "cn-hangzhou"
ACCESS_KEY_ID = "LTAI5tEmulatorFakeKeyId01"
ACCESS_KEY_SECRET = "emulated-AccessKeySecret-do-not-show"
STS_ACCESS_KEY_ID = "STS.EmulatorFakeKeyId02"
STS_ACCESS_KEY_SECRET = "emulated-StsAccessKeySecret-do-not-show"
SECURITY_TOKEN = "CAISemulated/SecurityToken+do=not-show=="
CREDENTIALS: Credentials = {
    ACCESS_KEY_ID: (ACCESS_KEY_SECRET, None),
    STS_ACCESS_KEY_ID: (STS_ACCESS_KEY_SECRET, SECURITY_TOKEN),
}
