"""JSON answers and their limits."""

from typing import Any

import msgspec
from aiohttp import web

MOST_ROWS = 200


def as_json(thing: Any, status: int = 200) -> web.Response:
    """Anything of ours as JSON."""
    body = msgspec.json.encode(msgspec.to_builtins(thing, str_keys=True))
    return web.Response(body=body, status=status, content_type="application/json")


def limit_of(request: web.Request) -> int:
    """How many rows are wanted."""
    text = request.query.get("limit", "50")
    if not text.isdecimal() or len(text) > 6:
        raise web.HTTPBadRequest(text="limit: a number from 1 to 200")
    return max(1, min(int(text), MOST_ROWS))
