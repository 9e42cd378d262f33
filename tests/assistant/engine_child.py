"""A small engine for the worker tests: does what the request says, well or badly."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from assistant.errors import EngineFailed, EngineMissing
from assistant.worker_frames import Header
from assistant.workers_child import Cancelled, serve, starting


def answer(header: Header, body: bytes, cancelled: Cancelled) -> Iterator[tuple[Header, bytes]]:  # noqa: PLR0912
    match header["do"]:
        case "echo":
            yield {"said": header.get("say"), "pid": os.getpid()}, body
        case "count":
            for number in range(header["to"]):
                yield {"number": number}, b""
                time.sleep(header.get("pause_s", 0.0))
        case "count until cancelled":
            number = 0
            while not cancelled:
                yield {"number": number}, b""
                number += 1
                time.sleep(0.01)
        case "sleep":
            yield {"asleep": True}, b""
            time.sleep(header["s"])
        case "die":
            yield {"last": "words"}, b""
            os._exit(7)
        case "crash":
            raise ValueError(f"what was said: {header['secret']}")
        case "fail":
            raise EngineFailed("this one cannot be done")
        case "print":
            print("a library prints to standard output")
            os.write(1, b"and native code too\n")
            yield {"printed": True}, b""
        case "garbage":
            os.write(_pipe(), b"\xff" * 64)
            time.sleep(60)
        case "child":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            yield {"pid": child.pid}, b""
            time.sleep(60)
        case "environment":
            yield {"value": os.environ.get(header["name"])}, b""
        case "niceness":
            yield {"value": os.nice(0)}, b""


def _pipe() -> int:
    from assistant import workers_child

    return workers_child._answers_to().fileno()


def main(how: str) -> None:
    with starting():
        if how == "missing":
            raise EngineMissing("the model ears is not here; fetch it with `mimosa models fetch ears`")
        if how == "slow":
            time.sleep(60)
        if how == "broken":
            raise KeyError("a bug")
        if how == "dead":
            os._exit(3)
    serve(answer, ready={"rate": 16000})


main(sys.argv[1] if len(sys.argv) > 1 else "well")
