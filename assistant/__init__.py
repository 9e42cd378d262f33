"""From sound to words to thought to sound, and what is remembered. Knows no device and no skill."""
