# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options for what nobody declared, and for how many packages a task may release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import _errors as errors
from .._model import releases, rules
from . import blanks, connection

# The role passes the aliases: a key whose value is omit would remove what module_defaults gives under the same name.
RELEASES_SPEC: dict[str, dict[str, Any]] = {
    "undeclared": {
        "type": "str",
        "choices": blanks.Choices(releases.UNDECLARED),
        "default": releases.IGNORE,
        "aliases": ["office_site_bandwidth_undeclared"],
    },
    "undeclared_tags": {"type": "dict", "aliases": ["office_site_bandwidth_undeclared_tags"]},
    "max_releases": {"type": "int", "aliases": ["office_site_bandwidth_max_releases"]},
}


def policy_from(params: Mapping[str, Any], regions: set[str]) -> releases.ReleasePolicy:
    """Return what to do about undeclared packages, and the limit of releases; ``regions`` are those of the items.

    Raises InputError.
    """
    rules.check_whole_numbers(params, RELEASES_SPEC)
    rules.check_not_negative(params, ("max_releases",))
    values = blanks.given(params, RELEASES_SPEC)
    policy = releases.ReleasePolicy(values["undeclared"], _tags(values["undeclared_tags"]), values["max_releases"])
    if not policy.sweeps:
        return policy
    if policy.releases and not regions:
        counted = "every network package of the region" + (" that has the tags" if policy.tags else "")
        raise errors.InputError(
            f"network_packages: the list is empty, so that undeclared: release would release {counted}. Declare at "
            "least one that stays, or declare each that is to be released with state: absent"
        )
    if policy.releases and policy.max_releases is None:
        raise errors.InputError(
            "max_releases is required with undeclared: release: set the most network packages that this task may "
            "release, 0 or more"
        )
    return releases.ReleasePolicy(policy.undeclared, policy.tags, policy.max_releases, _own_region(params, regions))


def _own_region(params: Mapping[str, Any], regions: set[str]) -> tuple[str, ...]:
    """Return the region of the task if it is to be looked at beside those of the items.

    That of the environment is not, if there are items and none of them is in it: nobody wrote it down.
    """
    own = (params["defaults"] or {}).get("region_id")
    region_id = connection.check_region(str(own)) if own else connection.region_from(params)
    if not regions and not region_id:
        raise errors.InputError(
            "region_id is required with undeclared when there is no item: set the option or one of "
            f"{', '.join(connection.REGION_VARIABLES)}"
        )
    by_chance = not own and regions and region_id == blanks.environment(*connection.REGION_VARIABLES)
    return (region_id,) if region_id and not by_chance else ()


def _tags(value: Mapping[Any, Any] | None) -> dict[str, str]:
    try:
        tags = rules.tags_from(value)
        rules.check_tags(tags)
    except errors.InputError as error:
        raise errors.InputError(f"undeclared_{error}") from None
    for key in tags:
        if not key.strip():
            raise rules.not_allowed("undeclared_tags", dict(tags), "a key is not blank")
    return tags
