"""Serves the lecture's pages and their files, and nothing else, to a browser on this machine that has the address.

The address contains a token that no other page knows. Requests by another page, or for another host name that leads
here, are refused all the same.
"""

import json
from collections.abc import AsyncIterator
from hmac import compare_digest

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scenes.studio.publish.lecture_files import EXPLORER, PAGE
from scenes.studio.publish.player_page import render_waiting
from scenes.studio.watch.messages import Place
from scenes.studio.watch.serve.state import State

# The most bytes in which a page says which beat it shows.
_LONGEST = 1000

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def application(state: State, host: str, token: str, theme: str) -> Starlette:
    """Return the server's application.

    Parameters
    ----------
    host
        The address and port that it is served from.
    theme
        The theme of a page on which there is no clip yet.
    """

    def start(_request: Request) -> Response:
        language = state.place.language
        return RedirectResponse(
            f"{language if language in state.pages else next(iter(state.pages), language)}/{PAGE}"
        )

    def page(request: Request) -> Response:
        language = request.path_params["language"]
        if found := state.pages.get(language):
            return HTMLResponse(found.html)
        if language == state.place.language:
            return HTMLResponse(render_waiting(language, theme))
        raise HTTPException(404)

    def explorer(request: Request) -> Response:
        if found := state.pages.get(request.path_params["language"]):
            return HTMLResponse(found.explorer)
        raise HTTPException(404)

    def file(request: Request) -> Response:
        found = state.pages.get(request.path_params["language"])
        path = found.files.get(request.path_params["name"]) if found else None
        if not path or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path)

    def still(request: Request) -> Response:
        if not state.still or request.path_params["name"] != state.still_name.partition("/")[2]:
            raise HTTPException(404)
        return Response(state.still.picture, media_type="image/png")

    async def preview(request: Request) -> Response:
        if request.path_params["name"] != state.stream.name:
            raise HTTPException(404)
        return StreamingResponse(state.stream.pieces(), media_type="video/mp4")

    async def events(_request: Request) -> Response:
        return StreamingResponse(_stream(state), media_type="text/event-stream")

    async def place(request: Request) -> Response:
        state.place = await _place(request, state)
        return Response(status_code=204)

    routes = [
        Route("/", start),
        Route("/events", events),
        Route("/place", place, methods=["POST"]),
        Route("/still/{name}", still),
        Route("/preview/{name}", preview),
        Route("/{language}/" + PAGE, page),
        Route("/{language}/" + EXPLORER, explorer),
        Route("/{language}/{name:path}", file),
    ]
    guarded = [Route(f"/{token}{route.path}", route.endpoint, methods=route.methods) for route in routes]
    return Starlette(routes=guarded, middleware=[Middleware(_Guard, host=host, token=token)])


async def _stream(state: State) -> AsyncIterator[str]:
    async for told in state.told():
        yield f"data: {told}\n\n"


async def _place(request: Request, state: State) -> Place:
    """Return the place that a page has sent."""
    if int(request.headers.get("content-length") or _LONGEST + 1) > _LONGEST:
        raise HTTPException(413)
    try:
        sent = json.loads(await request.body())
        place = Place(sent["language"], sent["clip"], sent["beat"])
    except (ValueError, TypeError, LookupError):
        raise HTTPException(400) from None
    if place.language not in state.pages or place.clip not in state.pages[place.language].films:
        raise HTTPException(400)
    return place


class _Guard:
    """Refuses requests that are not by the page itself, or by who was given its address.

    Parameters
    ----------
    app
        What answers the others.
    """

    def __init__(self, app: ASGIApp, host: str, token: str):
        self._app, self._host, self._token = app, host, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        app = self._app if self._is_allowed(scope) else PlainTextResponse("This is not for you.", 403)
        return await app(scope, receive, send_with_headers)

    def _is_allowed(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        own = f"http://{self._host}"
        asks = scope["method"] in ("GET", "HEAD")
        return (
            headers.get("host") == self._host
            and headers.get("origin", own if asks else "") == own
            and headers.get("sec-fetch-site", "none") in ("none", "same-origin")
            and compare_digest(scope["path"].split("/")[1].encode(), self._token.encode())
        )
