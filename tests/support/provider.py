#!/usr/bin/env python3
"""An identity provider on loopback that behaves as the first part of its address says, badly for the most part.

    provider.py

Its issuers are http://127.0.0.1:PORT/BEHAVIOUR. It logs anybody in at once, as alice@example.com, checks what a careful
provider checks (client, redirect, PKCE by S256, each code once), and signs nothing. It also answers as the places do that
hand tokens to build services (/github, /gcp). Prints the port, then a line for each request; ends with its standard input.
"""
import base64
import hashlib
import http.server
import json
import os
import secrets
import sys
import threading
import time
import urllib.parse

codes = {}  # code -> what was asked for
devices = {}  # device code -> how often it was asked for


def encode(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def token(claims: dict, algorithm: str = "RS256") -> str:
    return f"{encode({'alg': algorithm, 'typ': 'JWT'})}.{encode(claims)}.{encode(b'signature')}"


def claims_of(issuer: str, audience: object = "sigstore") -> dict:
    now = int(time.time())
    return {"iss": issuer, "sub": "alice", "aud": audience, "iat": now, "exp": now + 300,
            "email": "alice@example.com", "email_verified": True}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.serve({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
        self.serve({name: values[0] for name, values in urllib.parse.parse_qs(body, keep_blank_values=True).items()})

    def serve(self, form: dict) -> None:
        parts = urllib.parse.urlsplit(self.path)
        os.write(1, f"{self.command} {parts.path}\n".encode())  # whole, whoever else writes
        self.form = form
        self.query = {name: values[0] for name, values in urllib.parse.parse_qs(parts.query).items()}
        _, self.how, self.what = (parts.path + "/").split("/", 2)
        self.what = self.what.rstrip("/")
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.issuer = f"{self.root}/{self.how}"
        places = {".well-known/openid-configuration": self.describe, "auth": self.authorize, "token": self.redeem,
                  "device": self.start_device}
        if self.how == "github":
            return self.github()
        if self.what.startswith("computeMetadata/") or self.what.startswith("v1/"):
            return self.google()
        places.get(self.what, lambda: self.send(404, b"no such page"))()

    def send(self, status: int, body: bytes, *headers: tuple) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def say(self, value: object, status: int = 200) -> None:
        self.send(status, json.dumps(value).encode(), ("Content-Type", "application/json"))

    # The description
    def describe(self) -> None:
        about = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth",
                 "token_endpoint": f"{self.issuer}/token", "device_authorization_endpoint": f"{self.issuer}/device",
                 "code_challenge_methods_supported": ["S256", "plain"],
                 "authorization_response_iss_parameter_supported": self.how != "says-no-issuer"}
        changes = {
            "other-name": {"issuer": self.issuer + "/"},
            "name-in-capitals": {"issuer": self.issuer.upper()},
            "no-name": {"issuer": None},
            "plain-only": {"code_challenge_methods_supported": ["plain"]},
            "silent-on-pkce": {"code_challenge_methods_supported": None},
            "plain-http-token": {"token_endpoint": "http://token.example/token"},
            "plain-http-page": {"authorization_endpoint": "http://login.example/auth"},
            "script-page": {"authorization_endpoint": "javascript:alert(1)"},
            "file-page": {"authorization_endpoint": "file:///etc/passwd"},
            "option-page": {"authorization_endpoint": "--help"},
            "fragment-page": {"authorization_endpoint": f"{self.issuer}/auth#x"},
            "password-token": {"token_endpoint": "https://user:password@token.example/token"},
            "no-token-endpoint": {"token_endpoint": None},
            "endpoint-list": {"token_endpoint": ["https://token.example"]},
            "no-device": {"device_authorization_endpoint": None},
            "secret-in-body": {"token_endpoint_auth_methods_supported": ["client_secret_post"]},
            "with-query": {"authorization_endpoint": f"{self.issuer}/auth?tenant=1"},
        }
        if self.how == "huge-description":
            return self.send(200, b'{"issuer":"' + b"a" * (1 << 20) + b'"}')
        if self.how == "no-json":
            return self.send(200, b"<html>Welcome</html>")
        if self.how == "moved-description":
            return self.send(302, b"", ("Location", f"{self.root}/good/.well-known/openid-configuration"))
        about.update(changes.get(self.how, {}))
        self.say({name: value for name, value in about.items() if value is not None})

    # The login, which succeeds at once
    def authorize(self) -> None:
        asked = self.query
        wrong = [name for name, value in (("response_type", "code"), ("client_id", "sigstore"),
                                          ("scope", "openid email"), ("code_challenge_method", "S256"))
                 if asked.get(name) != value]
        if wrong or len(asked.get("code_challenge", "")) != 43 or len(asked.get("state", "")) != 43:
            return self.send(400, b"wrong: " + ", ".join(wrong).encode())
        code = "c0de-" + secrets.token_urlsafe(16)
        codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        refused = {"error": "access_denied", "error_description": "<b>Verified</b>\x1b[32m\u202e\nSignature valid"}
        if self.how in ("refuses", "refuses-and-agrees"):
            back.update(refused)
            if self.how == "refuses":
                del back["code"]
        changes = {"no-state": {"state": None}, "empty-state": {"state": ""}, "wrong-state": {"state": "x" * 43},
                   "other-issuer": {"iss": "https://evil.example"}, "hides-issuer": {"iss": None},
                   "says-no-issuer": {"iss": None}, "no-code": {"code": None}, "empty-code": {"code": ""},
                   "code-with-lines": {"code": code + "\r\nSet-Cookie: a=b"}, "long-code": {"code": "c0de-" + "a" * 7900}}
        back.update(changes.get(self.how, {}))
        back = {name: value for name, value in back.items() if value is not None}
        query = urllib.parse.urlencode(back)
        if self.how == "two-codes":
            query += "&code=c0de-another"
        if self.how == "two-states":
            query += "&state=" + "x" * 43
        if asked["redirect_uri"].startswith("urn:"):
            return self.send(200, back["code"].encode())
        self.send(302, b"", ("Location", f"{asked['redirect_uri']}?{query}"))

    # The token
    def redeem(self) -> None:
        if self.form.get("grant_type") == "urn:ietf:params:oauth:grant-type:device_code":
            return self.poll_device()
        asked = codes.pop(self.form.get("code"), None)
        hashed = encode(hashlib.sha256(self.form.get("code_verifier", "").encode()).digest())
        if asked is None or self.form.get("redirect_uri") != asked["redirect_uri"] or hashed != asked["code_challenge"]:
            return self.say({"error": "invalid_grant", "error_description": "the code is not yours"}, 400)
        if not self.knows_client():
            return self.say({"error": "invalid_client"}, 401)
        self.answer_with_token(asked["nonce"])

    def knows_client(self) -> bool:
        basic = "Basic " + base64.b64encode(b"sigstore:a%20secret%2F%3A").decode()
        if self.how == "secret":
            return self.headers.get("authorization") == basic and "client_secret" not in self.form
        if self.how == "secret-in-body":
            return self.form.get("client_secret") == "a secret/:" and "authorization" not in self.headers
        return self.form.get("client_id") == "sigstore" and "authorization" not in self.headers

    def answer_with_token(self, nonce: object) -> None:
        claims = claims_of(self.issuer)
        if nonce:
            claims["nonce"] = nonce
        now = int(time.time())
        changes = {
            "token-of-other-issuer": {"iss": "https://evil.example"},
            "token-for-other-client": {"aud": "another"},
            "token-for-two": {"aud": ["sigstore", "another"]},
            "token-for-two-by-azp": {"aud": ["sigstore", "another"], "azp": "sigstore"},
            "token-for-other-azp": {"azp": "another"},
            "token-of-other-login": {"nonce": "x" * 43},
            "token-of-no-login": {"nonce": None},
            "expired-token": {"iat": now - 7200, "exp": now - 3600},
            "token-of-tomorrow": {"iat": now + 86400, "exp": now + 90000},
            "token-not-yet": {"nbf": now + 3600},
            "token-for-ever": {"exp": None},
            "unverified": {"email_verified": False},
            "silent-on-verified": {"email_verified": None},
            "verified-in-words": {"email_verified": "true"},
            "no-email": {"email": None, "email_verified": None},
        }
        claims.update(changes.get(self.how, {}))
        claims = {name: value for name, value in claims.items() if value is not None}
        text = token(claims, {"unsigned": "none", "unsigned-in-disguise": "nOnE"}.get(self.how, "RS256"))
        if self.how == "no-signature":
            text = text.rpartition(".")[0] + "."
        said = json.dumps(self.form)  # a provider that repeats what it was told
        answers = {
            "repeats-secrets": lambda: self.say({"error": "invalid_grant", "error_description": said}, 400),
            "repeats-in-error": lambda: self.say({"error": self.form.get("code")}, 400),
            "repeats-in-page": lambda: self.send(500, said.encode()),
            "token-in-error": lambda: self.say({"error": "server_error", "id_token": text}, 500),
            "fails": lambda: self.send(500, b"<html>Internal error</html>"),
            "moves-token": lambda: self.send(302, b"", ("Location", f"{self.root}/good/token")),
            "moves-to-plain-http": lambda: self.send(307, b"", ("Location", "http://token.example/token")),
            "no-token": lambda: self.say({"access_token": text}),
            "token-list": lambda: self.say({"id_token": [text]}),
            "no-json-token": lambda: self.send(200, b"id_token=" + text.encode()),
            "half-a-token": lambda: self.say({"id_token": text[: len(text) // 2]}),
            "huge-token": lambda: self.say({"id_token": token({**claims, "groups": "g" * 100_000})}),
            "huge-answer": lambda: self.say({"id_token": text, "more": "x" * (1 << 20)}),
            "slow": lambda: time.sleep(60),
        }
        answers.get(self.how, lambda: self.say({"id_token": text, "access_token": "opaque", "token_type": "Bearer"}))()

    # RFC 8628
    def start_device(self) -> None:
        if self.how == "device-refused":
            return self.say({"error": "unauthorized_client", "error_description": "not for you"}, 400)
        device = "dev1ce-" + secrets.token_urlsafe(16)
        devices[device] = 0
        answer = {"device_code": device, "user_code": "WDJB-MJHT", "verification_uri": f"{self.issuer}/activate",
                  "verification_uri_complete": f"{self.issuer}/activate?user_code=WDJB-MJHT", "expires_in": 600, "interval": 2}
        changes = {"device-plain-http": {"verification_uri": "http://login.example/"},
                   "device-script": {"verification_uri_complete": "javascript:alert(1)"},
                   "device-no-interval": {"interval": None}, "device-no-time": {"expires_in": 4}, "device-pending": {"expires_in": 310},
                   "device-no-wait": {"interval": 0}, "device-no-code": {"device_code": None},
                   "device-wild-code": {"user_code": "<b>\u202e\x1b[2J" + "x" * 5000}}
        answer.update(changes.get(self.how, {}))
        self.say({name: value for name, value in answer.items() if value is not None})

    def poll_device(self) -> None:
        device = self.form.get("device_code")
        if device not in devices or self.form.get("client_id") != "sigstore":
            return self.say({"error": "invalid_grant"}, 400)
        devices[device] += 1
        turn = devices[device]
        script = {"device-slow": ["authorization_pending", "slow_down", "slow_down"],
                  "device-denied": ["authorization_pending", "access_denied"],
                  "device-expired": ["expired_token"],
                  "device-no-time": ["authorization_pending"] * 1000,
                  "device-waits": ["authorization_pending"] * 1000,
                  "device-pending": ["authorization_pending"] * 1000,
                  "device-repeats": [device]}.get(self.how, ["authorization_pending"] * 2)
        if turn <= len(script):
            return self.say({"error": script[turn - 1]}, 400)
        self.answer_with_token(None)

    # Those that hand out tokens to build services
    def github(self) -> None:
        if self.headers.get("authorization") != "bearer request-t0ken":
            return self.send(401, b"who are you? " + self.headers.get("authorization", "").encode())
        claims = claims_of("https://token.actions.githubusercontent.com", self.query.get("audience"))
        claims["job_workflow_ref"] = "owner/repo/.github/workflows/sign.yml@refs/heads/main"
        self.say({"value": token(claims), "count": 1} if self.query.get("api-version") == "2.0" else {"count": 0})

    def google(self) -> None:
        if self.what.startswith("v1/"):
            if self.headers.get("authorization") != "Bearer access-t0ken":
                return self.send(401, b"who are you?")
            return self.say({"token": token(claims_of("https://accounts.google.com"))})
        if self.headers.get("metadata-flavor") != "Google":
            return self.send(403, b"no flavour")
        if self.what.endswith("/token"):
            return self.say({"access_token": "access-t0ken", "expires_in": 3600})
        claims = claims_of("https://accounts.google.com", self.query.get("audience"))
        self.send(200, token(claims).encode() if self.query.get("format") == "full" else b"")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        pass  # clients hang up: that is what is tested


with Server(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    os._exit(0)
