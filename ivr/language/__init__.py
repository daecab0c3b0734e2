"""Spoken Chinese as text: numbers, pinyin, fillers, and what kind of utterance it is."""
