# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test forks a process for each test: what is imported here is imported once and not in each of them."""

from __future__ import annotations

from importlib import import_module

import_module("ansible_collections.alicloud.ecd.tests.support.http_library")
