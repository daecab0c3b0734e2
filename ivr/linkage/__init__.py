"""12345 与 110 联动: which line takes a matter, and the steps of a warm hand-over."""
