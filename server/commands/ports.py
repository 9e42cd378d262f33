"""Whether a port is free, and who may hold it."""

import os
import socket
from pathlib import Path

_LISTENING = "0A"
"""State of a listening socket in /proc/net/tcp."""


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there. Raises OSError where the host is no address of this machine."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno in (98, 48, 10048):
                return False
            raise
    return True


def holder_of(port: int) -> str:
    """The program that listens on a port, like "python3 (process 812)"; empty where the system does not tell."""
    inodes = _inodes_on(port)
    for descriptor in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
        try:
            target = os.readlink(descriptor)
            if target.removeprefix("socket:[").removesuffix("]") in inodes:
                process = descriptor.parts[2]
                return f"{Path('/proc', process, 'comm').read_text().strip()} (process {process})"
        except OSError:
            continue  # a process that ended meanwhile, or somebody else's
    return ""


def _inodes_on(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue  # no such table on this system
        for row in rows:
            columns = row.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                found.add(columns[9])
    return found
