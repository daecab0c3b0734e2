"""The pages: aiohttp, WebSocket and the HTTP interface of operators and supervisors."""
