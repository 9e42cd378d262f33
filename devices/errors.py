"""The error tree of this room.

DevicesError
├── LinkDown            the broker is away; nothing was sent
├── PublishRefused      the broker refused this publish (MQTT 5 reason code)
├── PublishInDoubt      the connection broke before the broker answered; it may have been sent
├── BrokerFailed        no broker could be started or reached
├── JournalUnavailable  the command could not be written down, so it was not sent
├── UnknownDevice       no device of that id
└── NotDiscoverable     a discovery payload that describes no device we can take
"""


class DevicesError(Exception):
    """Everything this room raises on purpose."""


class LinkDown(DevicesError):
    """The broker is away; nothing was sent."""


class PublishRefused(DevicesError):
    """The broker refused this publish (MQTT 5 reason code in the text)."""


class PublishInDoubt(DevicesError):
    """The connection broke before the broker answered; the message may or may not have been sent."""


class BrokerFailed(DevicesError):
    """No broker could be started or reached; the text names the remedy."""


class JournalUnavailable(DevicesError):
    """The command could not be written down, so it was not sent."""


class UnknownDevice(DevicesError):
    """No device of that id."""


class NotDiscoverable(DevicesError):
    """A discovery payload that describes no device we can take; the text says why."""
