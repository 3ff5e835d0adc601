"""What is not even HTTP, sent to the real server: it answers or hangs up, and goes on serving."""

import socket

import pytest

from tests.real_server import read_all, served

HOST = b" HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = (
    b"POST /check/now/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
PARTS = POST.replace(b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=e")
MARK = b"zq9<b>"

REFUSED = {
    "no HTTP": b"zq9<b>\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "another version": b"GET / HTTP/9.9\r\n\r\n",
    "a method that is none": b"G<T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "a space in the address": b"GET /zq9<b> \x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a null byte in the address": b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a null byte in a header": GET + b"X: a\x00b\r\n\r\n",
    "a line end in a name": GET + b"X\rY: 1\r\n\r\n",
    "a folded header": GET + b"X: a\r\n  zq9<b>\r\n\r\n",
    "a header without a name": GET + b": zq9<b>\r\n\r\n",
    "a length that is a word": POST + b"Content-Length: abc\r\n\r\n",
    "a length below nought": POST + b"Content-Length: -5\r\n\r\n",
    "a length as a power": POST + b"Content-Length: 1e3\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "an unknown encoding": POST + b"Transfer-Encoding: zq9\r\n\r\n",
    "ten thousand headers": GET
    + b"".join(b"X-%d: zq9<b>\r\n" % n for n in range(10_000))
    + b"\r\n",
    "a header of a megabyte": GET + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "an address of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
}
ANSWERED = {
    "no host": (b"GET / HTTP/1.0\r\n\r\n", (200, 400)),
    "a strange host": (b"GET / HTTP/1.1\r\nHost: zq9<b>\r\n\r\n", (400,)),
    "two hosts": (GET + b"Host: evil.example\r\n\r\n", (200, 400)),
    "an address in full": (
        b"GET http://evil.example/zq9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        (400, 404),
    ),
    "a cookie of bytes": (
        GET + b"Cookie: __Host-check=" + bytes(range(128, 256)) + b"\r\n\r\n",
        (200, 400),
    ),
    "a forged cookie": (
        b"GET /check/result/ HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-check=zq9\r\n\r\n",
        (400,),
    ),
    "tracing": (b"TRACE /check/now/ HTTP/1.1\r\nHost: localhost\r\nX: zq9<b>\r\n\r\n", (403, 405)),
    "a tunnel": (b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", (200, 400, 404, 405)),
    "a length and chunks": (
        POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        (400, 403, 422),
    ),
    "a body of ten megabytes": (
        POST + b"Content-Length: 10000000\r\n\r\n" + b"a" * 10_000_000,
        (400, 413),
    ),
    "chunks": (POST + CHUNKED + b"\r\n5\r\nx=zq9\r\n0\r\n\r\n", (422,)),
    "chunks that are none": (POST + CHUNKED + b"\r\nzq9\r\n", (400, 422)),
    "a body of one byte": (POST + b"Content-Length: 1\r\n\r\na", (422,)),
}
CUT_SHORT = {
    "nothing": b"",
    "half a line": b"GET /check/no",
    "half the headers": POST[:-20],
    "no end of headers": POST,
    "half a body": POST + b"Content-Length: 5000\r\n\r\nnow_heart=yes",
    "half a chunk": POST + CHUNKED + b"\r\nff\r\nnow_heart=yes",
    "half of many parts": PARTS + b"Content-Length: 900\r\n\r\n--e\r\n"
    b'Content-Disposition: form-data; name="now_heart"\r\n\r\nye',
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("hostile")) as server:
        yield server
        assert_it_still_serves(server)


def assert_it_still_serves(server) -> None:
    for path in ("/", "/emergency/", "/check/now/"):
        answer, body = server.ask("GET", path)
        assert answer.status == 200
        assert b"</html>" in body
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def send(server, sent: bytes, *, hang_up: bool = False) -> bytes:
    """Send bytes and read until the server has no more to say. A reset is an answer too."""
    with server.connect() as connection:
        connection.settimeout(10)
        received = b""
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while not hang_up and (more := connection.recv(65_536)):
                received += more
        except OSError:
            pass
        return received


def status_of(received: bytes) -> int | None:
    return int(received.split(b" ", 2)[1]) if received.startswith(b"HTTP/1.") else None


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_http_is_refused(server, name):
    received = send(server, REFUSED[name])

    assert status_of(received) in (None, 400, 404, 413, 414, 431, 501)
    assert MARK not in received
    assert b"Traceback" not in received
    assert_it_still_serves(server)


@pytest.mark.parametrize("name", ANSWERED)
def test_what_is_odd_is_answered(server, name):
    sent, statuses = ANSWERED[name]
    received = send(server, sent)

    assert status_of(received) in (*statuses, None)
    assert MARK not in received
    assert b"Traceback" not in received
    assert_it_still_serves(server)


@pytest.mark.parametrize("name", CUT_SHORT)
@pytest.mark.parametrize("hang_up", [True, False], ids=["hang up", "wait"])
def test_what_is_cut_short_leaves_nothing_behind(server, name, hang_up):
    for _ in range(5):  # more often than there are threads to answer
        received = send(server, CUT_SHORT[name], hang_up=hang_up)
        assert status_of(received) in (None, 400, 408, 413, 422)
    assert_it_still_serves(server)


def test_many_open_connections_do_not_keep_anyone_out(server):
    waiting = [server.connect() for _ in range(200)]
    for number, connection in enumerate(waiting):
        connection.sendall(list(CUT_SHORT.values())[number % 3])
    assert_it_still_serves(server)
    for connection in waiting:
        connection.close()
    assert_it_still_serves(server)


def test_what_comes_to_the_log_has_no_answer_in_it(server):
    send(server, CUT_SHORT["half a body"])
    assert_it_still_serves(server)
    assert "now_heart" not in read_all(server.logs)
