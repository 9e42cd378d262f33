"""What the reasoning core reads first is made of every built-in tool, whatever a skill declares."""

from typing import cast

from assistant.memory.preferences import Preferences
from assistant.understanding.mimo.prompt import constant_prompt
from devices.home import Home
from skills.loading import load
from skills.surface import Services


def test_the_prompt_is_made_of_all_tools_and_always_the_same() -> None:
    loaded = load(Services(cast(Home, None), cast(Preferences, object())))
    told = constant_prompt(loaded.toolbox)
    assert "Examples:" in told
    assert told == constant_prompt(load(Services(cast(Home, None), cast(Preferences, object()))).toolbox)
