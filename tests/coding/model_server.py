"""A server of a language model that behaves as it is told: an answer, a status, a cut or slow or enormous response."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def reply(told: Any, finish: str = "stop") -> dict[str, Any]:
    """A sound response; what is not text is sent as JSON."""
    content = told if isinstance(told, str) else json.dumps(told)
    return {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]}


class ModelServer:
    """``behave`` is given the question and how many came before it, and returns what is done.

    A dict is answered with status 200; (status, body, headers) as it is; a text names a fault: "cut", "slow", "huge".
    """

    def __init__(self, behave: Callable[[dict[str, Any], int], Any]):
        self.behave, self.questions, self.heads = behave, [], []
        self.over, lock, mine = threading.Event(), threading.Lock(), self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_given: Any) -> None:
                """Say nothing."""

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    nth = len(mine.questions)
                    mine.questions.append(asked)
                    mine.heads.append({"path": self.path, **dict(self.headers)})
                try:
                    mine.act(self, mine.behave(asked, nth))
                except OSError:
                    self.close_connection = True

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def close(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.http.server_close()

    def act(self, handler: BaseHTTPRequestHandler, what: Any) -> None:
        status, body, headers = what if isinstance(what, tuple) else (200, what, {})
        if isinstance(what, str):
            status, body, headers = 200, json.dumps(reply({"claims": []})), {}
        raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **headers}.items():
            if not (what in ("huge",) and name == "Content-Length"):
                handler.send_header(name, value)
        if what == "huge":
            handler.send_header("Connection", "close")
        handler.end_headers()
        if what == "cut":
            handler.wfile.write(raw[: len(raw) // 2])
            handler.close_connection = True
        elif what == "slow":
            for byte in raw:
                if self.over.is_set():
                    return
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(0.05)
        elif what == "huge":
            handler.close_connection = True
            for _ in range(2_000):
                handler.wfile.write(b" " * 65_536)
        else:
            handler.wfile.write(raw)
