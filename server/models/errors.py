"""What can go wrong with a model. Every text names the remedy."""


class ModelError(Exception):
    """Everything this folder raises on purpose; the text is for the owner."""


class UnknownModel(ModelError):
    """No model of that name."""


class NotOffered(ModelError):
    """Its licence does not allow what Mimosa would do with it."""


class NotEnoughRoom(ModelError):
    """The disk cannot hold it."""


class NotFetched(ModelError):
    """The source could not be reached, refused, or does not have it."""


class NeedsPermission(NotFetched):
    """The source gives it only to people who signed in and accepted its terms."""


class WrongHash(ModelError):
    """The bytes are not the ones that were promised; they are thrown away."""


class CatalogueBroken(ModelError):
    """A catalogue or a pin that cannot be read."""
