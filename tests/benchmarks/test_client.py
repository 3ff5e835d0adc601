import socket
import threading

import pytest

from benchmarks.client import Unanswered, fetch, load, request

TWO_HUNDRED = frozenset([b"200"])


@pytest.fixture
def answering():
    """A server that sends its answers in the pieces it is told, one after the other."""
    listening = socket.create_server(("127.0.0.1", 0))

    def start(pieces, answers=1):
        def serve():
            connection, _ = listening.accept()
            with connection:
                for _ in range(answers):
                    connection.recv(65536)
                    for piece in pieces:
                        connection.sendall(piece)

        threading.Thread(target=serve, daemon=True).start()
        return listening.getsockname()

    yield start
    listening.close()


def test_writes_a_get_as_a_browser_does():
    lines = request("localhost:8000", "/check/", cookie="check=x").decode().split("\r\n")

    assert lines[0] == "GET /check/ HTTP/1.1"
    assert "Host: localhost:8000" in lines
    assert "Cookie: check=x" in lines
    assert "Sec-Fetch-Site: same-origin" in lines
    assert "Accept-Encoding: gzip, deflate, br, zstd" in lines
    assert not any(line.startswith("Content-Length") for line in lines)


def test_writes_a_post_with_its_length_and_origin():
    head, body = request("localhost:8000", "/check/", form=b"a=b").split(b"\r\n\r\n")

    assert head.startswith(b"POST /check/ HTTP/1.1\r\n")
    assert b"Content-Length: 3" in head
    assert b"Origin: http://localhost:8000" in head
    assert body == b"a=b"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx: y\r\n\r\nhello"],
        [b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 5\r\nX: y\r\n\r", b"\nhel", b"lo"],
    ],
    ids=["in one piece", "in pieces"],
)
def test_reads_an_answer_by_its_length(answering, pieces):
    answer = fetch(answering(pieces), request("localhost", "/"))

    assert answer.status == 200
    assert answer.headers["x"] == "y"
    assert answer.body == b"hello"


def test_an_answer_that_breaks_off_is_an_error(answering):
    with pytest.raises(Unanswered, match="hung up"):
        fetch(
            answering([b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"]),
            request("localhost", "/"),
        )


def test_a_load_with_the_wrong_status_is_an_error(answering):
    address = answering([b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n"])

    with pytest.raises(Unanswered, match="500"):
        load(address, [request("localhost", "/")], statuses=TWO_HUNDRED)


def test_a_load_counts_what_was_answered(answering):
    address = answering([b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"])

    done = load(address, [request("localhost", "/")], statuses=TWO_HUNDRED)

    assert done.requests == 1
    assert done.rate == 1 / done.seconds
