"""The independent telephone on pyVoIP: simulated citizen and dial test; shares no code with `bridge`."""
