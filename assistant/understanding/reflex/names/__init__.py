"""What the things, rooms and floors of one home are called, also when they are heard a little wrong."""
