"""The engines of one running Mimosa: started in the background, each with a state that people can read."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module

from assistant.errors import EngineFailed
from assistant.speech.piper import PiperSynthesizer
from assistant.speech.synthesizer import Synthesizer
from assistant.speech.transcriber import Transcriber
from assistant.speech.whisper import WhisperTranscriber
from assistant.tools import Toolbox
from assistant.understanding.mimo.engine import Engine
from assistant.understanding.mimo.known import KnownOf
from assistant.understanding.mimo.llama_engine import LlamaEngine
from assistant.understanding.mimo.llama_worker import Options
from assistant.understanding.mimo.mind import MimoMind, Reads
from assistant.understanding.mimo.surroundings import FactsOf
from server.models.catalogue import catalogue
from server.models.choice import Choice, ModelServer, read_choice
from server.models.errors import ModelError
from server.models.store import ModelStore
from server.settings import OUT_OF_BOX_CORE, Settings

log = logging.getLogger(__name__)

OFF, LOADING, READY = "off", "loading", "ready"


class Engines:
    """Ears, voice and reasoning core. Whatever is missing is named; everything else goes on without it."""

    def __init__(
        self, settings: Settings, facts_of: FactsOf, reads: Reads | None = None, known_of: KnownOf | None = None
    ) -> None:
        """All for the core. `facts_of`: how things are now; `reads`: what understands plain sentences; `known_of`: what
        is known of whoever speaks."""
        self._settings = settings
        self._facts_of = facts_of
        self._reads = reads
        self._known_of = known_of
        self._threads = settings.threads or os.cpu_count() or 2
        self.ears: Transcriber | None = None
        self.voice: Synthesizer | None = None
        self._core: MimoMind | None = None
        self._states = {"ears": OFF, "voice": OFF, "core": OFF}
        self._closing: list[Callable[[], Awaitable[None]]] = []
        self._starting: asyncio.Task[None] | None = None

    @property
    def states(self) -> Mapping[str, str]:
        """Each engine's state: "ready", "loading", "off" or "missing: …" with what helps."""
        return self._states

    @property
    def core(self) -> MimoMind | None:
        """The reasoning core once it is ready."""
        return self._core if self._states["core"] == READY else None

    @property
    def model(self) -> str:
        """The reasoning core's model, as people are shown it."""
        return self._core.model if self._core else ""

    def start(self, toolbox: Toolbox) -> None:
        """Begin to load them all, what a first sentence needs before what it may need."""
        settings = self._settings
        if settings.ears:
            ears = WhisperTranscriber(settings.models_dir, threads=self._threads)
            self.ears = ears
            self._states["ears"] = LOADING
            self._closing.append(ears.close)
        if settings.voice:
            voice = PiperSynthesizer(settings.models_dir, threads=self._threads)
            self.voice = voice
            self._states["voice"] = LOADING
            self._closing.append(voice.close)
        if settings.core != OFF:
            self._states["core"] = LOADING

        async def everything() -> None:
            if settings.ears:
                await asyncio.to_thread(import_module, "assistant.speech.silero")
                await self._begin("ears", ears.start())
            if settings.voice:
                await self._begin("voice", voice.start())
            if settings.core != OFF:
                await self._begin("core", self._prepare_core(toolbox))

        self._starting = asyncio.create_task(everything(), name="engines start")

    async def close(self) -> None:
        """End every engine's process."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.wait([self._starting])
        for close in self._closing:
            await close()

    async def _begin(self, part: str, starting: Awaitable[None]) -> None:
        try:
            await starting
        except (EngineFailed, ModelError) as error:
            log.warning("the %s cannot be used: %s", part, error)
            self._states[part] = f"missing: {error}"
        except Exception:
            # A fault in one engine must not keep the next ones from starting.
            log.exception("the %s could not be started", part)
            self._states[part] = "missing: internal error, see the log"
        else:
            self._states[part] = READY

    async def _prepare_core(self, toolbox: Toolbox) -> None:
        engine = await asyncio.to_thread(self._engine)
        self._core = MimoMind(engine, facts_of=self._facts_of, known_of=self._known_of, reads=self._reads)
        self._closing.append(self._core.close)
        await self._core.prepare(toolbox)

    def _engine(self) -> Engine:
        # An HTTP client is needed for a core elsewhere or one to be fetched only, and never without a core.
        from assistant.understanding.mimo.openai_engine import OpenAIEngine
        from server.models.use import core_of

        settings = self._settings
        found = core_of(self._chosen(), ModelStore(settings.models_dir), catalogue(), settings.core)
        if isinstance(found, ModelServer):
            return OpenAIEngine(found.address, found.model)
        options = Options(
            path=str(found.path),
            key=found.key,
            cache=str(settings.data_dir / "prompt-cache"),
            threads=self._threads,
            batch_threads=self._threads,
        )
        return LlamaEngine(options, found.id)

    def _chosen(self) -> Choice | None:
        """What `mimosa models use` wrote down, unless the settings name another core."""
        from server.models.hub import Hub
        from server.models.use import choice_file, choose

        chosen = read_choice(choice_file(self._settings.data_dir))
        if self._settings.core == OUT_OF_BOX_CORE:
            return chosen
        return choose(self._settings.core, catalogue(), Hub(), chosen)
