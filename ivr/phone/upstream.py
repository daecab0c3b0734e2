"""pyVoIP's modules, imported in the only order that works (they import each other)."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # audioop; 3.13 has it from audioop-lts
    from pyVoIP.VoIP import CallState, VoIPCall, VoIPPhone  # isort: skip
    from pyVoIP import RTP, SIP

__all__ = ["RTP", "SIP", "CallState", "VoIPCall", "VoIPPhone"]
