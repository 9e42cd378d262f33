"""Makes Valhalla's tiles of an extract beside the prepared region, where Valhalla is installed."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

from devices.roads.errors import NotAnExtract
from devices.roads.valhalla_router import CONFIG, as_config

FOLDER = ".valhalla"
"""Ending of the folder of tiles, beside the file of the region."""


def is_installed() -> bool:
    """Whether Valhalla can be asked on this machine."""
    return importlib.util.find_spec("valhalla") is not None


def folder_of(region: Path) -> Path:
    """Where the tiles of a prepared region are."""
    return region.with_suffix(FOLDER)


def make(extract: Path, region: Path) -> int:
    """Make the tiles, whole or not at all; what was there before is replaced. Returns their bytes.

    Blocks for as long as the extract is large. Raises NotAnExtract, OSError, and ImportError where it is not installed.
    """
    import valhalla

    folder = folder_of(region)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "tiles").mkdir(parents=True)
    (unfinished / CONFIG).write_text(as_config(unfinished), "utf-8")
    program = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
    done = subprocess.run([program, "-c", unfinished / CONFIG, extract], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not any(unfinished.rglob("*.gph")):
        shutil.rmtree(unfinished, ignore_errors=True)
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotAnExtract(f"Valhalla makes no tiles of {extract.name}: {said[-1] if said else done.returncode}")
    (unfinished / CONFIG).write_text(as_config(folder), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def discard(region: Path) -> None:
    """Take away tiles that belong to an earlier region of that file."""
    shutil.rmtree(folder_of(region), ignore_errors=True)
