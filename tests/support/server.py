#!/usr/bin/env python3
"""A server on loopback that behaves as the path of a request says, badly for the most part.

    server.py [--tls CERTIFICATE KEY] [--folder FOLDER] [--proxy]

Prints the port it listens on, then a line for each request ("GET /path"). With --proxy it is a forward proxy that
answers plain requests itself and tunnels CONNECT, whatever the host, to that port of loopback. It ends with its
standard input.
"""
import argparse
import json
import os
import pathlib
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--tls", nargs=2)
arguments.add_argument("--folder", type=pathlib.Path)
arguments.add_argument("--proxy", action="store_true")
options = arguments.parse_args()


def head(status: str, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *lines, "", ""]).encode()


def whole(status: str, body: bytes, *lines: str) -> bytes:
    return head(status, f"Content-Length: {len(body)}", *lines) + body


class Handler(socketserver.StreamRequestHandler):
    def setup(self) -> None:
        if options.tls:
            self.request = context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        if self.rfile.peek(1)[:1] == b"\x16":  # a TLS handshake: waiting in it for the end of a line may take for ever
            return self.send(whole("400 Bad Request", b"this port speaks plain HTTP"))
        self.hear()
        if options.proxy:
            self.tunnel() if self.method == "CONNECT" else self.send(whole("200 OK", b"by proxy"))
            return
        what, _, rest = self.path.partition("?")[0].lstrip("/").partition("/")
        getattr(self, f"do_{what}", self.unknown)(rest)

    def hear(self) -> None:
        self.method, self.path, _ = self.rfile.readline().decode("latin-1").split(" ", 2)
        self.headers = {}
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            self.headers.setdefault(name.lower(), value.strip())
        self.body = self.rfile.read(int(self.headers.get("content-length", "0")))
        print(f"{self.method} {self.path}\n", end="", flush=True)  # in one piece: threads print beside each other

    def send(self, data: bytes) -> None:
        self.wfile.write(data)

    def unknown(self, _: str) -> None:
        self.send(whole("404 Not Found", b"no such page"))

    def do_ok(self, _: str) -> None:
        self.send(whole("200 OK", b"hello", "X-Served-By: test"))

    def do_kept(self, _: str) -> None:
        """Keeps the connection, hears one more request on it, and hangs up without a word."""
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        self.hear()

    def do_echo(self, _: str) -> None:
        said = {"method": self.method, "path": self.path, "headers": self.headers, "body": self.body.decode("latin-1")}
        self.send(whole("200 OK", json.dumps(said).encode()))

    def do_files(self, rest: str) -> None:
        file = options.folder / rest
        if not file.is_file():
            return self.unknown(rest)
        self.send(whole("200 OK", file.read_bytes()))

    def do_status(self, number: str) -> None:
        self.send(whole(f"{number} As Asked", b"<b>Verified</b>\x1b[32m\n" + self.body + b"x" * 10_000))

    def do_slow(self, _: str) -> None:
        self.send(head("200 OK", "Content-Length: 100000"))
        while True:
            self.send(b"x")
            time.sleep(0.05)

    def do_hang(self, _: str) -> None:
        time.sleep(600)

    def do_announced(self, size: str) -> None:
        self.send(head("200 OK", f"Content-Length: {size}"))
        time.sleep(600)

    def do_endless(self, _: str) -> None:
        self.send(head("200 OK", "Transfer-Encoding: chunked"))
        while True:
            self.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    def do_headers(self, _: str) -> None:
        self.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.send(b"X-More: " + b"x" * 1000 + b"\r\n")

    def do_half(self, _: str) -> None:
        self.send(head("200 OK", "Content-Length: 100") + b"only so much")

    def do_half_chunk(self, _: str) -> None:
        self.send(head("200 OK", "Transfer-Encoding: chunked") + b"10\r\nonly")

    def do_garbage(self, _: str) -> None:
        self.send(b"\x00\x01\x02 this is no HTTP\r\n" * 20)

    def do_nothing(self, _: str) -> None:
        pass

    def do_reset(self, _: str) -> None:
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.request.close()

    def do_loop(self, _: str) -> None:
        self.send(whole("302 Found", b"", f"Location: {self.path}"))

    def do_to(self, _: str) -> None:
        self.send(whole("302 Found", b"elsewhere", f"Location: {self.path.partition('?')[2]}"))

    def do_cookie(self, _: str) -> None:
        self.send(whole("200 OK", self.headers.get("cookie", "none").encode(), "Set-Cookie: a=b; Path=/"))

    def tunnel(self) -> None:
        with socket.create_connection(("127.0.0.1", int(self.path.rpartition(":")[2]))) as other:
            self.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=self.copy, args=(other, self.request), daemon=True)
            back.start()
            self.copy(self.request, other)
            back.join()

    @staticmethod
    def copy(source: socket.socket, sink: socket.socket) -> None:
        while data := source.recv(65536):
            sink.sendall(data)
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # clients hang up: that is what is tested


if options.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*options.tls)
with Server(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    os._exit(0)
