"""What can go wrong on the telephone, by whose fault it is.

BridgeError
├── PeerError          the far end sent what the standards forbid
│   ├── SipSyntaxError
│   └── SdpError
├── UsageError         our own code asked for what the state does not allow
└── MediaPlaneError    the media process died, or answered nothing
"""


class BridgeError(Exception):
    """Base of every error of the telephone."""


class PeerError(BridgeError):
    """The far end sent what the standards forbid."""


class SipSyntaxError(PeerError):
    """A SIP message that cannot be read; the text says why."""


class SdpError(PeerError):
    """A session description that cannot be read or agreed on."""


class UsageError(BridgeError):
    """Our own code asked for something the present state does not allow."""


class MediaPlaneError(BridgeError):
    """The media process is gone or does not answer."""
