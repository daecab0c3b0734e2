"""The hotline: what is said, understood, decided, written down and shown."""
