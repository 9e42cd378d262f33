"""The reasoning core: a language model that answers in tool calls or a few words."""
