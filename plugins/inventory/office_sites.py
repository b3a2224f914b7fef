# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: office_sites
short_description: Office networks as hosts
version_added: 1.0.0
description:
  - Reads the office networks of one or more regions of Alibaba Cloud Elastic Desktop Service (WUYING Workspace), and
    makes a host of each, with its network package (premium bandwidth plan) in its variables.
  - An office network is not a machine. Nothing can log in to it. The hosts are there to be selected, counted and
    grouped, and to build the list that the role P(alicloud.ecd.office_site_bandwidth#role) takes. They have
    C(ansible_connection=local) and the Python of the controller.
  - The name of the inventory file ends in V(office_sites.yml), V(office_sites.yaml), V(ecd.yml) or V(ecd.yaml).
  - "The groups are, without any configuration: V(ecd_<region_id>) with underscores, V(ecd_no_network_package) and
    V(ecd_expired)."
  - Each host has the return values of M(alicloud.ecd.office_site_info) as variables, C(network_package) included. They
    are text and never templates, whatever is in them.
author:
  - alicloud.ecd contributors (!UNKNOWN)
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - alicloud.ecd.ecd
  - alicloud.ecd.ecd.regions
seealso:
  - ref: ansible_collections.alicloud.ecd.docsite.guide_inventory
    description: Office networks as hosts.
  - ref: ansible_collections.alicloud.ecd.docsite.guide_permissions
    description: RAM policies for each task, and how to keep keys out of logs.
  - module: alicloud.ecd.office_site_info
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices:
      - alicloud.ecd.office_sites
  region_id:
    required: false
  regions:
    description:
      - The regions to read, side by side. By default, O(region_id), or the region of the environment.
      - A region that cannot be read is an error that names the region. With an empty list, there is no host, and no API
        call.
      - It is mutually exclusive with the option O(region_id).
  hostnames:
    description:
      - What names a host. The first one that is not empty is used, and O(hostnames[]=office_site_id) if all are.
      - If several office networks have the same name, their hosts have their IDs appended, with a warning.
    type: list
    elements: str
    choices:
      - name
      - office_site_id
    default: [name, office_site_id]
  hostvars_prefix:
    description: What the names of the host variables begin with.
    type: str
    default: ecd_
  has_network_package:
    description:
      - Only office networks that have, or do not have, a live network package, by the listing of network packages.
    type: bool
notes:
  - The string options O(access_key_id), O(access_key_secret), O(security_token), O(profile), O(region_id),
    O(regions) and O(endpoint) can be templates, such as a lookup.
  - Neither host variables nor the cache have credentials. The cache is kept apart by region, by the ID of the access
    key or the name of the profile, and by the options that decide what is read. What comes from the cache makes no API
    call.
"""

EXAMPLES = r"""
# A file ecd.yml. The access key comes from the environment.
plugin: alicloud.ecd.office_sites
regions:
  - cn-hangzhou
  - cn-shanghai
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible/ecd
cache_timeout: 3600
compose:
  bandwidth: ecd_network_package.bandwidth | default(0, true)
groups:
  branches: ecd_name is match('branch-')
keyed_groups:
  - key: ecd_status | lower
    prefix: status
"""

import re
import sys
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import EcdError, InputError
from ansible_collections.alicloud.ecd.plugins.plugin_utils._hosts import HOSTNAMES, InventoryHost, groups_of, hosts_of
from ansible_collections.alicloud.ecd.plugins.plugin_utils._unsafe import unsafe

ENDINGS = tuple(f"{name}.{ending}" for name in ("office_sites", "ecd") for ending in ("yml", "yaml"))
TEMPLATES = ("access_key_id", "access_key_secret", "security_token", "profile", "region_id", "regions", "endpoint")
_OURS = re.compile(rb"""(?:^|[{,])\s*["']?plugin["']?\s*:\s*["']?alicloud\.ecd\.office_sites\b""", re.MULTILINE)
_PREFIX = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)?")


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Office networks as hosts."""

    NAME = "alicloud.ecd.office_sites"
    # Until ``parse`` there is none.
    inventory: Any

    def verify_file(self, path: str) -> bool:
        """Tell whether a file is for this plugin. Raises AnsibleParserError for one that is but for its name."""
        if not super().verify_file(path):
            return False
        if path.endswith(ENDINGS):
            return True
        with open(path, "rb") as file:
            ours = _OURS.search(file.read())
        if ours:
            raise AnsibleParserError(f"{path}: the name of an inventory file of {self.NAME} ends in {_either(ENDINGS)}")
        return False

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Fill the inventory. Raises AnsibleParserError."""
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        try:
            self._refuse_unknown(config)
            self._refuse_no_booleans(config)
            params = self._params()
            prefix, hostnames = self._names()
            offices, region_ids = self._offices(params, path, cache)
        except EcdError as error:
            # Without its cause, whose text may hold what was sent.
            raise AnsibleParserError(str(error)) from None
        hosts, warnings = hosts_of(offices, hostnames, region_ids)
        for warning in warnings:
            self.display.warning(warning)
        for group in groups_of(region_ids):
            self.inventory.add_group(group)
        for host in hosts:
            self._add(host, prefix)

    def _refuse_unknown(self, config: Mapping[str, Any]) -> None:
        from ansible_collections.alicloud.ecd.plugins.module_utils._model.office_site import closest

        known = {"plugin"}
        for name, entry in self.option_definitions.items():
            known.update((name, *(entry.get("aliases") or ())))
        for name in config:
            if name not in known:
                close = closest(str(name), sorted(known))
                hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(known))}"
                raise InputError(f"{name} is not an option of {self.NAME}; {hint}")

    def _refuse_no_booleans(self, config: Mapping[str, Any]) -> None:
        """Refuse a misspelled boolean, which Ansible takes for false: with validate_certs, that trusts everybody."""
        for name, entry in self.option_definitions.items():
            if entry.get("type") in ("bool", "boolean") and config.get(name) is not None:
                try:
                    boolean(config[name], strict=True)
                except TypeError:
                    raise InputError(f"{name}: {str(config[name])!r} is not allowed; it is true or false") from None

    def _params(self) -> dict[str, Any]:
        """Return the options that say how to reach the API and what to read, as a module has them."""
        from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import CONNECTION_SPEC

        names = (*CONNECTION_SPEC, "regions", "has_network_package")
        params = {name: self.get_option(name) for name in names}
        for name in TEMPLATES:
            params[name] = self._templated(name, params[name])
        return params

    def _templated(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._templated(name, entry) for entry in value]
        if value is None:
            return None
        try:
            result = self.templar.template(value)
        except AnsibleError as error:
            # Its text may quote the value.
            raise InputError(f"{name}: the template cannot be evaluated ({type(error).__name__})") from None
        return result if result is None or isinstance(result, list) else str(result)

    def _names(self) -> tuple[str, list[str]]:
        prefix, hostnames = str(self.get_option("hostvars_prefix") or ""), self.get_option("hostnames") or HOSTNAMES
        if not _PREFIX.fullmatch(prefix):
            raise InputError(f"hostvars_prefix: {prefix!r} is not allowed; it consists of letters, digits and _")
        for entry in hostnames:
            if entry not in HOSTNAMES:
                raise InputError(f"hostnames: {entry!r} is not allowed; {_either(HOSTNAMES)}")
        return prefix, [str(entry) for entry in hostnames]

    def _offices(self, params: Mapping[str, Any], path: str, cache: bool) -> tuple[list[Mapping[str, Any]], list[str]]:
        """Return the office networks and their regions, from the cache if it has them. Raises EcdError."""
        from ansible_collections.alicloud.ecd.plugins.module_utils._options.regions import regions_from

        region_ids = regions_from(params)
        kept = bool(self.get_option("cache"))
        key = f"{self.get_cache_key(path)}_{_digest(params, region_ids)}" if kept else ""
        if kept and cache:
            try:
                return self._cache[key], region_ids
            except KeyError:
                pass
        offices = self._read(params, region_ids)
        if kept:
            self._cache[key] = offices
        return offices, region_ids

    def _read(self, params: Mapping[str, Any], region_ids: list[str]) -> list[Mapping[str, Any]]:
        if not region_ids:
            return []
        # Imported late: what comes from the cache needs none of it.
        from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import connect
        from ansible_collections.alicloud.ecd.plugins.module_utils._execution.offices import doubts, read_offices
        from ansible_collections.alicloud.ecd.plugins.module_utils._model.site_filter import SiteFilter
        from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import (
            access_from,
            connection_warnings,
        )

        access = access_from(params)
        for warning in connection_warnings(params, access):
            self.display.warning(warning)
        with connect(access, region_ids) as session:
            offices = read_offices(session, SiteFilter(has_network_package=params["has_network_package"]), True)
        for warning in doubts(offices):
            self.display.warning(warning)
        return [office.to_result(with_package=True) for office in offices]

    def _add(self, host: InventoryHost, prefix: str) -> None:
        name, own = unsafe(host.name), unsafe(host.variables(prefix))
        variables = {**own, "ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        self.inventory.add_host(name)
        for key, value in variables.items():
            self.inventory.set_variable(name, key, value)
        for group in host.groups():
            self.inventory.add_child(group, name)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), own, name, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), own, name, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), own, name, strict=strict)


def _digest(params: Mapping[str, Any], region_ids: list[str]) -> str:
    """Return what tells caches apart: regions, credentials by their key or profile, and what decides what is read."""
    import hashlib
    import json

    from ansible_collections.alicloud.ecd.plugins.module_utils._client.credentials import identity
    from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import endpoint_of

    parts = [1, region_ids, identity(params), endpoint_of(params), params["has_network_package"]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]


def _either(values: tuple[str, ...]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}"
