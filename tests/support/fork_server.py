# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Processes for Python programs, forked from one that has imported their modules: that takes half of their time.

Each program has a process, an environment, a working directory and streams of its own. What a module makes of the
environment while it is imported, it makes of that of the first process. Handlers of ``atexit`` do not run.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from . import ROOT


class ForkServer:
    """A process that has imported modules, and forks for each program. It ends with its ``close``, or with this one."""

    def __init__(self, modules: Sequence[str], env: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fork_server", *modules],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # So that a program that hangs is ended with all that it started.
            start_new_session=True,
        )

    def run(
        self,
        program: str,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        stdin: str = "",
        merged: bool = False,
        time_limit: float,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program like ``python -c``; if ``merged``, its errors are in its output.

        Raises subprocess.TimeoutExpired.
        """
        with tempfile.TemporaryDirectory() as directory:
            streams = [Path(directory, name) for name in ("stdin", "stdout", "stdout" if merged else "stderr")]
            streams[0].write_text(stdin, encoding="utf-8")
            request = {"program": program, "arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
            returncode = self._ask({**request, "streams": list(map(str, streams))}, time_limit)
            stdout, stderr = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        return subprocess.CompletedProcess([program, *arguments], returncode, stdout, stderr)

    def _ask(self, request: Mapping[str, Any], time_limit: float) -> int:
        process = self._process
        assert process.stdin and process.stdout
        limit = threading.Timer(time_limit, os.killpg, [process.pid, signal.SIGKILL])
        limit.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            reply = process.stdout.readline()
        finally:
            limit.cancel()
        if not reply:
            raise subprocess.TimeoutExpired(request["program"], time_limit)
        return int(reply)

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=10)


_servers: dict[tuple[object, ...], ForkServer] = {}


def server_for(modules: Sequence[str], env: Mapping[str, str]) -> ForkServer:
    """Return the process that has imported these modules in this environment; it stays for the next caller."""
    key = (*modules, *sorted(env.items()))
    if key not in _servers:
        _servers[key] = ForkServer(modules, env)
    return _servers[key]


def close_all() -> None:
    """End the processes that are kept."""
    while _servers:
        _servers.popitem()[1].close()


def main() -> None:
    """Import the modules that the arguments name, and run the programs that are asked for."""
    # The folder in which this is started.
    del sys.path[0]
    for module in sys.argv[1:]:
        importlib.import_module(module)
    # Otherwise the collector of each program would copy the memory that it shares.
    gc.freeze()
    while line := sys.stdin.readline():
        process_id = os.fork()
        if not process_id:
            _become(json.loads(line))
        _process_id, status = os.waitpid(process_id, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(request: Mapping[str, Any]) -> NoReturn:
    """Become the process of a program."""
    status: Any = 1
    try:
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        for number, path in enumerate(request["streams"]):
            flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY
            os.dup2(os.open(path, flags, 0o600), number)
        sys.argv = ["-c", *request["arguments"]]
        exec(compile(request["program"], "<string>", "exec"), {"__name__": "__main__"})
        status = 0
    except SystemExit as end:
        status = end.code
    except BaseException:  # noqa: BLE001 - as an interpreter does
        traceback.print_exc()
    if isinstance(status, str):
        print(status, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 0 if status is None else 1)


if __name__ == "__main__":
    main()
