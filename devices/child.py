"""Becomes another program that dies with the process that started this one. Run as a script, alone.

`python -I -S child.py PARENT_PID PROGRAM ARGUMENT…`. On Linux the kernel sends the program SIGTERM when its parent is
gone, however that went; elsewhere the program is ended by its parent alone.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for the signal, make sure the parent is still there, and become the program."""
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the process that wanted this program is gone")
    os.execvp(program[0], program)


if __name__ == "__main__":
    main()
