# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The attributes of the modules."""

from __future__ import annotations


class ModuleDocFragment:
    """What a user can rely on when a module runs."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action_group:
    description:
      - Use C(group/alicloud.ecd.ecd) in C(module_defaults) to set defaults for this module.
      - The group C(alicloud.ecd.ecd_write) has the modules that write, so that limits such as C(max_cost) can be set
        for a whole play.
    support: full
    membership:
      - alicloud.ecd.ecd
"""

    WRITES = r"""
options: {}
attributes:
  check_mode:
    description: Returns the plan that a real run would execute, and changes nothing.
    support: full
  diff_mode:
    description: Shows the network package before and after.
    support: full
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
    details:
      - Unpaid orders are the exception, because the API does not show them.
"""

    READS = r"""
options: {}
attributes:
  check_mode:
    description: The module never changes anything.
    support: full
  diff_mode:
    description: The module never changes anything, so there is no difference to show.
    support: N/A
  idempotent:
    description: The module never changes anything.
    support: full
"""
