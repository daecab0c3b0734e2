"""同源检查: only our own pages may look in or act; browsers name the page a request comes from."""

from typing import TypeVar

import msgspec
from aiohttp import web

MOST_BYTES = 8192
Body = TypeVar("Body")


def refuse_other_origins(request: web.Request) -> None:
    """A page of another origin is refused; programs send no Origin."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise web.HTTPForbidden(text="another origin")


async def body_of(request: web.Request, kind: type[Body]) -> Body:
    """The JSON body of a change. JSON is required because a form of another site can send
    anything but that without being asked."""
    refuse_other_origins(request)
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send application/json")
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    try:
        return msgspec.json.decode(await request.content.read(MOST_BYTES + 1), type=kind)
    except msgspec.DecodeError as error:
        raise web.HTTPBadRequest(text=str(error)) from None
