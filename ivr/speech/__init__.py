"""Listening and speaking: vosk recognisers, end of turn, the synthetic voice, the model store."""
