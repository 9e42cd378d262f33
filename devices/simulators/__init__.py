"""A house and a car that obey, and fail on purpose; and homes in memory that are literal in Home Assistant's terms."""
