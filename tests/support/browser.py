# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real browser: the Chromium that is installed, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The width from which on a window is not that of a phone.
PHONE = 500

Scheme = Literal["light", "dark"]


def installed() -> str | None:
    """Return the path of a Chromium, None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class Visit:
    """A page, what its console said, and the addresses that it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def running_browser(program: str, home: Path) -> Iterator[Browser]:
    """Start a browser with an empty home, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, env={**os.environ, "HOME": str(home)})
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visited(
    browser: Browser,
    file: Path,
    width: int,
    scheme: Scheme = "light",
    media: Literal["screen", "print"] = "screen",
) -> Iterator[Visit]:
    """Open a file in a window of a width in CSS pixels, which is that of a phone below 500."""
    size = ViewportSize(width=width, height=900)
    context = browser.new_context(viewport=size, color_scheme=scheme, is_mobile=width < PHONE)
    try:
        visit = Visit(context.new_page())
        visit.page.on("console", lambda message: visit.complaints.append(message.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.emulate_media(media=media)
        visit.page.goto(file.resolve().as_uri())
        yield visit
    finally:
        context.close()
