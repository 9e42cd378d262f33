"""From words to tool calls: the reflex mind and the reasoning core."""
