# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials, all from one source: the options, else the environment, else the official provider chain."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from .. import _errors as errors
from . import signing

OPTIONS = ("access_key_id", "access_key_secret", "security_token")

ENVIRONMENT = {
    "access_key_id": ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"),
    "access_key_secret": ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY"),
    "security_token": ("ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN"),
    "profile": ("ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"),
}


def first_set(environ: Mapping[str, str], names: Sequence[str]) -> str | None:
    """Return the first variable of ``names`` that is neither missing nor empty."""
    return next((environ[name] for name in names if environ.get(name)), None)


def resolve(params: Mapping[str, Any], environ: MutableMapping[str, str] | None = None) -> signing.Credentials:
    """Return the credentials to use; empty texts count as not given.

    Raises CredentialsError: half a pair, unusable characters, or nothing found anywhere.
    """
    environ = os.environ if environ is None else environ
    given = {name: params.get(name) for name in OPTIONS if params.get(name)}
    if given and params.get("profile"):
        raise errors.CredentialsError(
            "profile and {} are mutually exclusive: all credentials come from one source".format(
                ", ".join(sorted(given))
            )
        )
    if given:
        return _pair(given, "the options", OPTIONS)
    found = {name: first_set(environ, ENVIRONMENT[name]) for name in OPTIONS}
    if found["access_key_id"] and not params.get("profile"):
        labels = tuple(" or ".join(ENVIRONMENT[name]) for name in OPTIONS)
        return _pair(found, "the environment", labels)
    return _from_chain(params.get("profile"), environ)


def identity(params: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> str:
    """Return whose the credentials are, without reading them: a key id, or a profile. Nothing in it is secret."""
    environ = os.environ if environ is None else environ
    profile = params.get("profile")
    if any(params.get(name) for name in OPTIONS):
        return f"key {params.get('access_key_id')}"
    key_id = first_set(environ, ENVIRONMENT["access_key_id"])
    if key_id and not profile:
        return f"key {key_id}"
    return f"profile {profile or first_set(environ, ENVIRONMENT['profile'])}"


def _pair(values: Mapping[str, Any], source: str, labels: tuple[str, ...]) -> signing.Credentials:
    for name, label in zip(OPTIONS[:2], labels):
        if not values.get(name):
            raise errors.CredentialsError(
                f"incomplete credentials in {source}: {label} is missing; "
                "an access key id and its secret belong together"
            )
    for name, label in zip(OPTIONS, labels):
        value = values.get(name) or ""
        # Headers carry these; the HTTP library's own message for a stray line end would quote the value.
        if not all("!" <= character <= "~" for character in value):
            raise errors.CredentialsError(
                f"{label} in {source} holds white space or a character outside ASCII "
                "(was a line end pasted or read from a file with it?)"
            )
    return signing.Credentials(
        values["access_key_id"], values["access_key_secret"], values.get("security_token") or None
    )


def _from_chain(profile: str | None, environ: MutableMapping[str, str]) -> signing.Credentials:
    from .credential_chain import read_chain

    _normalize_environment(environ)
    try:
        found = read_chain(profile, environ)
    except ImportError:
        raise errors.CredentialsError(_nothing_found(profile)) from None
    if found is None:
        raise errors.CredentialsError(_nothing_in_chain(profile))
    source = f"profile {profile!r}" if profile else "the alibabacloud-credentials chain"
    return _pair(dict(zip(OPTIONS, found)), source, OPTIONS)


def _nothing_in_chain(profile: str | None) -> str:
    looked = (
        f"found none for profile {profile!r}; it looks in ~/.aliyun/config.json (the aliyun CLI's) and in "
        "~/.alibabacloud/credentials.ini or the file that ALIBABA_CLOUD_CREDENTIALS_FILE names. Is the profile there, "
        "complete, and readable by the user that the module runs as"
        if profile
        else "found none; it looks at the variables of an OIDC role, the profiles of the aliyun CLI and of the "
        "credentials file, the role of an ECS instance, and ALIBABA_CLOUD_CREDENTIALS_URI"
    )
    key_id, secret = ENVIRONMENT["access_key_id"][0], ENVIRONMENT["access_key_secret"][0]
    return (
        f"no credentials: the alibabacloud-credentials library {looked}. "
        f"Give access_key_id and access_key_secret, or set {key_id} and {secret}"
    )


def _normalize_environment(environ: MutableMapping[str, str]) -> None:
    """Remove what the library would misread: it takes an empty string for a value."""
    profile = first_set(environ, ENVIRONMENT["profile"])
    # The keys of the environment were not chosen; the library would fill the gaps of a profile with them.
    keys = {ENVIRONMENT[name][0] for name in OPTIONS}
    for name in [name for name in environ if name.startswith("ALIBABA_CLOUD_")]:
        if not environ[name] or name in keys:
            del environ[name]
    if profile:
        environ[ENVIRONMENT["profile"][0]] = profile


def _nothing_found(profile: str | None) -> str:
    looked = (
        f"profile {profile!r} needs the alibabacloud-credentials library"
        if profile
        else "no credentials: neither the options access_key_id and access_key_secret nor the environment variables "
        "{} are set, and the alibabacloud-credentials library, which reads profiles, OIDC and ECS roles,".format(
            ", ".join(ENVIRONMENT["access_key_id"])
        )
    )
    return "{} {} not installed where the module runs: {} -m pip install alibabacloud-credentials".format(
        looked, "which is" if profile else "is", sys.executable
    )
