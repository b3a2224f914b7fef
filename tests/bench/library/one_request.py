# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request with httpx and nothing else: the least that a module on httpx can cost."""

from __future__ import annotations

import httpx
from ansible.module_utils.basic import AnsibleModule


def main() -> None:
    """Send a request, and ignore the response: it is not signed, so it is an error."""
    module = AnsibleModule(argument_spec={"url": {"type": "str", "required": True}}, supports_check_mode=True)
    with httpx.Client(verify=False, trust_env=False) as http:
        status = http.post(module.params["url"]).status_code
    module.exit_json(changed=False, status=status)


if __name__ == "__main__":
    main()
