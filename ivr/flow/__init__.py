"""Call flows: typed model, loader, checker and the pure interpreter of `dialplans/*.yaml`."""
