"""SIP without sockets: bytes and `now` in; events, bytes and the next timer out."""
