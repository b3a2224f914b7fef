# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From office networks, as results show them, to hosts: their names, groups and variables. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._text import MAX_NAME, shown

HOSTNAMES = ("name", "office_site_id")
NO_NETWORK_PACKAGE, EXPIRED = "ecd_no_network_package", "ecd_expired"
# A host of one of these names would stand for this machine, or for a group.
RESERVED = ("localhost", "127.0.0.1", "::1", "all", "ungrouped")

Office = Mapping[str, Any]


@dataclass(frozen=True)
class InventoryHost:
    """A host of the inventory and its office network."""

    name: str
    office: Office

    def variables(self, prefix: str) -> dict[str, Any]:
        """Return its host variables."""
        return {f"{prefix}{name}": value for name, value in self.office.items()}

    def groups(self) -> Iterator[str]:
        """Yield the groups that it is in without any configuration."""
        yield region_group(self.office["region_id"])
        package = self.office["network_package"]
        if package is None:
            yield NO_NETWORK_PACKAGE
        elif package["business_status"] == "Expired":
            yield EXPIRED


def region_group(region_id: str) -> str:
    """Return the name of the group of a region."""
    return f"ecd_{region_id.replace('-', '_')}"


def groups_of(region_ids: Iterable[str]) -> list[str]:
    """Return all groups without configuration; they exist with no host in them, too."""
    return [*map(region_group, region_ids), NO_NETWORK_PACKAGE, EXPIRED]


def hosts_of(
    offices: Sequence[Office], hostnames: Sequence[str], region_ids: Iterable[str]
) -> tuple[list[InventoryHost], list[str]]:
    """Return a host for each office network, no two of one name, and warnings for names that are not unique."""
    names = [_name(office, hostnames) for office in offices]
    counts = Counter(names)
    taken = {*RESERVED, *groups_of(region_ids)}
    alone = {name for name, count in counts.items() if count == 1 and name not in taken}
    used = set(alone)
    hosts = []
    for name, office in zip(names, offices):
        own = name if name in alone else _unused(f"{name}_{office['office_site_id']}", used)
        hosts.append(InventoryHost(own, office))
    return hosts, [_warning(name, counts[name]) for name in counts if name not in alone]


def _name(office: Office, hostnames: Sequence[str]) -> str:
    texts = (str(office[field] or "").strip() for field in hostnames)
    # A name with control characters could forge lines of the screen.
    return shown(next((text for text in texts if text), office["office_site_id"]))


def _unused(name: str, used: set[str]) -> str:
    while name in used:
        name += "_"
    used.add(name)
    return name


def _warning(name: str, count: int) -> str:
    quoted = shown(repr(name), MAX_NAME)
    if count > 1:
        return f"{count} office networks are named {quoted}; their hosts have the IDs of the office networks appended"
    return f"{quoted} has a meaning of its own in an inventory; the host has the ID of the office network appended"
