# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How to use the real API after the demo."""

from __future__ import annotations

import shlex
from pathlib import Path

PLAYBOOK = "~/offices/offices.yml"


def commands(playbook: Path, collection: Path, prefix: Path) -> list[str]:
    """Return the commands for the shell that ran the demo in an environment with this prefix. They only read."""
    source, example, activate = (shlex.quote(str(path)) for path in (collection, playbook, prefix / "bin" / "activate"))
    return [
        f". {activate}",
        f"ansible-galaxy collection install {source}",
        f"mkdir -p ~/offices && cp {example} {PLAYBOOK}",
        "read -r ALIBABA_CLOUD_ACCESS_KEY_ID",
        "read -rs ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "export ALIBABA_CLOUD_ACCESS_KEY_ID ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        f"ansible-playbook {PLAYBOOK} --check --diff",
    ]
