# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The billing API (BSS OpenAPI 2017-12-14): how it is reached, and how it tells a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from .. import _errors as errors
from . import responses
from .transport import Client, Service

BSS_VERSION = "2017-12-14"
# An account belongs to one site, and the other site's host responds NotApplicable.
SITE_HOSTS = ("https://business.aliyuncs.com", "https://business.ap-southeast-1.aliyuncs.com")

Parsed = TypeVar("Parsed")


class Billing:
    """The billing API of the account; may be shared by threads. The host of the account's site is found once."""

    def __init__(self, client: Client, urls: Sequence[str]) -> None:
        self._client = client
        self._urls = tuple(urls)

    def call(
        self,
        action: str,
        kind: str,
        params: Mapping[str, str],
        parse: Callable[[Mapping[str, Any]], Parsed],
        not_after: float | None = None,
    ) -> Parsed:
        """Carry out one operation; see ``Client.call``. ``parse`` gets a response that tells of success.

        Raises CallError or Interrupted.
        """

        def read(document: Mapping[str, Any]) -> Parsed:
            self._check(action, document)
            return parse(document)

        *others, last = self._urls
        for url in (*others, last):
            service = Service(url, BSS_VERSION)
            try:
                value = self._client.call(action, params, kind=kind, parse=read, service=service, not_after=not_after)
            except errors.RefusedError as error:
                # Refused by the other site, a write did nothing there.
                if error.code != "NotApplicable" or url == last:
                    raise
            else:
                self._urls = (url,)
                return value
        raise AssertionError("unreachable")

    def _check(self, action: str, document: Mapping[str, Any]) -> None:
        """Check that a response tells of success. Raises Failure or ValueError."""
        if document.get("Success") is False and isinstance(document.get("Code"), str) and document["Code"]:
            # Billing may report a failure with HTTP 200.
            raise responses.api_failure(action, 400, {}, document, self._client.secrets)
        if document.get("Success") is not True:
            raise ValueError("no Success")
