"""The HTTP routes and the event socket, one file for each thing that can be asked for."""
