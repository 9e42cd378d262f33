"""What people usually do, learnt from what they did."""

from assistant.memory.habits.learning import Habits
from assistant.memory.habits.nouns import Guess, Habit, Usual, When

__all__ = ["Guess", "Habit", "Habits", "Usual", "When"]
