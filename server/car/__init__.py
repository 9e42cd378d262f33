"""The API of head units, versioned under /api/car/v1: pairing, turns, events, commands and state."""
