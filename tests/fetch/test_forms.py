"""What is fetched for the forms is the release that was tried, or nothing."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from explainer.errors import FetchError
from explainer.fetch.forms import ICONS, SVELTIA, Release, forms
from explainer.fetch.web import Limits

LIMITS = Limits(allow_private=True, tries=1)


def archive(**files: bytes) -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as made:
        for name, text in files.items():
            held = tarfile.TarInfo(f"package/{name}")
            held.size = len(text)
            made.addfile(held, io.BytesIO(text))
    return body.getvalue()


def release(body: bytes, *names: str) -> Release:
    digest = "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()
    return Release("@x/y/-/y-1.0.0.tgz", digest, {f"package/{name}": name for name in names})


BODY = archive(script=b"go()", licence=b"MIT", other=b"no")


def test_it_is_fetched_from_a_registry(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/@x/y/-/y-1.0.0.tgz").respond_with_data(BODY)
    found = forms(httpserver.url_for("/").rstrip("/"), LIMITS, (release(BODY, "script", "licence"),))
    assert found == {"script": b"go()", "licence": b"MIT"}


def test_it_is_taken_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "y-1.0.0.tgz").write_bytes(BODY)
    assert forms(str(tmp_path), LIMITS, (release(BODY, "script"),)) == {"script": b"go()"}


def test_anything_else_is_refused_whoever_hands_it_over(tmp_path: Path) -> None:
    (tmp_path / "y-1.0.0.tgz").write_bytes(archive(script=b"steal()"))
    with pytest.raises(FetchError, match="another digest than it should, so it was not used"):
        forms(str(tmp_path), LIMITS, (release(BODY, "script"),))


def test_what_cannot_be_had_is_told(tmp_path: Path, httpserver: HTTPServer) -> None:
    with pytest.raises(FetchError, match=r"y-1\.0\.0\.tgz cannot be read"):
        forms(str(tmp_path), LIMITS, (release(BODY, "script"),))
    httpserver.expect_request("/@x/y/-/y-1.0.0.tgz").respond_with_data("no", status=404)
    with pytest.raises(FetchError, match="answered 404"):
        forms(httpserver.url_for("/"), LIMITS, (release(BODY, "script"),))
    (tmp_path / "y-1.0.0.tgz").write_bytes(BODY)
    with pytest.raises(FetchError, match="holds no package/missing"):
        forms(str(tmp_path), LIMITS, (release(BODY, "missing"),))


def test_no_private_network_is_asked() -> None:
    with pytest.raises(FetchError, match="private network"):
        forms("http://127.0.0.1:9", Limits(), (release(BODY, "script"),))


def test_the_program_asks_nobody_for_its_signs(tmp_path: Path) -> None:
    body = archive(
        script=b"url(https://cdn.jsdelivr.net/fontsource/fonts/material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2)"
    )
    (tmp_path / "y-1.0.0.tgz").write_bytes(body)
    assert forms(str(tmp_path), LIMITS, (release(body, "script"),)) == {"script": b"url(icons.woff2)"}


def test_every_release_brings_its_licence() -> None:
    for one in (SVELTIA, ICONS):
        assert any("LICENSE" in name for name in one.files.values())
