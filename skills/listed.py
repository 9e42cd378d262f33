"""What stands on a list, as it is told."""

from devices.device import Device
from skills.answers import Reply
from skills.naming import joined
from skills.values import plain_number


def tell_list(reply: Reply, device: Device) -> None:
    """The items of a list; how many there are where it tells no more; that it is empty, or that it is not known."""
    facts = {"name": reply.name(device)}
    listed = reply.read(device.id, "items")
    count = reply.number(device.id, "open_items")
    known = listed is not None and isinstance(listed.value, tuple)
    items = [item for item in listed.value if item] if listed is not None and isinstance(listed.value, tuple) else []
    if known and (items or not count):
        if items:
            reply.add("list_items", items=joined(items, reply.language), **facts)
        else:
            reply.add("list_empty", reply.plural(device), **facts)
    elif count is not None:
        reply.add("list_count", count != 1, n=plain_number(count), **facts)
    else:
        reply.add("list_unknown", **facts)
