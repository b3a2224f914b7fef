# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The attributes that the modules have."""

from __future__ import annotations


class ModuleDocFragment:
    """What can be relied on when a module runs."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/alicloud.ecd.ecd) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - alicloud.ecd.ecd
"""

    WRITES = r"""
options: {}
attributes:
  check_mode:
    description: Reports what would be done, from the same plan that a real run carries out, and changes nothing.
    support: full
  diff_mode:
    description: Shows the network package before and after.
    support: full
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
    details:
      - Orders that wait for payment are the exception, since the API does not show them.
"""

    READS = r"""
options: {}
attributes:
  check_mode:
    description: Changes nothing, in check mode or not.
    support: full
  diff_mode:
    description: There is nothing to show a difference of.
    support: N/A
  idempotent:
    description: Changes nothing, however often it runs.
    support: full
"""
