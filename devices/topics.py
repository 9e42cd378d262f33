"""Topics and topic filters as MQTT 5 defines them."""


def is_topic(topic: str) -> bool:
    """Whether a message may be published on it: not empty, no wildcard, no NUL, at most 65,535 bytes."""
    return 0 < len(topic.encode("utf-8", "replace")) <= 65_535 and not set(topic) & {"+", "#", "\0"}


def is_filter(topic_filter: str) -> bool:
    """Whether it may be subscribed to: wildcards stand for whole levels, "#" for the last one only."""
    if not 0 < len(topic_filter.encode("utf-8", "replace")) <= 65_535 or "\0" in topic_filter:
        return False
    levels = topic_filter.split("/")
    whole = all(level in ("+", "#") or not set(level) & {"+", "#"} for level in levels)
    return whole and "#" not in levels[:-1]


def matches(topic_filter: str, topic: str) -> bool:
    """Whether the filter takes the topic. A leading wildcard never takes a topic that begins with "$"."""
    if topic_filter == topic:
        return True
    if topic.startswith("$") and topic_filter[:1] in ("+", "#"):
        return False
    wanted, levels = topic_filter.split("/"), topic.split("/")
    for index, level in enumerate(wanted):
        if level == "#":
            return True
        if index >= len(levels) or level not in ("+", levels[index]):
            return False
    return len(wanted) == len(levels)


def is_wild(topic_filter: str) -> bool:
    """Whether the filter takes more than the one topic of its own name."""
    return "+" in topic_filter or "#" in topic_filter
