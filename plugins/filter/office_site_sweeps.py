# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the sites of the role to the sweeps of the bulk module, one for each region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._errors import InputError
from ..module_utils._fleet import name_of, wishes_from
from ..module_utils._wishes import WISH_SPEC, wish_from

DOCUMENTATION = r"""
name: office_site_sweeps
short_description: Group sites by region for the bulk module
version_added: 0.1.0
description:
  - Turns the sites of the role P(alicloud.ecd.office_site_bandwidth#role) into one task of
    M(alicloud.ecd.network_packages) for each region, and checks all of them before the first one runs.
  - It is made for that role.
author:
  - alicloud.ecd contributors (@alicloud-ecd)
options:
  _input:
    description:
      - The sites. Besides the options of an item of M(alicloud.ecd.network_packages), one can have C(region_id).
    type: list
    elements: dict
    required: true
  defaults:
    description: Options for every site that does not give them itself. Null and empty text count as not given.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Show the sweeps
  ansible.builtin.debug:
    msg: "{{ sites | alicloud.ecd.office_site_sweeps({'bandwidth': 10}) }}"
  vars:
    sites:
      - office_site_id: cn-hangzhou+dir-363353abcd
      - office_site_id: cn-shanghai+dir-747474abcd
        region_id: cn-shanghai
"""

RETURN = r"""
_value:
  description:
    - One entry for each region, with C(region_id) (empty for sites that have none), C(network_packages), and C(sites),
      the places of the sites in the list.
  type: list
  elements: dict
"""


PLACE = "office_site_bandwidth_sites[{0}]"


def office_site_sweeps(
    sites: Sequence[Mapping[str, Any]], defaults: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the sweeps. Raises AnsibleFilterError for sites that are wrong or mean one plan."""
    validator = ArgumentSpecValidator({"region_id": {"type": "str"}, **WISH_SPEC})
    sweeps: dict[str, dict[str, Any]] = {}
    for place, site in enumerate(sites):
        item = _typed(validator, place, {**_given(defaults or {}), **_given(site)})
        _check_site(place, item)
        region_id = item.pop("region_id", "")
        sweep = sweeps.setdefault(region_id, {"region_id": region_id, "network_packages": [], "sites": []})
        sweep["network_packages"].append(item)
        sweep["sites"].append(place)
    for sweep in sweeps.values():
        _check(sweep)
    return list(sweeps.values())


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None and value != ""}


def _typed(validator: ArgumentSpecValidator, place: int, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item's options in their types, as surveys give numbers as text."""
    checked = validator.validate(item)
    if checked.error_messages:
        raise AnsibleFilterError(f"{PLACE.format(place)}{name_of(item)}: {'; '.join(checked.error_messages)}")
    return {name: checked.validated_parameters[name] for name in item}


def _check_site(place: int, item: Mapping[str, Any]) -> None:
    """Check what a site needs and a plan does not."""
    if not item.get("office_site_id") and not item.get("office_site_name"):
        raise AnsibleFilterError(f"{PLACE.format(place)}: office_site_id or office_site_name is missing")
    if item.get("state") != "absent" and "bandwidth" not in item:
        raise AnsibleFilterError(
            f"{PLACE.format(place)}{name_of(item)}: bandwidth is missing; give it here or in the defaults"
        )


def _check(sweep: Mapping[str, Any]) -> None:
    """Check what needs no call, so that no region is touched when another one's sites are wrong."""
    items = zip(map(PLACE.format, sweep["sites"]), sweep["network_packages"])
    try:
        wishes_from(items, wish_from)
    except InputError as error:
        raise AnsibleFilterError(str(error)) from None


class FilterModule:
    """The filter."""

    def filters(self) -> dict[str, Any]:
        """Return it by its name."""
        return {"office_site_sweeps": office_site_sweeps}
