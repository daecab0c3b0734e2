"""The only place that wires: builds the parts from the settings and runs them together."""
