"""Sound: RTP, G.711, jitter, DTMF, mixing, clips, in a process of its own (`python -m bridge.media`)."""
