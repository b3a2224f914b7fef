# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for the part of AWX's API that the playbook ``alicloud.ecd.awx`` uses. It keeps state, and runs no job."""

from __future__ import annotations

from .controller import PRODUCT_VERSION, Controller, Request
from .wire import TOKEN, serve_controller

__all__ = ["PRODUCT_VERSION", "TOKEN", "Controller", "Request", "serve_controller"]
