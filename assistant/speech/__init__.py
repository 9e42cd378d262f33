"""Ears and voice: sound to words, words to sound, and where an utterance begins and ends."""
