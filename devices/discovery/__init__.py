"""From what devices announce on the broker to `Device`."""
