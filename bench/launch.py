"""Run one command for ``measure.run`` and report what it cost. Run by path, and small on purpose.

A process is charged at least the memory of the one that started it, so that one must be next to nothing: this
is Python without its libraries.
"""

import os
import sys
import time


def main() -> None:
    """Run the command after the number of the pipe; write exit code, CPU, wall and peak memory into the pipe."""
    pipe, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(pipe, False)
    started = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    os.write(pipe, f"{code} {usage.ru_utime + usage.ru_stime} {wall} {usage.ru_maxrss}".encode())


if __name__ == "__main__":
    main()
