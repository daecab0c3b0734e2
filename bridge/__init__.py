"""The telephone: SIP, media, rooms, recording. Knows nothing of tickets, Chinese or flows."""
