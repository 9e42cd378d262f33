"""How long to wait before the next try: longer each time, never two cars at the same moment."""

import random
from dataclasses import dataclass, field

FIRST_S = 0.5
LONGEST_S = 15.0


@dataclass(slots=True)
class Backoff:
    """Seconds until the next try: doubled each time up to LONGEST_S, of which a random half to whole is waited."""

    chance: random.Random = field(default_factory=random.Random)
    _next_s: float = FIRST_S

    def wait_s(self) -> float:
        """Seconds to wait now."""
        whole = self._next_s
        self._next_s = min(LONGEST_S, whole * 2)
        return whole * self.chance.uniform(0.5, 1.0)

    def reset(self) -> None:
        """It worked: the next trouble begins anew."""
        self._next_s = FIRST_S
