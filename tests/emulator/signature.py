# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ACS3-HMAC-SHA256 signatures, verified as a server does."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, quote

from .errors import ApiError
from .model import Request, parse_time

ALGORITHM = "ACS3-HMAC-SHA256"
VALIDITY = timedelta(minutes=15)
MANDATORY = (
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
)
_AUTHORIZATION = re.compile(ALGORITHM + r" Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})")

# AccessKey ID to secret and, for temporary credentials, security token.
Credentials = Mapping[str, "tuple[str, str | None]"]


@dataclass(frozen=True)
class Authorization:
    """The parts of an Authorization header."""

    access_key_id: str
    signed_headers: tuple[str, ...]
    signature: str


@lru_cache(maxsize=256)
def canonical_query(query: str) -> str:
    """Return the query in its signed form, from the query in the URL, where a plus sign is a space."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(f"{quote(key, safe='-_.~')}={quote(value, safe='-_.~')}" for key, value in sorted(pairs))


def canonical_request(request: Request, signed: Iterable[str]) -> str:
    """Return the canonical request, whose hash is signed."""
    names = sorted(name.lower() for name in signed)
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names)
    payload = hashlib.sha256(request.body).hexdigest()
    query = canonical_query(request.query)
    return "\n".join([request.method, request.path or "/", query, headers, ";".join(names), payload])


def string_to_sign(canonical: str) -> str:
    """Return the string to sign."""
    return f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def sign(secret: str, text: str) -> str:
    """Return the signature of a string to sign."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def parse_authorization(header: str) -> Authorization:
    """Parse an Authorization header."""
    match = _AUTHORIZATION.fullmatch(header.strip())
    if match is None:
        raise ApiError("IncompleteSignature", "The request signature does not conform to Aliyun standards.")
    return Authorization(match.group(1), tuple(match.group(2).split(";")), match.group(3))


def verify(request: Request, credentials: Credentials, now: datetime) -> None:
    """Reject a request with an invalid signature, date, or token. The caller checks the nonce."""
    authorization = parse_authorization(request.headers.get("authorization", ""))
    _check_coverage(request, authorization.signed_headers)
    if authorization.access_key_id not in credentials:
        raise ApiError("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
    secret, token = credentials[authorization.access_key_id]
    _check_date(request.headers["x-acs-date"], now)
    _check_token(request.headers.get("x-acs-security-token"), token)
    _check_signature(request, authorization, secret)


def _check_coverage(request: Request, signed: tuple[str, ...]) -> None:
    present = {name for name in request.headers if name.startswith("x-acs-") or name == "content-type"}
    absent = [name for name in MANDATORY if not request.headers.get(name)]
    unsigned = sorted((present | set(MANDATORY)) - {name.lower() for name in signed})
    if absent:
        raise ApiError("IncompleteSignature", f"The request lacks the header {', '.join(absent)}.")
    if unsigned:
        raise ApiError("IncompleteSignature", f"The signature does not cover the header {', '.join(unsigned)}.")


def _check_date(text: str, now: datetime) -> None:
    try:
        date = parse_time(text)
    except ValueError:
        raise ApiError("IllegalTimestamp", "The format of the x-acs-date header is not valid.") from None
    if abs(date - now) > VALIDITY:
        raise ApiError("IllegalTimestamp", "The date of the request differs too much from the server's.")


def _check_token(given: str | None, expected: str | None) -> None:
    if given is None and expected is not None:
        raise ApiError("MissingSecurityToken", "SecurityToken is mandatory for this action.")
    if given is None:
        return
    if given == expected:
        return
    if not given.startswith("CAIS"):
        raise ApiError("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.")
    raise ApiError(
        "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatches with the AccessKey."
    )


def _check_signature(request: Request, authorization: Authorization, secret: str) -> None:
    canonical = canonical_request(request, authorization.signed_headers)
    text = string_to_sign(canonical)
    given_hash = request.headers["x-acs-content-sha256"]
    hash_matches = given_hash == hashlib.sha256(request.body).hexdigest()
    if hash_matches and hmac.compare_digest(sign(secret, text), authorization.signature):
        return
    raise ApiError(
        "SignatureDoesNotMatch",
        "Specified signature does not match our calculation. "
        f"server StringToSign is [{text}], server CanonicalRequest is [{canonical}]",
    )
