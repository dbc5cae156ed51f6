"""The desk as a small web application: who may ask, which page answers, and nothing that a look changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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
from explainer.errors import ExplainerError, StaffError, own_fault

_FILES = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_HERE = Path(__file__).parent

Act = Callable[[Desk, str, parsing.Typed], Answer]


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

    def answered(answer: Answer) -> Response:
        if isinstance(answer, Go):
            return RedirectResponse(answer.to, 303)
        if isinstance(answer, Plain):
            return JSONResponse(answer.data, answer.status)
        if isinstance(answer, Shown):
            return Response(
                answer.body, media_type="text/html", headers={"Content-Security-Policy": safety.SHOWN_POLICY}
            )
        return HTMLResponse(pages.page(answer.template, **answer.values), answer.status)

    async def run(act: Callable[[], Answer]) -> Response:
        try:
            return answered(await run_in_threadpool(act))
        except StaffError as error:
            return HTMLResponse(pages.page("trouble.html", findings=error.findings), 500)
        except ExplainerError as error:
            return HTMLResponse(pages.page("trouble.html", findings=(), says=str(error)), 500)
        except Exception as error:  # noqa: BLE001 - the last resort: what is typed is kept, and the next request may do
            return HTMLResponse(pages.page("trouble.html", findings=(), says=own_fault(error)), 500)

    def looked(act: Callable[[Desk, str], Answer]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            name = str(request.path_params.get("name", ""))
            return await run(lambda: act(desk, name))

        return endpoint

    def done(act: Act) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                typed = parsing.typed_of(await _body(request))
            except (ValueError, TimeoutError):
                return PlainTextResponse("This form is larger than any of ours, or did not arrive in time.", 413)
            except ClientDisconnect:
                return PlainTextResponse("", 400)
            name = str(request.path_params.get("name", ""))
            return await run(lambda: act(desk, name, typed))

        return endpoint

    async def file(request: Request) -> Response:
        name = request.url.path.lstrip("/")
        return Response((_HERE / "templates" / name).read_bytes(), media_type=_FILES[name])

    def get(path: str, act: Callable[[Desk, str], Answer]) -> Route:
        return Route(path, looked(act), methods=["GET"])

    def post(path: str, act: Act) -> Route:
        return Route(path, done(act), methods=["POST"])

    routes = [
        get("/", Desk.list),
        get("/new", Desk.new),
        post("/new", Desk.begin),
        get("/notice/{name}", Desk.form),
        post("/notice/{name}", Desk.save),
        post("/notice/{name}/live", Desk.live),
        get("/notice/{name}/page", Desk.page),
        get("/notice/{name}/update", Desk.update),
        post("/notice/{name}/update", Desk.say),
        post("/notice/{name}/update/live", Desk.say_live),
        get("/notice/{name}/read", Desk.read),
        post("/notice/{name}/read", Desk.answer),
        post("/notice/{name}/other", Desk.rebase),
        get("/look", Desk.look),
        post("/look", Desk.sign_look),
        post("/publish", Desk.publish_again),
        *(Route(f"/{name}", file, methods=["GET"]) for name in _FILES),
    ]

    async def unknown(request: Request, error: Exception) -> Response:
        del request, error
        return HTMLResponse(pages.page("trouble.html", findings=(), says="There is no such page at the desk."), 404)

    return Gate(Starlette(routes=routes, exception_handlers={404: unknown, 405: unknown}), token, pages)
