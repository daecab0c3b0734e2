"""`python -m bridge.media DESCRIPTOR CONFIG`: started by `bridge.media.client` only."""

import sys

import msgspec

from bridge.media.config import MediaConfig
from bridge.media.process import main

if __name__ == "__main__":
    main(int(sys.argv[1]), msgspec.json.decode(sys.argv[2], type=MediaConfig))
