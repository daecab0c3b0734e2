"""The independent telephone on pyVoIP: simulated citizen and dial test; no code of `bridge`."""

from ivr.phone.citizen import Citizen, Press, Say, Script
from ivr.phone.report import CallReport, EndedBy, PhoneEvent, Utterance
from ivr.phone.turns import Manners

__all__ = [
    "CallReport",
    "Citizen",
    "EndedBy",
    "Manners",
    "PhoneEvent",
    "Press",
    "Say",
    "Script",
    "Utterance",
]
