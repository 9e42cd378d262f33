"""What the core itself has to say, in both languages."""

from assistant.utterance import Language

_SENTENCES: dict[str, dict[Language, str]] = {
    "what_thing": {"en": "What exactly do you mean? Please say its name.", "zh": "您具体指的是什么？请说出名称。"},
    "sure_about": {
        "en": "I am not sure what you mean. If you mean {what}, please say its name.",
        "zh": "我不确定您指的是什么。如果是{what}，请说出它的名称。",
    },
    "too_long": {
        "en": "That took me too long, so I stopped thinking about it. Nothing was done.",
        "zh": "这件事我想得太久了，所以停了下来。什么都没做。",
    },
    "not_known": {
        "en": "I don't know that: nothing here tells me.",
        "zh": "这个我不知道，这里没有能告诉我的东西。",
    },
    "only_now": {
        "en": "I could not think that through, so I can only say how it is now.",
        "zh": "这个问题我没能想清楚，只能说说现在的情况。",
    },
    "not_while_asked": {
        "en": "That sounded like a question, so I changed nothing. Tell me plainly if you want it done.",
        "zh": "这听起来像是在提问，所以我什么都没改。如果要执行，请直接告诉我。",
    },
    "out_of_range": {
        "en": "{value} is out of range: it can be {low} to {high}{unit}. Nothing was done.",
        "zh": "{value}超出范围：应在{low}到{high}{unit}之间。什么都没做。",
    },
    "unsure_negation": {
        "en": "I am not sure what you want me to leave alone, so I changed nothing.",
        "zh": "我不确定您不想让我做什么，所以什么都没改。",
    },
    "how_much": {"en": "How much exactly? Nothing was done yet.", "zh": "具体是多少？还没有执行。"},
}


def core_sentence(key: str, language: Language, **facts: object) -> str:
    """The sentence of that key."""
    return _SENTENCES[key][language].format(**facts)
