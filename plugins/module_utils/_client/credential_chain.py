# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official alibabacloud-credentials library: kept silent, and its requests for credentials away from proxies.

It logs requests and whole responses to standard error, and sends them through the proxies of the environment whatever
NO_PROXY says. It follows the order of the library's own default chain.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .. import _errors as errors
from .endpoint import is_loopback

URI_VARIABLE = "ALIBABA_CLOUD_CREDENTIALS_URI"
# The library opens handlers of their own for these.
LOGGERS = ("credentials", "alibabacloud-tea", "darabonba-core")
# The metadata service is asked by plain http. ALL_PROXY plays a part when it redirects.
PLAIN_PROXIES = frozenset(("http_proxy", "all_proxy"))
PROXIES = PLAIN_PROXIES | {"https_proxy"}
# With DEBUG=sdk the library prints the headers of every request.
DEBUG = frozenset(("debug",))

Found = tuple["str | None", "str | None", "str | None"]


def read_chain(profile: str | None, environ: MutableMapping[str, str]) -> Found | None:
    """Return the access key id, its secret and the security token that the first provider finds; None: none does.

    ``environ`` is the process's, which the library reads, too; it is as before at the end. Raises ImportError when the
    library is not installed, and CredentialsError for a credentials URI that must not be asked.
    """
    with _silence(), _without(environ, PLAIN_PROXIES | DEBUG):
        from alibabacloud_credentials import provider as library

        _silence_loggers()
        _keep_to_one_thread(library)
        for make in _of_a_profile(library, profile) if profile else _providers(library):
            found = _read(make)
            if found:
                return found
        if profile:
            return None
        with _without(environ, PROXIES):
            uri = checked_uri(environ)
            return _read(lambda: library.URLCredentialsProvider(uri=uri)) if uri else None


def _of_a_profile(library: Any, profile: str) -> Iterator[Callable[[], Any]]:
    # The default chain would let keys of the environment win over a profile that was asked for by name.
    yield lambda: library.CLIProfileCredentialsProvider(profile_name=profile)
    yield lambda: library.ProfileCredentialsProvider(profile_name=profile)


def _providers(library: Any) -> Iterator[Callable[[], Any]]:
    """Yield the providers of the chain but for the last; one that is not configured raises."""
    yield library.OIDCRoleArnCredentialsProvider
    yield library.CLIProfileCredentialsProvider
    yield library.ProfileCredentialsProvider
    yield library.EcsRamRoleCredentialsProvider


def _read(make: Callable[[], Any]) -> Found | None:
    try:
        found = make().get_credentials()
        return found.get_access_key_id(), found.get_access_key_secret(), found.get_security_token()
    except Exception:  # noqa: BLE001 - the library lets errors of files, JSON and HTTP through as they are
        # Not their text: it quotes lines of files and whole responses, secrets included.
        return None


def checked_uri(environ: Mapping[str, str]) -> str | None:
    """Return the credentials URI of the environment, with its port; None when there is none.

    Raises CredentialsError, which shows no more of it than its host: not a URL, or plain http to another machine.
    """
    text = environ.get(URI_VARIABLE)
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in ("http", "https"):
        raise errors.CredentialsError(f"{URI_VARIABLE}: the value is not a URL such as https://host:443/path")
    if parts.scheme == "http" and not is_loopback(host):
        shown = f"{parts.scheme}://{host}"
        raise errors.CredentialsError(
            f"{URI_VARIABLE}: {shown!r} is not allowed; plain http is allowed for loopback addresses only, use https"
        )
    # The library does not know the port that a URL leaves out.
    port = port or (443 if parts.scheme == "https" else 80)
    return urlunsplit((parts.scheme, f"{host}:{port}", parts.path, parts.query, ""))


@contextmanager
def _silence() -> Iterator[None]:
    """Let nothing through that is logged, warned of or printed; handlers opened meanwhile write to nowhere for good."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _silence_loggers() -> None:
    """Keep the library's loggers silent for as long as the process lives: it may write at its end, too."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.disabled = True
        logger.propagate = False
        for handler in tuple(logger.handlers):
            logger.removeHandler(handler)


def _keep_to_one_thread(library: Any) -> None:
    """Have the metadata service asked once: a thread that renews the credentials would find the proxies again."""
    defaults = library.EcsRamRoleCredentialsProvider.__init__.__kwdefaults__ or {}
    if "async_update_enabled" in defaults:
        defaults["async_update_enabled"] = False


@contextmanager
def _without(environ: MutableMapping[str, str], names: frozenset[str]) -> Iterator[None]:
    """Take variables, given in lower case and meant in any, out of the environment for a while."""
    taken = {name: environ.pop(name) for name in list(environ) if name.lower() in names}
    try:
        yield
    finally:
        environ.update(taken)
