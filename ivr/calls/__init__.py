"""Live calls: sessions, switchboard and hand-over; performs what flow and queueing decide."""
