"""Finds the skills: built in, by entry point and in the owner's folder. A broken one is reported and left out."""

import importlib.util
import logging
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from assistant.tools import Tool, Toolbox, tools_of
from skills.place_gazetteer import PlaceGazetteer
from skills.prohibitions import Prohibitions
from skills.surface import ENTRY_POINTS, FACTORY, Services, SkillFactory

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Broken:
    """A skill that could not be loaded."""

    name: str
    where: str
    """The entry point's value, the module or the path."""
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found."""

    toolbox: Toolbox
    skills: tuple[str, ...]
    """Names of the skills whose tools are in the toolbox, in the order of loading."""
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    where: str
    factory: Callable[[], SkillFactory]


def load(services: Services, folder: Path | None = None) -> Loaded:
    """All skills that can be made. `folder`: the owner's directory of skills; need not exist. Never raises."""
    tools: dict[str, Tool] = {}
    loaded: list[str] = []
    broken: list[Broken] = []
    for source in _sources(folder):
        try:
            found = _tools(source, services)
            _refuse_doubles(found, tools)
        except Exception as error:  # noqa: BLE001  foreign code may raise anything, and must not cost the start
            log.error("skill %s (%s) is left out: %s: %s", source.name, source.where, type(error).__name__, error)
            broken.append(Broken(source.name, source.where, f"{type(error).__name__}: {error}"))
        else:
            tools.update({t.name: t for t in found})
            loaded += [source.name] if found else []
    if services.preferences is not None:
        prohibitions = Prohibitions(services.home, services.preferences, services.clock)
        tools = {name: prohibitions.before(each) for name, each in tools.items()}
    gazetteer = PlaceGazetteer(services.trips) if services.trips is not None else None
    return Loaded(Toolbox(tools.values(), gazetteer), tuple(loaded), tuple(broken))


def _tools(source: _Source, services: Services) -> tuple[Tool, ...]:
    made = source.factory()(services)
    found = tools_of(made)
    if not found and made is not None:
        raise TypeError("the skill offers no method marked with @tool")
    return found


def _refuse_doubles(found: Iterable[Tool], taken: dict[str, Tool]) -> None:
    for each in found:
        if each.name in taken:
            raise ValueError(f"its tool {each.name!r} is already offered by {taken[each.name].skill}")


def _sources(folder: Path | None) -> Iterator[_Source]:
    """The built-in ones come first, so that no other can take the name of one of their tools."""
    yield from _built_in()
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        if not entry.value.startswith(f"{__package__}."):
            yield _Source(entry.name, entry.value, entry.load)
    if folder is not None and folder.is_dir():
        for path in sorted(folder.iterdir()):
            file = path / "__init__.py" if path.is_dir() else path
            if file.suffix == ".py" and file.is_file() and not path.name.startswith(("_", ".")):
                yield _Source(path.stem, str(path), _file_loader(path.stem, file))


def _built_in() -> Iterator[_Source]:
    """Every module beside this one that has the factory of a skill."""
    for module in sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)])):
        where = f"{__package__}.{module}"
        try:
            factory: SkillFactory | None = getattr(import_module(where), FACTORY, None)
        except Exception as error:  # noqa: BLE001  one broken module must not cost the others
            yield _Source(module, where, _raiser(error))
        else:
            if factory is not None:
                yield _Source(module, where, _giver(factory))


def _raiser(error: Exception) -> Callable[[], SkillFactory]:
    def factory() -> SkillFactory:
        raise error

    return factory


def _giver(factory: SkillFactory) -> Callable[[], SkillFactory]:
    return lambda: factory


def _file_loader(name: str, file: Path) -> Callable[[], SkillFactory]:
    def factory() -> SkillFactory:
        unique = f"mimosa_skill_{name}_{sha256(str(file.resolve()).encode()).hexdigest()[:8]}"
        locations = [str(file.parent)] if file.name == "__init__.py" else None
        spec = importlib.util.spec_from_file_location(unique, file, submodule_search_locations=locations)
        if spec is None or spec.loader is None:
            raise ImportError(f"{file} is no Python module")
        module = importlib.util.module_from_spec(spec)
        sys.modules[unique] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[unique]
            raise
        made: SkillFactory = getattr(module, FACTORY)
        return made

    return factory
