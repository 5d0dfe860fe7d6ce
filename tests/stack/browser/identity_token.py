#!/usr/bin/env python3
"""identity_token.py PROVIDER: prints an identity token of LOGIN_USER (alice), got without a browser."""
import base64
import hashlib
import json
import secrets
import sys
import urllib.parse
import urllib.request

from login import log_in

provider = sys.argv[1]
client = {"client_id": "sigstore", "redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}
verifier = secrets.token_urlsafe(32)
challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
code = log_in(f"{provider}/auth?" + urllib.parse.urlencode(client | {
    "response_type": "code", "scope": "openid email", "nonce": secrets.token_urlsafe(),
    "code_challenge": challenge, "code_challenge_method": "S256",
}))
form = client | {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
with opener.open(f"{provider}/token", urllib.parse.urlencode(form).encode(), timeout=20) as answer:
    print(json.load(answer)["id_token"])
