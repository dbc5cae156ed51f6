"""The desk as a small web application: who may ask, which page answers, and nothing that a look changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from explainer.desk import parsing, safety
from explainer.desk.answers import Answer, Go, Plain, Shown
from explainer.desk.desk import Desk
from explainer.desk.pages import Pages
from explainer.desk.safety import Asked, Refusal, refusal
from explainer.errors import ExplainerError, Finding, StaffError, own_fault

_FILES = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_HERE = Path(__file__).parent
_STYLE = _HERE.parent / "theme" / "style"
_BEFORE = ("tokens.css", "base.css")
"""What the desk has in common with crisis pages."""


class Gate:
    """Lets in whoever holds the token, and gives every answer the headers that keep it here."""

    def __init__(self, app: ASGIApp, token: str, pages: Pages) -> None:
        self._app = app
        self._token = token
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say why not."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        why = refusal(_asked(request), self._token)
        answer: ASGIApp = self._app
        if why is not None:
            answer = self._refused(why)
        elif request.url.path == "/" and request.query_params.get("token"):
            answer = self._entered()
        await answer(scope, receive, _with_headers(send))

    def _refused(self, why: Refusal) -> Response:
        return HTMLResponse(self._pages.page("refused.html", why=why.value), 405 if why is Refusal.METHOD else 403)

    def _entered(self) -> Response:
        """The first page: it keeps the token as a cookie, and leads on without it.

        A redirect would not do: where a link in another program led here, the cookie would not come along with it.
        """
        answer = HTMLResponse(self._pages.page("entered.html"))
        answer.set_cookie(safety.COOKIE, self._token, httponly=True, samesite="strict", path="/")
        return answer


def _asked(request: Request) -> Asked:
    return Asked(
        request.method,
        dict(request.headers),
        request.cookies.get(safety.COOKIE, ""),
        request.query_params.get("token", "") if request.url.path == "/" else "",
    )


def _with_headers(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            own = {**safety.HEADERS, "Content-Security-Policy": safety.POLICY}
            more = [(name.lower().encode(), value.encode()) for name, value in own.items()]
            message = {**message, "headers": [*message["headers"], *(row for row in more if row[0] not in given)]}
        await send(message)

    return sending


async def _body(request: Request) -> str:
    """The body of a form, if it is small enough and comes soon enough.

    Raises:
        ValueError: when it is too large.
        TimeoutError: when it does not come.
    """
    found = bytearray()
    async with asyncio.timeout(safety.LONGEST_READ):
        async for part in request.stream():
            found += part
            if len(found) > safety.LARGEST_BODY:
                raise ValueError("is too large")
    return found.decode("utf-8", "replace")


def application(desk: Desk, token: str) -> ASGIApp:
    """The desk of one site, for whoever holds ``token``."""
    pages = Pages()
    web = _Web(desk, pages)
    files = [Route(f"/{name}", _file, methods=["GET"]) for name in _FILES]
    app = Starlette(routes=[*web.routes(), *files], exception_handlers={404: web.unknown, 405: web.unknown})
    return Gate(app, token, pages)


class _Web:
    """Requests into what the desk does, and its answers into responses."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    def routes(self) -> list[Route]:
        """Every page, and every button. What answers to GET changes nothing."""
        desk, get, post = self._desk, self._get, self._post
        return [
            get("/", desk.index),
            get("/new", desk.new),
            post("/new", desk.begin),
            get("/new/{name}", desk.gaps),
            get("/notice/{name}", desk.form),
            post("/notice/{name}", desk.save),
            post("/notice/{name}/live", desk.live),
            get("/notice/{name}/page", desk.page),
            get("/notice/{name}/update", desk.update),
            post("/notice/{name}/update", desk.say),
            post("/notice/{name}/update/live", desk.say_live),
            get("/notice/{name}/read", desk.read),
            post("/notice/{name}/read", desk.answer),
            post("/notice/{name}/other", desk.rebase),
            get("/look", desk.look),
            post("/look", desk.sign_look),
            post("/publish", desk.publish_again),
        ]

    def _get(self, path: str, look: Callable[[str], Answer]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await self._run(partial(look, _name(request)))

        return Route(path, endpoint, methods=["GET"])

    def _post(self, path: str, act: Callable[[str, parsing.Typed], Answer]) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                typed = parsing.typed_of(await _body(request))
            except (ValueError, TimeoutError):
                return PlainTextResponse("This form is larger than any of ours, or did not arrive in time.", 413)
            except ClientDisconnect:
                return PlainTextResponse("", 400)
            return await self._run(partial(act, _name(request), typed))

        return Route(path, endpoint, methods=["POST"])

    async def _run(self, act: Callable[[], Answer]) -> Response:
        try:
            return self._answered(await run_in_threadpool(act))
        except StaffError as error:
            return self._trouble(500, findings=error.findings)
        except ExplainerError as error:
            return self._trouble(500, says=str(error))
        except Exception as error:  # noqa: BLE001 - the last resort: what is typed is kept, the next request may do
            return self._trouble(500, says=own_fault(error))

    def _answered(self, answer: Answer) -> Response:
        if isinstance(answer, Go):
            return RedirectResponse(answer.to, 303)
        if isinstance(answer, Plain):
            return JSONResponse(answer.data, answer.status)
        if isinstance(answer, Shown):
            policy = {"Content-Security-Policy": safety.SHOWN_POLICY}
            return Response(answer.body, media_type="text/html", headers=policy)
        return HTMLResponse(self._pages.page(answer.template, **answer.values), answer.status)

    def _trouble(self, status: int, says: str = "", findings: tuple[Finding, ...] = ()) -> Response:
        return HTMLResponse(self._pages.page("trouble.html", findings=findings, says=says), status)

    async def unknown(self, request: Request, error: Exception) -> Response:
        """What is no page of ours."""
        del request, error
        return self._trouble(404, says="There is no such page at the desk.")


def _name(request: Request) -> str:
    return str(request.path_params.get("name", ""))


async def _file(request: Request) -> Response:
    name = request.url.path.lstrip("/")
    shared = [_STYLE / before for before in _BEFORE] if name.endswith(".css") else []
    text = b"".join(path.read_bytes() for path in (*shared, _HERE / "templates" / name))
    return Response(text, media_type=_FILES[name])
