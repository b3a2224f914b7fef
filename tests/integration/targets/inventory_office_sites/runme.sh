#!/usr/bin/env bash
# Copyright (c) the alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The inventory plugin with ansible-inventory and ansible-playbook.
set -euo pipefail
exec "${ANSIBLE_TEST_PYTHON_INTERPRETER}" inventory.py ../../integration_config.yml
