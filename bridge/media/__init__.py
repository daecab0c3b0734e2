"""Sound: RTP, G.711, jitter, keys, mixing, clips; its own process, `python -m bridge.media`."""
