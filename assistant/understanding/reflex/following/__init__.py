"""Sentences that go on with what was said before."""
