# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the process of a module ends."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import atexit
import gc

# What is registered first runs last.
atexit.register(lambda: print("left out" if gc.get_freeze_count() > 1000 else "looked at"))

from ansible_collections.alicloud.ecd.plugins.module_utils._options.module import EcdModule

class Ansible:
    def __init__(self, **setup):
        print("made with", setup)

class Module(EcdModule, Ansible):
    pass

Module(argument_spec={})
"""


def test_the_objects_of_a_module_are_left_out_of_the_last_garbage_collection() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["made with {'argument_spec': {}}", "left out"]
