"""A speaker: announced as a select, a number, switches and buttons, as MQTT discovery has no media player."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.machine import Machine, Obey, number_in

PLAYBACK = ("playing", "paused", "idle")
TITLES = ("Morning Walk", "茉莉花", "Slow Rivers", "月光", "City Lights")


class Speaker(Machine):
    """Plays one list of titles round and round."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"on": True, "playback": "idle", "volume": 40, "muted": False, "track": 1}

    def told(self) -> dict[str, Any]:
        flags = {name: "ON" if self.values[name] else "OFF" for name in ("on", "muted")}
        title = TITLES[(int(self.number("track")) - 1) % len(TITLES)]
        return {**self.values, **flags, "media": title if self.values["playback"] != "idle" else ""}

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "playback": self._told("playback", "select")
            | {"cmd_t": self.command("playback/set"), "ops": list(PLAYBACK)},
            "volume": self._told("volume", "number")
            | {"cmd_t": self.command("volume/set"), "min": 0, "max": 100, "unit_of_meas": "%"},
            "muted": self._told("muted", "switch") | {"cmd_t": self.command("muted/set"), "ent_cat": "config"},
            "power": self._told("on", "switch") | {"cmd_t": self.command("power/set"), "ent_cat": "config"},
            "next": {"p": "button", "cmd_t": self.command("next")},
            "previous": {"p": "button", "cmd_t": self.command("previous")},
            "track": self._told("track", "sensor") | {"stat_cla": "measurement"},
            "media": self._told("media", "sensor"),
        }

    def _told(self, name: str, platform: str) -> dict[str, Any]:
        return {"p": platform, "stat_t": self.state_topic, "val_tpl": f"{{{{ value_json.{name} }}}}"}

    def obeys(self) -> Mapping[str, Obey]:
        return {
            "playback/set": self._play,
            "volume/set": self._set_volume,
            "muted/set": self._mute,
            "power/set": self._switch,
            "next": self._next,
            "previous": self._previous,
        }

    async def _play(self, payload: str, cause: str) -> None:
        if payload in PLAYBACK:
            await self.change(cause, on=True, playback=payload)

    async def _set_volume(self, payload: str, cause: str) -> None:
        volume = number_in(payload, 0, 100)
        if volume is not None:
            await self.change(cause, volume=volume)

    async def _mute(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            await self.change(cause, muted=payload == "ON")

    async def _switch(self, payload: str, cause: str) -> None:
        if payload == "OFF":
            await self.change(cause, on=False, playback="idle")
        elif payload == "ON":
            await self.change(cause, on=True)

    async def _next(self, payload: str, cause: str) -> None:
        await self.change(cause, track=self.number("track") + 1, playback="playing", on=True)

    async def _previous(self, payload: str, cause: str) -> None:
        await self.change(cause, track=max(self.number("track") - 1, 1), playback="playing", on=True)
