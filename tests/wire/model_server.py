"""A model server with bad habits, on a real socket."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ModelServer:
    """Serves one file under every name; `drops`: cut that many answers half-way;
    `length`: what Content-Length says of the number of bytes, or empty for no such header."""

    def __init__(
        self,
        content: bytes,
        *,
        drops: int = 0,
        ranges: bool = True,
        status: int = 200,
        length: str = "{}",
    ) -> None:
        self.content = content
        self.drops = drops
        self.ranges = ranges
        self.status = status
        self.length = length
        self.requests: list[str | None] = []  # the Range header of each
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/models"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range")
        self.requests.append(asked)
        if self.status != 200:
            request.send_error(self.status)
            return
        begin = 0
        if asked and self.ranges:
            begin = int(asked.removeprefix("bytes=").rstrip("-"))
            if begin >= len(self.content):
                request.send_error(416)
                return
            request.send_response(206)
            last = len(self.content) - 1
            request.send_header("Content-Range", f"bytes {begin}-{last}/{len(self.content)}")
        else:
            request.send_response(200)
        body = self.content[begin:]
        if self.length:
            request.send_header("Content-Length", self.length.format(len(body)))
        request.end_headers()
        if self.drops:
            self.drops -= 1
            body = body[: len(body) // 2]
        request.wfile.write(body)
        request.close_connection = True
