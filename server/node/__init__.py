"""The in-car node: the car talks by itself, and its link to the house may come and go."""
