"""What capabilities are called, whichever convention brought the device, so that skills need to know only these names.

Every convention turns its own terms into these: percentages are 0 to 100, 100 is open, loud, bright and fast;
temperatures of climates are °C wherever the convention says which unit it has.
"""

from collections.abc import Mapping

from devices.rules.tiers import highest_tier

VOCABULARY: Mapping[str, str] = {
    # everything that can be switched
    "on": "FLAG: switched on (light, switch, fan, climate, media_player, humidifier, siren, water_heater, …)",
    # light
    "brightness": "NUMBER %: how bright; setting it switches the light on",
    "color": 'COLOR: "#rrggbb"',
    "color_temperature": "NUMBER K: warm is low",
    "effect": "CHOICE: a light's programme",
    # fan
    "speed": "NUMBER %: how fast a fan runs; 0 is off",
    "oscillating": "FLAG: a fan swings",
    "direction": "CHOICE forward | reverse",
    "preset": "CHOICE: a fan's, climate's or humidifier's own presets",
    # cover, valve
    "open": "FLAG: wholly or partly open; a wish for True opens all the way, for False closes",
    "position": "NUMBER %: 100 is open, 0 is closed",
    "tilt": "NUMBER %: 100 is slats open",
    "stop": "ACT: stand still where it is",
    # lock
    "locked": 'FLAG: reports True, False, or "locking", "unlocking", "jammed"',
    "unlatch": "ACT: open the door itself, beyond unlocking it",
    # climate, water heater
    "target_temperature": "NUMBER: what it is asked to reach",
    "target_temperature_low": "NUMBER: lower end of a range",
    "target_temperature_high": "NUMBER: upper end of a range",
    "temperature": "NUMBER: what is measured",
    "mode": "CHOICE off | heat | cool | heat_cool | auto | dry | fan_only, or a device's own",
    "fan_mode": "CHOICE: how strongly a climate blows",
    "swing": "CHOICE: how a climate swings its vanes",
    "swing_horizontal": "CHOICE: how it swings them from side to side",
    "action": "TEXT, read only: what it does right now (heating, cooling, idle, humidifying, …)",
    # humidifier
    "target_humidity": "NUMBER %: what it is asked to reach",
    "humidity": "NUMBER %: what is measured",
    # media player
    "playback": "CHOICE playing | paused | idle",
    "volume": "NUMBER %",
    "muted": "FLAG",
    "next": "ACT: next track",
    "previous": "ACT: track before this one",
    "source": "CHOICE: input or channel",
    "track": "NUMBER, read only: which track plays",
    "media": "TEXT, read only: what plays; as a wish: what to play",
    # vacuum, lawn mower
    "activity": "CHOICE cleaning | returning | docked | paused | idle | error (a mower: mowing); also a timer's state",
    "clean_rooms": "ACT: a tuple of the rooms' names as the vacuum knows them; proved by activity",
    "rooms": "TEXT, read only: the tuple of rooms the vacuum knows",
    "fan_speed": "CHOICE: how strongly a vacuum sucks",
    "locate": "ACT: make a sound",
    "spot": "ACT: clean around where it stands",
    "battery": "NUMBER %",
    "clean_zone": 'CHOICE: the saved zone it cleans right now; setting it begins to clean there, "none" is no zone',
    "cleaning_room": "TEXT, read only: the room it is in",
    "cleaning_mode": "CHOICE vacuum | mop | vacuum_and_mop, or a robot's own",
    "water_level": "CHOICE: how wet it mops",
    "passes": "NUMBER: how often it goes over each place",
    "cleaned_area": "NUMBER m², read only: cleaned on this job",
    "cleaning_time": "NUMBER min, read only: taken by this job",
    "flag": 'TEXT, read only: the kind of job it does (segment, zone, spot, resumable, mapping), or "none"',
    "dock": "TEXT, read only: what its dock does (idle, emptying, cleaning, drying, pause, error)",
    "clear_error": "ACT: take a fault as seen to, so that it goes on",
    "main_brush_left": "NUMBER %, read only: of the life of its main brush; likewise the three below",
    "side_brush_left": "NUMBER %, read only",
    "filter_left": "NUMBER %, read only",
    "mop_pad_left": "NUMBER %, read only",
    # cooker
    "menu": "CHOICE: what to cook",
    "taste": "CHOICE soft | fit | hard, or a cooker's own",
    "cook_minutes": "NUMBER min: how long the chosen menu cooks",
    "delay_minutes": "NUMBER min: how long it waits after start before it cooks",
    "finish_at": "TEXT: the moment at which it shall be done, ISO 8601 or HH:MM; empty for none",
    "start": "ACT: begin to cook the chosen menu, now or after the delay; proved by status",
    "cancel": "ACT: stop cooking; proved by status",
    "status": "CHOICE or TEXT: idle | cooking | keep_warm | delayed | error",
    "phase": "TEXT: preheat | absorb | boil | …",
    "time_left": "NUMBER min",
    "time_to_start": "NUMBER min, read only: until it begins to cook",
    "keep_warm": "FLAG: stay warm after cooking",
    "keep_warm_minutes": "NUMBER min: how long it stays warm",
    "lid": "FLAG, read only: the lid is open",
    # what is wrong
    "error": 'TEXT, read only: what stops it; "none" for nothing',
    "fault": 'TEXT, read only: what is broken; "none" for nothing',
    "alert": 'TEXT, read only: what it wants somebody to see to; "none" for nothing',
    "refusal": 'TEXT, read only: why it did not do what it was told last; "none" for nothing',
    "obstacle": "FLAG, read only: something is in the way",
    # siren
    "tone": "CHOICE: which sound; setting it sounds the siren",
    "duration": "NUMBER s: how long; setting it sounds the siren",
    # alarm
    "alarm_mode": "CHOICE disarmed | armed_home | armed_away | armed_night | armed_vacation",
    # things that are only done, chosen, typed or counted
    "press": "ACT: a button",
    "activate": "ACT: a scene, script or automation",
    "option": "CHOICE: a select without a better name",
    "value": "NUMBER or TEXT: a sensor or number without a better name",
    "text": "TEXT: a text field",
    "state": "TEXT, read only: a thing of a kind that has no better name for it",
    # lists, people, weather
    "items": "TEXT, read only: the tuple of a list's open items",
    "open_items": "NUMBER, read only: how many items of a list are open",
    "add_item": "ACT with a text: put it on the list",
    "complete_item": "ACT with a text: tick it off",
    "location": 'TEXT, read only: where a person is ("home", "not_home", "unknown", or a zone)',
    "event": 'TEXT, read only: what happened last ("press", "ring"); no state, so it proves nothing',
    "installed_version": "TEXT, read only: of the program a device runs",
    "latest_version": "TEXT, read only: the newest there is",
    "condition": 'TEXT, read only: the weather ("sunny", "rainy", …)',
    # binary sensors: FLAG named by device class ("motion", "window", "smoke", …), True as Home Assistant's "on";
    "battery_low": "FLAG: the battery needs changing (a binary sensor of device class battery)",
    # sensors: NUMBER named by device class ("power", "illuminance", "carbon_dioxide", …) in the announced unit.
}
"""name → what it is. Beside these: device classes for what sensors measure, object ids for what nothing else names, and
VSS paths ("Vehicle.Cabin.Door.Row1.DriverSide.IsLocked") for a car."""

GUARDED_COVERS = frozenset({"garage", "gate", "door"})
"""Covers that let people into the house: opening them is as risky as unlocking."""

ACTIVITY_ACCEPTS: Mapping[str, frozenset[str]] = {
    "cleaning": frozenset({"cleaning"}),
    "mowing": frozenset({"mowing"}),
    "returning": frozenset({"returning", "docked"}),
    "docked": frozenset({"docked"}),
    "paused": frozenset({"paused"}),
    "idle": frozenset({"idle", "docked"}),
}
"""wish → reports that prove it, for what drives around by itself."""


def tier_of(kind: str, flavour: str, capability: str) -> int:
    """Risk of changing it, 0 to 5, for things in the house: the highest that a wish for it can have by day."""
    return highest_tier(kind, flavour, capability)
