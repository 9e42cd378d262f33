"""The front door: HTTP, WebSocket, command line, settings, and the one place where everything is put together."""
