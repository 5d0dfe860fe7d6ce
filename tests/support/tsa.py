#!/usr/bin/env python3
"""A timestamp authority on loopback: `openssl ts` behind the little http that RFC 3161 section 3.4 wants.

    tsa.py FOLDER

FOLDER has tsa.cnf, a configuration of openssl ts. Prints the port it listens on, then a line for each request. The
path says how it behaves, also where it is asked as a proxy: /tsr answers, /stale gives the answer to the last request, /refused one that refuses,
/other one over other bytes with the right nonce left out. It ends with its standard input.
"""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse

folder = pathlib.Path(sys.argv[1])
last = b""


def reply(query: bytes, *options: str) -> bytes:
    with tempfile.TemporaryDirectory() as work:
        asked, answered = pathlib.Path(work, "q"), pathlib.Path(work, "r")
        asked.write_bytes(query)
        subprocess.run(["openssl", "ts", "-reply", "-config", str(folder / "tsa.cnf"), "-queryfile", str(asked), "-out",
                        str(answered), *options], cwd=folder, check=True, stderr=subprocess.DEVNULL)
        return answered.read_bytes()


def query_over(content: bytes) -> bytes:
    return subprocess.run(["openssl", "ts", "-query", "-digest", content.hex(), "-sha256", "-cert", "-no_nonce"],
                          check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        global last
        query = self.rfile.read(int(self.headers["Content-Length"]))
        place = urllib.parse.urlsplit(self.path).path  # a proxy is asked with the whole address
        print(f"POST {self.path} {self.headers['Content-Type']} {self.headers['Accept']}", flush=True)
        if place == "/stale":
            answer = last
        elif place == "/refused":
            answer = reply(query, "-section", "strict")
        elif place == "/other":
            answer = reply(query_over(bytes(32)))
        else:
            answer = last = reply(query)
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
