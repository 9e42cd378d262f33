"""Home Assistant MQTT discovery, read: what is announced, what it can do, and which device it is."""
