# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory of a thousand office networks with packages, and one from a file with the same hosts."""

from __future__ import annotations

import json
from typing import Any

import yaml

from ..support.control import ControlClient
from .api_calls import format_calls
from .runner import Runner, emulator
from .seeds import packages
from .table import Section, at_most, equal, ratio

ROUNDS = 3
OFFICES = 1000
OURS = "plugin: alicloud.ecd.office_sites\n"
CACHED = OURS + "cache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: inventory-cache\n"
CALLS = {"DescribeOfficeSites": OFFICES // 100, "DescribeNetworkPackages": OFFICES // 100}


def measure(runner: Runner) -> Section:
    """Compare the plugin, without and with its cache, with a file."""
    with emulator(packages(OFFICES)) as account:
        file = _file(json.loads(runner.inventory("ecd.yml", OURS, account.url, "--list")[1]))
        calls = format_calls(account.take_counts())
        runner.inventory("cached.ecd.yml", CACHED, account.url)
        account.clear_calls()
        rounds = [_round(runner, account, file) for _number in range(ROUNDS)]
        cached_calls = account.take_counts()
    # The rounds themselves read without the cache, too.
    from_cache = {action: count - ROUNDS * CALLS.get(action, 0) for action, count in cached_calls.items()}
    figures = [
        equal("API calls", calls, format_calls(CALLS)),
        equal("API calls from the cache", sum(from_cache.values()), 0),
        at_most("plugin / a file with the same hosts", [ours / file for ours, _cached, file in rounds], 2),
        ratio("plugin from the cache / a file", [cached / file for _ours, cached, file in rounds]),
    ]
    return Section(f"6. An inventory of {OFFICES:,} office networks with packages", figures, _method())


def _round(runner: Runner, account: ControlClient, file: str) -> tuple[float, float, float]:
    ours, shown = runner.inventory("ecd.yml", OURS, account.url)
    cached, same = runner.inventory("cached.ecd.yml", CACHED, account.url)
    seconds, equal_hosts = runner.inventory("static.yml", file, account.url)
    hosts = [{word for word in text.split() if "+dir-" in word} for text in (shown, same, equal_hosts)]
    if not hosts[0] == hosts[1] == hosts[2] or len(hosts[0]) != OFFICES:
        raise ValueError("the inventories are not the same")
    return ours, cached, seconds


def _file(shown: Any) -> str:
    """Return an inventory in YAML with the same hosts, groups and variables."""
    groups = {
        name: {"hosts": dict.fromkeys(entry.get("hosts", []))}
        for name, entry in shown.items()
        if name not in ("_meta", "all")
    }
    hosts = {name: _plain(variables) for name, variables in shown["_meta"]["hostvars"].items()}
    return str(yaml.safe_dump({"all": {"hosts": hosts, "children": groups}}))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("__ansible_unsafe", {name: _plain(entry) for name, entry in value.items()})
    return [_plain(entry) for entry in value] if isinstance(value, list) else value


def _method() -> str:
    return (
        f"Complete runs of ansible-inventory --graph, with its output, {ROUNDS} rounds in turn. The file is in YAML, "
        "and has the same hosts, groups and variables."
    )
