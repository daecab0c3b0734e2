"""同源检查: only our own pages may look in or act; browsers name the page a request comes from."""

from aiohttp import web


def refuse_other_origins(request: web.Request) -> None:
    """A page of another origin is refused; programs send no Origin."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise web.HTTPForbidden(text="another origin")
