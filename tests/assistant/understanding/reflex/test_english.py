"""What English speakers say, and the calls it becomes."""

import pytest

PLACED = [
    # (said, room where it was said, call)
    ("turn on the kitchen light", "", "turn_on light.kitchen"),
    ("Could you please turn on the Kitchen Light?", "", "turn_on light.kitchen"),
    ("switch the kitchen lights on", "", "turn_on light.kitchen light.counter"),
    ("turn on the lights", "kitchen", "turn_on light.kitchen light.counter"),
    ("turn on the reading lamp", "", "turn_on light.reading"),
    ("turn on the lamp", "living", "turn_on light.reading"),
    ("turn on the bedside light", "", "turn_on light.bed"),
    ("turn off everything upstairs", "", "turn_off light.bed fan.bedroom climate.bedroom"),
    (
        "turn off all the lights",
        "",
        "turn_off light.kitchen light.counter light.ceiling light.reading light.bed light.hall",
    ),
    ("turn off all the lights except the kitchen", "", "turn_off light.ceiling light.reading light.bed light.hall"),
    (
        "turn off all the lights except the reading lamp and the hall",
        "",
        "turn_off light.kitchen light.counter light.ceiling light.bed",
    ),
    ("turn off the kitchen and bedroom lights", "", "turn_off light.kitchen light.counter light.bed"),
    ("turn off the lights in the kitchen and the hall", "", "turn_off light.kitchen light.counter light.hall"),
    ("turn on the reading lamp and the ceiling fan", "", "turn_on light.reading fan.bedroom"),
    ("turn on the coffee machine", "", "turn_on switch.coffee"),
    ("I'd like you to turn off the coffee machine for me", "", "turn_off switch.coffee"),
    ("deactivate the ceiling fan", "", "turn_off fan.bedroom"),
    ("turn the lights downstairs on", "", "turn_on light.kitchen light.counter light.ceiling light.reading light.hall"),
    ("turn on the lights on the first floor", "", "turn_on light.bed"),
    ("set the reading lamp to 40 percent", "", "set_brightness light.reading percent=40"),
    ("set the reading lamp to forty percent", "", "set_brightness light.reading percent=40"),
    ("dim the bedroom lights to half", "", "set_brightness light.bed percent=50"),
    ("set the brightness of the bedside lamp to fifty", "", "set_brightness light.bed percent=50"),
    ("set the lights to max", "living", "set_brightness light.ceiling light.reading percent=100"),
    ("make the reading lamp a bit brighter", "", "brighten light.reading"),
    ("make the reading lamp brighter by 20 percent", "", "brighten light.reading by=20"),
    ("set the reading lamp to red", "", "set_color light.reading color=red"),
    ("brighter", "living", "brighten light.ceiling light.reading"),
    ("kitchen light blue", "", "set_color light.kitchen color=blue"),
    ("set the thermostat to 21 degrees", "", "set_temperature climate.living degrees=21"),
    ("set the thermostat to twenty one and a half degrees", "", "set_temperature climate.living degrees=21.5"),
    ("set the temperature to 70 fahrenheit", "bedroom", "set_temperature climate.bedroom degrees=21.1"),
    ("make it warmer", "bedroom", "warmer climate.bedroom"),
    ("make the bedroom warmer by two degrees", "", "warmer climate.bedroom by=2"),
    ("open the curtains in the living room", "", "open cover.left cover.right"),
    ("close both curtains", "", "close cover.left cover.right"),
    ("open the left curtain", "", "open cover.left"),
    ("set the bedroom blinds to half", "", "set_position cover.bedroom percent=50"),
    ("open the garage door", "", "open cover.garage"),
    ("lock the front door", "", "lock lock.front"),
    ("unlock the back door", "", "unlock lock.back"),
    ("lock all doors", "", "lock lock.front lock.back"),
    ("start the vacuum in the kitchen", "", "start_vacuum vacuum.rover rooms=kitchen"),
    ("clean the kitchen and the hall", "", "start_vacuum vacuum.rover rooms=kitchen hall"),
    ("let rover clean upstairs", "", "start_vacuum vacuum.rover rooms=bedroom bath"),
    ("send the vacuum home", "", "dock vacuum.rover"),
    ("pause the vacuum", "", "pause_vacuum vacuum.rover"),
    ("pause the tv", "living", "pause_media player.tv"),
    ("cook porridge", "", "cook cooker.rice menu=porridge"),
    ("next song", "", "next_track player.tv"),
    ("skip the song", "living", "next_track player.tv"),
    ("set the volume of the tv to 30", "", "set_volume player.tv percent=30"),
    ("add milk and eggs to the shopping list", "", "add_item item=milk and eggs todo.shopping"),
    ("put two pounds of butter on the shopping list", "", "add_item item=two pounds of butter todo.shopping"),
    ("remember that I like jazz", "", "remember words=I like jazz"),
    ("is the front door locked?", "", "check_state lock.front state=locked"),
    (
        "which lights are on?",
        "",
        "which light.kitchen light.counter light.ceiling light.reading light.bed light.hall state=on",
    ),
    ("how many lights are on upstairs", "", "how_many light.bed state=on"),
    ("tell me if the bathroom window is open", "", "check_state window.bath state=open"),
    ("what's the temperature in the bedroom?", "", "temperature_in rooms=bedroom"),
    ("how warm is it in here?", "living", "temperature_in rooms=living"),
    ("turn on the kitchen light and close the bedroom blinds", "", "turn_on light.kitchen; close cover.bedroom"),
    (
        "turn off the tv, then lock the front door and send rover home",
        "",
        "turn_off player.tv; lock lock.front; dock vacuum.rover",
    ),
    ("turn on the bedside lamp and set it to 20%", "", "turn_on light.bed; set_brightness light.bed percent=20"),
    ("turn on the kitchin light", "", "turn_on light.kitchen"),
    ("turn on the reeding lamp", "", "turn_on light.reading"),
    (
        "turn on the fan and off the lights",
        "",
        "turn_on fan.bedroom; turn_off light.kitchen light.counter light.ceiling light.reading light.bed light.hall",
    ),
    ("Anna turn off the tv", "", "turn_off player.tv"),
    ("turn the tv off and on", "", "turn_off player.tv; turn_on player.tv"),
    ("turn on the 厨房 light", "", "turn_on light.kitchen light.counter"),
    ("turn off the light", "hall", "turn_off light.hall"),
]

NOT_PLACED = [
    # (said, room, what is answered instead; nothing is done)
    ("turn on both curtains", "", "passed on"),
    (
        "turn on the light in the pantry",
        "",
        "Question: I know of no light in the pantry; did you mean the Kitchen, the Living Room or the Hall?",
    ),
    (
        "turn on the lights in the bathroom",
        "",
        "Question: I know of no lights in the bathroom; did you mean the Kitchen, the Living Room or the Hall?",
    ),
    ("turn on the lamp", "", "Question: Which one do you mean: Reading Lamp or Bedside Lamp?"),
    ("open the awning", "", "Speech: I know of no awning here."),
    ("don't turn on the lights", "", "Speech: All right, I left everything as it is."),
    ("what is the capital of France", "", "passed on"),
    ("tell me a joke", "", "passed on"),
    ("is the kitchen light on? turn it off", "", "passed on"),
    ("turn on the disco light", "", "Speech: I don't know “disco light” here."),
    ("are you happy", "", "passed on"),
    ("lights", "", "passed on"),
    ("kitchen", "", "passed on"),
    ("set everything to 50%", "", "passed on"),
    (
        "turn off the fan in ten minutes and the light now",
        "",
        "Speech: I can't do things at a later time or on a condition yet, so I did nothing.",
    ),
]


@pytest.mark.parametrize(("text", "place", "expected"), PLACED)
def test_a_wish_becomes_its_call(text, place, expected, in_english_home):
    assert in_english_home(text, place) == expected


@pytest.mark.parametrize(("text", "place", "expected"), NOT_PLACED)
def test_what_is_unclear_or_not_for_the_house_moves_nothing(text, place, expected, in_english_home):
    assert in_english_home(text, place) == expected
