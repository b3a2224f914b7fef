# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what the sweeps returned to what became of each site of the role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DOCUMENTATION = r"""
name: office_site_results
short_description: Say what became of each site
version_added: 0.1.0
description:
  - Puts the results of a sweep that P(alicloud.ecd.office_site_sweeps#filter) made beside the sites.
  - It is made for the role P(alicloud.ecd.office_site_bandwidth#role).
author:
  - alicloud.ecd contributors (@alicloud-ecd)
positional: sweep, task, so_far
options:
  _input:
    description: The sites.
    type: list
    elements: dict
    required: true
  sweep:
    description: The sweep.
    type: dict
    required: true
  task:
    description: What M(alicloud.ecd.network_packages) returned for it.
    type: dict
    required: true
  so_far:
    description: What this filter returned for the sweeps before.
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Say what became of each site
  ansible.builtin.debug:
    msg: "{{ sites | alicloud.ecd.office_site_results(sweeps[0], task) }}"
  vars:
    sites: [{office_site_id: cn-hangzhou+dir-363353abcd, bandwidth: 10}]
    sweeps: "{{ sites | alicloud.ecd.office_site_sweeps }}"
    task:
      results: [{network_package: null, actions: [], changed: false}]
"""

RETURN = r"""
_value:
  description:
    - One entry for each site, in order, with C(site) as given, C(network_package), C(actions) and C(changed).
  type: list
  elements: dict
"""

# What became of a site whose region is not swept yet, or failed as a whole, before anything was done.
NOTHING: Mapping[str, Any] = {"network_package": None, "actions": [], "changed": False}


def office_site_results(
    sites: Sequence[Any], sweep: Mapping[str, Any], task: Mapping[str, Any], so_far: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Return one entry for each site, with those of the sweep filled in."""
    entries = [dict(entry) for entry in so_far] or [{"site": site, **NOTHING} for site in sites]
    for place, result in zip(sweep["sites"], task.get("results", ())):
        entries[place].update((name, result[name]) for name in NOTHING)
    return entries


class FilterModule:
    """The filter."""

    def filters(self) -> dict[str, Any]:
        """Return it by its name."""
        return {"office_site_results": office_site_results}
