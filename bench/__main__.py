"""`make bench`: every figure in one table. `python -m bench NAME …` runs only those."""

import argparse
import asyncio
import importlib
import sys
from time import perf_counter

from bench.table import Row, show

BENCHES = (
    "link",
    "reflex",
    "slow",
    "head_unit",
    "understanding",
    "plain",
    "speech",
    "voices",
    "model",
    "thought",
    "system",
    "scale",
    "silent",
    "faults",
    "durability",
    "drives",
    "habits",
    "roads",
    "places",
)


async def measure(names: list[str]) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    left_out: list[str] = []
    for name in names:
        began = perf_counter()
        try:
            rows += await importlib.import_module(f"bench.{name}").measure()
        except FileNotFoundError as error:
            left_out.append(f"{name}: {error}")
        print(f"{name}: {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return rows, left_out


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], help="benches to run; all when none is named")
    rows, left_out = asyncio.run(measure(list(parser.parse_args().names) or list(BENCHES)))
    show("Mimosa", rows)
    for line in left_out:
        print("left out:", line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
