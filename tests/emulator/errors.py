# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors that the API returns."""

from __future__ import annotations


class ApiError(Exception):
    """The API rejects a call."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def missing(name: str) -> ApiError:
    """Return the error for a mandatory parameter that is missing."""
    return ApiError(f"Missing{name}", f"{name} is mandatory for this action.")


def invalid(name: str) -> ApiError:
    """Return the error for a parameter whose value is not allowed."""
    return ApiError(f"Invalid{name}", f"Specified parameter {name} is not valid.")
