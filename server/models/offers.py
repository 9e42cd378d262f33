"""What `mimosa models use NAME` can mean on the model hub. Revision and hash are not written here: the hub is asked."""

from dataclasses import dataclass
from fnmatch import fnmatch

from server.models.errors import NotFetched, NotOffered, UnknownModel
from server.models.hub import HubFile, Revision


@dataclass(frozen=True, slots=True)
class Offer:
    """A model on the hub under a short name."""

    id: str
    name: str
    repository: str
    pattern: str
    """Which file of the repository, with * for anything; compared without regard to case."""
    licence: str
    """Empty where only the repository's own card says it."""
    needs: str
    """What the machine has to have."""


OFFERS = {
    offer.id: offer
    for offer in (
        Offer(
            "mimo-vl-7b",
            "MiMo-VL-7B-RL-2508, its text part, Q4_K_M",
            "mradermacher/MiMo-VL-7B-RL-2508-GGUF",
            "*Q4_K_M.gguf",
            "MIT",
            "about 6.5 GB of memory; answers without thinking, which suits speech",
        ),
        Offer(
            "mimo-7b-rl",
            "MiMo-7B-RL, Q4_K_M",
            "jedisct1/MiMo-7B-RL-GGUF",
            "*Q4_K_M.gguf",
            "",
            "about 6.5 GB of memory; made for thinking long",
        ),
    )
}

_MILOCO = (
    "MiMo-VL-Miloco is not offered: its licence allows it in the Xiaomi Miloco project alone. "
    "Use mimo-vl-7b, which is under the MIT licence."
)


def offer_for(name: str) -> Offer:
    """The offer of that name, or for OWNER/REPOSITORY or OWNER/REPOSITORY/FILE.gguf on the hub.

    Raises UnknownModel, or NotOffered for a model whose licence forbids it.
    """
    if "miloco" in name.lower():
        raise NotOffered(_MILOCO)
    if name in OFFERS:
        return OFFERS[name]
    owner, _, rest = name.partition("/")
    repository, _, file = rest.partition("/")
    if not owner or not repository:
        raise UnknownModel(
            f"there is no model {name!r}; name one of {', '.join(OFFERS)}, a .gguf file, "
            "the address of a model server (http://…/v1), or OWNER/REPOSITORY on the hub"
        )
    return Offer(name, name, f"{owner}/{repository}", file or "*Q4_K_M.gguf", "", "unknown")


def chosen_file(offer: Offer, revision: Revision) -> HubFile:
    """The one file of the revision the offer means; raises NotFetched naming what there is."""
    texts = [f for f in revision.files if f.name.lower().endswith(".gguf") and "mmproj" not in f.name.lower()]
    fitting = [f for f in texts if fnmatch(f.name.lower(), offer.pattern.lower())]
    if len(fitting) != 1:
        there = ", ".join(f.name for f in texts) or "no .gguf file"
        raise NotFetched(
            f"{offer.repository} has {len(fitting)} files like {offer.pattern}; it has: {there}. "
            f"Name one: mimosa models use {offer.repository}/FILE.gguf"
        )
    return fitting[0]
