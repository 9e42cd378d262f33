"""The reflex mind: a semantic parser built from the tools' phrases, the home's names and a lexicon per language."""
