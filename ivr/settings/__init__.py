"""Typed settings: each package owns its own struct; here they are read from `config/*.toml`."""
