# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all modules do beside their task: mask secrets, and end without delay.

By itself, Ansible masks in what it prints and logs only the secrets of ``no_log`` options.
"""

from __future__ import annotations

import atexit
import gc
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from .._client.credentials import ENVIRONMENT
from .._client.region import Access, Connect, Session

# What an option is called that somebody meant a secret to be in, misspelled or in another tool's spelling.
_SECRET_NAME = re.compile(r"secret|token|passw|passphrase", re.IGNORECASE)
# The same in an item that is given as text, ``name=value`` or JSON.
_SECRET_TEXT = re.compile(r"[\w-]*(?:secret|token|passw)[\w-]*[\"']?\s*[=:]\s*[\"']?([^\s\"',}\]]+)", re.IGNORECASE)
# A mask hides every place where the text occurs; shorter texts are no secrets and occur anywhere.
MIN_LENGTH = 8
ITEM_OPTIONS = ("network_packages", "defaults")
ENDPOINT_OPTIONS = ("endpoint", "bss_endpoint")


class EcdModule:
    """For classes that derive from Ansible's module.

    It masks from the first moment on, before options are checked: a check that fails prints all options, and every run
    logs them.
    """

    params: Mapping[str, Any]
    no_log_values: set[str]

    def __init__(self, **setup: Any) -> None:
        # At its end, the interpreter looks for garbage among all objects, which takes a tenth of the time of a task
        # that reads. It leaves out what is frozen.
        atexit.register(gc.freeze)
        super().__init__(**setup)

    def _load_params(self) -> None:
        super()._load_params()  # type: ignore[misc]
        self.no_log_values.update(secrets_in(self.params), secrets_of(os.environ))

    def masking(self, connect: Connect) -> Connect:
        """Return ``connect``, which also masks the secrets of the credentials that it is given."""

        def connect_masked(access: Access, region_ids: Iterable[str]) -> AbstractContextManager[Session]:
            credentials = access.credentials
            self.no_log_values.update(filter(None, (credentials.access_key_secret, credentials.security_token)))
            return connect(access, region_ids)

        return connect_masked


def secrets_of(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the secrets in the variables that credentials are read from."""
    for option in ("access_key_secret", "security_token"):
        yield from filter(None, map(environ.get, ENVIRONMENT[option]))


def secrets_in(params: Mapping[str, Any]) -> Iterator[str]:
    """Yield what seems to be a secret in options as they were given: of the task, of an item, of ``defaults``."""
    yield from _named(params)
    for option in ENDPOINT_OPTIONS:
        # No endpoint has a password, so one that was put there is refused, and shown with all options.
        yield from filter(None, [str(params.get(option) or "").rpartition("@")[0].rpartition("//")[2]])
    for option in ITEM_OPTIONS:
        value = params.get(option)
        for entry in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(entry, Mapping):
                yield from _named(entry)
            elif isinstance(entry, str):
                yield from (secret for secret in _SECRET_TEXT.findall(entry) if len(secret) >= MIN_LENGTH)


def _named(options: Mapping[Any, Any]) -> Iterator[str]:
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _named(value)
        if isinstance(value, str) and len(value) >= MIN_LENGTH and _SECRET_NAME.search(str(name)):
            yield value
