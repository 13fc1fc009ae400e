"""A web server that misbehaves as it is told, and a world whose clock only moves when somebody waits."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta

from samestory.fetch import Outside
from samestory.fetch.connect import connect

PUBLIC = "93.184.216.34"
WORDS = (
    "The harbour council met on Monday evening and agreed to rebuild the eastern quay before winter comes. "
    "Fishers said that they had waited for three years, and that the money would not last until spring. "
    "The mayor promised a second vote in March, when the engineers are to hand in their report on the piles. "
)


def page(body=WORDS, title="Council agrees to rebuild the quay"):
    paragraphs = "".join(f"<p>{body}</p>" for _ in range(3))
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{paragraphs}</article></body></html>"
    ).encode()


def answer(body=b"", status=200, kind="text/html; charset=utf-8", length=None, **headers):
    """A whole answer as bytes; ``length`` lies about the length of the body."""
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    head += [f"Content-Type: {kind}"] if kind else []
    head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def redirect(to, status=302, **headers):
    return answer(status=status, Location=to, **headers)


def packed(body, coding="gzip"):
    raw = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    if coding == "raw deflate":
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        raw = raw.compress(body) + raw.flush()
    return answer(raw, Content_Encoding=coding.split()[-1])


def bomb(megabytes):
    """Much of nothing, in a thousandth of the space."""
    press, zeros, check = zlib.compressobj(9, zlib.DEFLATED, -15), bytes(1_000_000), 0
    one = press.compress(zeros) + press.flush(zlib.Z_FULL_FLUSH)  # the same bytes for each million
    for _ in range(megabytes):
        check = zlib.crc32(zeros, check)
    ends = b"\x03\x00" + struct.pack("<II", check, len(zeros) * megabytes)
    return b"\x1f\x8b\x08" + bytes(7) + one * megabytes + ends


class Server:
    """Answers ``routes[host + path]`` or ``routes[path]``: bytes, a list of bytes (one a request), or a function
    that is given the connection. What is not there is a 404, robots.txt too."""

    def __init__(self, tls=None):
        self.routes, self.seen, self.heads = {}, [], []
        self.busy, self.most_at_once, self.names = {}, 0, []
        self.lock, self.over = threading.Lock(), threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.tls = tls
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path, host="news.example", scheme="http"):
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self):
        self.over.set()
        self.socket.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection):
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.settimeout(10)
            if not self.tls:
                self._talk(connection)
                return
            with self.tls.wrap_socket(connection, server_side=True) as secure:
                self._talk(secure)

    def _talk(self, connection):
        raw = b""
        while b"\r\n\r\n" not in raw:
            if not (piece := connection.recv(65_536)):
                return
            raw += piece
        lines = raw.decode("latin-1").split("\r\n")
        heads = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        heads = {name.lower(): value for name, value in heads.items()}
        host, path = heads["host"].partition(":")[0], lines[0].split(" ")[1]
        with self.lock:
            self.seen.append(host + path)
            self.heads.append(heads)
            self.busy[host] = self.busy.get(host, 0) + 1
            self.most_at_once = max(self.most_at_once, self.busy[host])
        done = []

        def over():
            """Once: a client that has the last byte may ask again before this thread goes on."""
            with self.lock:
                self.busy[host] -= 0 if done else 1
                done.append(True)

        try:
            self._answer(connection, host, path, over)
        finally:
            over()

    def _answer(self, connection, host, path, over):
        route = self.routes.get(host + path, self.routes.get(path, answer(b"<p>none", 404)))
        if isinstance(route, list):
            route = route.pop(0) if len(route) > 1 else route[0]
        if callable(route):
            route(connection)
        else:
            connection.sendall(route[:-1])
            over()
            connection.sendall(route[-1:])
        with contextlib.suppress(OSError, ssl.SSLError):
            connection.shutdown(socket.SHUT_WR)


def drip(head=b"", wait=0.02):
    """Never ends and never stops: a byte at a time."""

    def route(connection):
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(wait)

    return route


def endless(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>")
    while True:
        connection.sendall(b"and so on " * 5_000)


def reset(after):
    """Sends some bytes, then the connection is torn down without a good-bye."""

    def route(connection):
        connection.sendall(after)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    return route


class World(Outside):
    """Time passes only in ``sleep``; every name ending in .example is a public machine that is really the server."""

    def __init__(self, server):
        super().__init__()
        self.time, self.slept, self.dialled, self.server = 0.0, [], [], server
        self.names = {"private.example": ["127.0.0.1"], "mixed.example": [PUBLIC, "10.0.0.7"]}
        self.began = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
        self.now = lambda: self.began + timedelta(seconds=self.time)
        self.clock = lambda: self.time
        self.resolve = self._resolve
        self.connect = self._connect
        self.lock = threading.Lock()

    def sleep(self, seconds):
        with self.lock:
            self.slept.append(round(seconds, 3))
            self.time += seconds

    def _resolve(self, host, port):
        found = self.names.get(host)
        if found is None:
            found = [PUBLIC] if host.endswith(".example") else [host]
        return found.pop(0) if found and isinstance(found[0], list) else found

    def _connect(self, address, port, timeout):
        self.dialled.append(address)
        assert address == PUBLIC, f"{address} was connected to"
        return connect("127.0.0.1", port, timeout)
