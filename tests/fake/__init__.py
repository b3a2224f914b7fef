# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A second, small fake of the API, written from its reference alone and not from the emulator.

Whatever the vendor leaves open is one of several manners here. So a rule that only holds in the emulator shows.
"""

from .account import Account, Order, Package, Site
from .manners import Manners

__all__ = ["Account", "Manners", "Order", "Package", "Site"]
