"""`mimosa map`: the roads and places outside, from an OpenStreetMap extract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from devices.roads.region import About, Phase

app = typer.Typer(
    help=words("The map: add a region, show what is there.", "地图:添加地区、查看地图。"), no_args_is_help=True
)


@app.command(
    help=words(
        "Add the region of an OpenStreetMap extract (.osm.pbf); it takes the place of the one before.",
        "添加一个 OpenStreetMap 地区文件(.osm.pbf),替换原有的地图。",
    )
)
def add(
    extract: Annotated[Path, typer.Argument(help=words("The extract.", "地区文件。"), show_default=False)],
    name: Annotated[
        str, typer.Option(help=words("What the region is called; else the file's name.", "地区名称;省略则用文件名。"))
    ] = "",
    as_json: AsJson = False,
) -> None:
    from devices.roads import valhalla_tiles
    from devices.roads.errors import RoadsError
    from devices.roads.region import prepare, save
    from server.outside import map_file

    path = map_file(settings_with(as_json=as_json))
    if not as_json and extract.is_file():
        size = extract.stat().st_size / 1e6
        print(words(f"{extract.name}: {size:,.1f} MB", f"{extract.name}:{size:,.1f} MB"))
    try:
        region = prepare(extract, name or _name_of(extract), _nothing if as_json else _told)
        if valhalla_tiles.is_installed():
            (_nothing if as_json else _told)("tiling", 0)
            valhalla_tiles.make(extract, path)
        else:
            valhalla_tiles.discard(path)
        if not as_json:
            _told("writing", 0)
        save(region, path)
    except (RoadsError, OSError) as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    _show(region.about, path, as_json=as_json)


@app.command(help=words("Show which region there is.", "显示当前的地图。"))
def show(as_json: AsJson = False) -> None:
    from devices.roads.errors import NotARegion
    from devices.roads.region import load
    from server.outside import map_file

    path = map_file(settings_with(as_json=as_json))
    if not path.exists():
        text = words(
            "There is no map. Add one: mimosa map add region.osm.pbf",
            "还没有地图。请添加:mimosa map add region.osm.pbf",
        )
        fail(Status.FAILED, text, as_json=as_json)
    try:
        _show(load(path).about, path, as_json=as_json)
    except NotARegion as error:
        fail(Status.FAILED, str(error), as_json=as_json)


def _name_of(extract: Path) -> str:
    """ "helsinki-latest.osm.pbf" → "Helsinki"."""
    stem = extract.name.split(".")[0].removesuffix("-latest")
    return " ".join(part.capitalize() for part in stem.replace("_", "-").split("-") if part)


def _nothing(_phase: Phase, _count: int) -> None:
    return None


def _told(phase: Phase, count: int) -> None:
    """Show how far it is, on one line for each phase."""
    doing = {
        "reading": words("reading the extract", "读取地区文件"),
        "building": words("building the road graph", "建立道路图"),
        "writing": words("writing the map", "写入地图"),
        "tiling": words("making Valhalla's tiles", "生成 Valhalla 数据"),
    }[phase]
    counted = words(f": {count:,} objects", f":{count:,} 个对象") if count else ""
    end = "\r" if phase == "reading" and count else "\n"
    print(f"{doing}{counted}", end=end, flush=True)


def _show(about: About, path: Path, *, as_json: bool) -> None:
    from devices.roads import valhalla_tiles

    size, tiles = path.stat().st_size, valhalla_tiles.folder_of(path)
    router = "valhalla" if tiles.is_dir() and valhalla_tiles.is_installed() else "osm"
    if as_json:
        told: dict[str, Any] = {field: getattr(about, field) for field in about.__slots__}
        show_json({**told, "file": str(path), "bytes": size, "router": router})
        return
    print(
        words(
            f"{about.name}: {about.segments:,} road segments, {about.places:,} places, {size / 1e6:,.1f} MB in {path}",
            f"{about.name}:{about.segments:,} 段道路,{about.places:,} 个地点,{size / 1e6:,.1f} MB,位于 {path}",
        )
    )
    if router == "valhalla":
        print(words("Ways are found by Valhalla.", "由 Valhalla 计算路线。"))
    print(about.credit)
