"""What Mimosa can do for people: the only room that knows both the talk and the things."""
