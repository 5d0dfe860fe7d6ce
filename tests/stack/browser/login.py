#!/usr/bin/env python3
"""login.py ADDRESS [DEVICE_CODE]: logs in at the stack's provider as LOGIN_USER (alice), as a browser would, but without one.

Follows redirects and sends the provider's forms. It ends at the program that waits on loopback, or prints the code that
the provider shows.
"""
import html.parser
import http.cookiejar
import os
import sys
import urllib.parse
import urllib.request


class Page(html.parser.HTMLParser):
    """The form of a page, and what its fields hold; without a form, fields that are there to be read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given["action"]
        if tag == "input":
            self.fields[given.get("name") or given["id"]] = given.get("value", "")


def log_in(address: str, device_code: str = "") -> str:
    """The code, or nothing where a program got it."""
    person = {"login": os.environ.get("LOGIN_USER", "alice"), "password": "x", "user_code": device_code}
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
    answer = opener.open(address, timeout=20)
    while True:
        page = Page(answer.read().decode("utf-8", "replace"))
        if page.action is None:
            return page.fields.get("code", "")
        form = {name: value or person[name] for name, value in page.fields.items()}
        address = urllib.parse.urljoin(answer.geturl(), page.action)
        answer = opener.open(address, urllib.parse.urlencode(form).encode(), timeout=20)


if __name__ == "__main__":
    print(log_in(*sys.argv[1:]))
