# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stateful emulator of the network package API, for tests and for trying out playbooks."""

from __future__ import annotations

from .clock import Clock, RealClock
from .constants import (
    ACCESS_KEY_ID,
    ACCESS_KEY_SECRET,
    REGION,
    SECURITY_TOKEN,
    STS_ACCESS_KEY_ID,
    STS_ACCESS_KEY_SECRET,
)
from .core import Emulator
from .faults import Fault
from .http_server import Server, serve
from .model import Call, Order, Package, Site
from .site_secrets import SITE_SECRETS
from .switches import Switches

__all__ = [
    "ACCESS_KEY_ID",
    "ACCESS_KEY_SECRET",
    "REGION",
    "SECURITY_TOKEN",
    "SITE_SECRETS",
    "STS_ACCESS_KEY_ID",
    "STS_ACCESS_KEY_SECRET",
    "Call",
    "Clock",
    "Emulator",
    "Fault",
    "Order",
    "Package",
    "RealClock",
    "Server",
    "Site",
    "Switches",
    "serve",
]
