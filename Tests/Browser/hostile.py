#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Attacks a server of its own over the wire: `hostile.py PROGRAM FOLDER`, where FOLDER holds hai-duong.bomay.

Sends what no browser sends, lets clients come slowly and all at once, uploads more than is taken while the memory of
the process is watched, and records a decision with markup in every text it has, which must be text on every page.
Sessions, tokens of forms, origins, names of hosts and the reach of roles are in Tests/BomayServerTests.
"""
import html.parser
import http.client
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

import checks

HOST = b"Host: 127.0.0.1\r\n"
DECIDE = b"POST /api/v1/decisions HTTP/1.1\r\n" + HOST
HEALTH = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
SECRET = b"root:"

# What is sent, and the statuses that may be answered. Where none may, the connection closes without a word.
REQUESTS = {
    "a NUL in the path": (b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    "an encoded NUL in the path": (b"GET /units/tu-ky%00 HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404}),
    "an encoded NUL in the query": (b"GET /?on=%00 HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    "an escape that is none": (b"GET /units/%zz HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404}),
    "dots, encoded": (b"GET /assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404}),
    "dots and slashes, encoded": (
        b"GET /assets/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404}),
    "dots, encoded twice": (b"GET /assets/%252e%252e%252fetc HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404}),
    "dots in overlong UTF-8": (b"GET /assets/%c0%ae%c0%ae/x HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404}),
    "a NUL in a header": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n", {400}),
    "a header of 100 kB": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 100_000 + b"\r\n\r\n", {400, 431}),
    "a path of 100 kB": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {400, 414}),
    "5000 headers": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 5000 + b"\r\n", {400, 431}),
    "a header that is folded": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n", {400}),
    "a space before the colon": (b"GET /health HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n", {400}),
    "two hosts": (b"GET /health HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n", {400}),
    "a name of ours in the address, another as host": (
        b"GET http://127.0.0.1/health HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 421}),
    "a host with a name before it": (b"GET /health HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n\r\n", {400, 421}),
    "no version": (b"GET /health\r\n\r\n", {400}),
    "a tunnel": (b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405}),
    "what is no HTTP": (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + b"\0" * 100, {400}),
    "two lengths": (DECIDE + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", {400}),
    "a length below nothing": (DECIDE + b"Content-Length: -1\r\n\r\n", {400}),
    "a length beyond all": (DECIDE + b"Content-Length: 99999999999999999999\r\n\r\n", {400, 413}),
    "a length and chunks": (
        DECIDE + b"Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HEALTH, {400}),
    "chunks of two kinds": (
        DECIDE + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + HEALTH, {400}),
    "a request hidden in a body": (
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % len(HEALTH) + HEALTH, {400, 413}),
    "a header hidden in a query": (
        b"GET /?lang=vi%0d%0aSet-Cookie:%20evil=1 HTTP/1.1\r\n" + HOST + b"\r\n", {200, 400}),
}

MARKUP = ("\"'><xss-mark a=b>M</xss-mark><script>xss()</script><img src=x onerror=xss()> onmouseover=xss() "
          "{{w.menu}} &lt;")


class Served:
    """A server over a copy of the demo register."""

    def __init__(self, program, folder):
        self.register = pathlib.Path(folder) / "hostile.bomay"
        shutil.copy(pathlib.Path(folder) / "hai-duong.bomay", self.register)
        self.process = subprocess.Popen(
            [program, "serve", "--register", str(self.register), "--port", "0", "--record"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.port = int(line[line.index("127.0.0.1:"):].split(":")[1].split("/")[0])

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def connect(self, seconds=10):
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def send(self, sent, seconds=3.0):
        """What comes back until the connection closes, or nothing has come for a while."""
        got = b""
        with self.connect(seconds) as line:
            try:
                line.sendall(sent)
                while True:
                    more = line.recv(65536)
                    if not more:
                        break
                    got += more
                    line.settimeout(0.5)
            except (TimeoutError, ConnectionError):
                pass
        return got

    def get(self, address, method="GET", body=None, headers=None, seconds=60):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            line.request(method, address, body, headers or {})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def memory(self, name="VmHWM"):
        """In megabytes: the most the process has had so far, or what it has (VmRSS)."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) // 1024
        return 0


def requests(served, report):
    for name, (sent, statuses) in REQUESTS.items():
        got = served.send(sent)
        answers = got.count(b"HTTP/1.1 ")
        status = int(got.split(b" ")[1]) if answers else 0
        report.expect(status in statuses, f"{name}: {status}, not {sorted(statuses)}", "requests")
        report.expect(answers <= 1, f"{name}: {answers} answers to one request", "requests")
        report.expect(SECRET not in got and b"evil=1" not in got.split(b"\r\n\r\n")[0], f"{name}: tells too much",
                      "requests")
    report.expect(served.get("/health")[0] == 200, "answers after all of these")


def slow(served, report):
    """Those that say nothing, or one byte a second, are dropped; others are answered meanwhile."""
    ended = {}

    def wait(name, first, trickle):
        start = time.monotonic()
        with served.connect(1) as line:
            try:
                line.sendall(first)
                while time.monotonic() - start < 60:
                    try:
                        if trickle:
                            line.sendall(trickle)
                        if not line.recv(1024):
                            break
                    except TimeoutError:
                        pass
            except ConnectionError:
                pass
        ended.setdefault(name, []).append(time.monotonic() - start)

    kinds = [("says nothing", b"", b""), ("trickles a head", b"GET / HTTP/1.1\r\nX: ", b"a"),
             ("trickles a body", DECIDE + b"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n", b"{")]
    threads = [threading.Thread(target=wait, args=kind) for kind in kinds for _ in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    start = time.monotonic()
    report.expect(served.get("/ready")[0] == 200 and time.monotonic() - start < 5, "answers while 60 are slow")
    for thread in threads:
        thread.join()
    for name, _, _ in kinds:
        report.expect(max(ended[name]) < 45, f"who {name} is let stay {max(ended[name]):.0f} s", "slow clients")
        print(f"who {name} is dropped after {min(ended[name]):.0f} to {max(ended[name]):.0f} s")


def crowd(served, report):
    """More connections than there may be: the rest wait, and all is well when they have gone."""
    lines = []
    for _ in range(600):
        try:
            lines.append(served.connect(2))
        except OSError:
            break
    for line in lines:
        line.close()
    start = time.monotonic()
    report.expect(served.get("/ready", seconds=30)[0] == 200, "answers after 600 connections")
    print(f"{len(lines)} connections at once, then answered in {time.monotonic() - start:.1f} s")


def uploads(served, report):
    """Bodies beyond what is taken are refused, without taking memory or room on the disk for them."""
    folder = served.register.parent
    room = sum(file.stat().st_size for file in folder.iterdir())
    before = served.memory()
    size = 300_000_000
    heads = {
        "/api/v1/decisions": b"Content-Type: application/json\r\n", "/api/v1/convert": b"Content-Type: text/csv\r\n",
        "/convert": b"Content-Type: multipart/form-data; boundary=x\r\n",
        "/record/file": b"Content-Type: multipart/form-data; boundary=x\r\n",
        "/record/rename": b"Content-Type: application/x-www-form-urlencoded\r\n",
    }
    for path, head in heads.items():
        for how in ("with a length", "in chunks"):
            length = b"Content-Length: %d\r\n" % size if how == "with a length" else b"Transfer-Encoding: chunked\r\n"
            taken, got = 0, b""
            with served.connect(20) as line:
                try:
                    line.sendall(b"POST " + path.encode() + b" HTTP/1.1\r\n" + HOST + head + length + b"\r\n")
                    block = b"a" * 1_000_000
                    while taken < size:
                        line.sendall(block if how == "with a length" else b"%x\r\n" % len(block) + block + b"\r\n")
                        taken += len(block)
                except (TimeoutError, ConnectionError):
                    pass
                try:
                    line.settimeout(5)
                    got = line.recv(65536)
                except (TimeoutError, ConnectionError):
                    pass
            status = int(got.split(b" ")[1]) if got.startswith(b"HTTP/1.1 ") else 0
            report.expect(status in (0, 400, 403, 411, 413, 415), f"{path} {how}: {status}", "uploads")
            report.expect(taken < size, f"{path} {how}: all of {size} bytes were let come", "uploads")
    more = served.memory() - before
    report.expect(more < 200, f"uploads cost {more} MB of memory", "uploads")
    left = sum(file.stat().st_size for file in folder.iterdir()) - room
    report.expect(left < 1_000_000, f"uploads left {left} bytes", "uploads")
    print(f"ten uploads of {size // 1_000_000} MB: {more} MB more of memory at most, {left} bytes left on the disk")


class Markup(html.parser.HTMLParser):
    """Finds what of the markup has become elements or attributes of a page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag in ("xss-mark", "img") or any(name.startswith("on") or "xss" in name for name, _ in attributes):
            self.found.append(tag)

    def handle_data(self, data):
        if self.lasttag == "script" and "xss" in data:
            self.found.append("script")


def markup(served, report):
    """A decision whose every text is markup, and then every page to which links lead from what it touches."""
    changes = [
        {"register-document": "d-x", "number": MARKUP, "type": "qd", "issuer": "huyen-uy", "date": "2022-11-02",
         "title": MARKUP},
        {"establish": "u-x", "kind": "thon", "name": MARKUP, "parent": "c11074", "code": MARKUP[:20]},
        {"rename": "tu-ky/ban-to-chuc", "name": MARKUP},
        {"stop-pilot": "M3-tu-ky", "reason": MARKUP, "replacement": "separate-holders", "due": "2022-11-30",
         "responsible": "tu-ky/cap-uy"},
        {"issue-directive": "x-1", "giver": "tinh-hai-duong/cap-uy", "lead": ["tu-ky/cap-uy"], "content": MARKUP,
         "due": "2022-12-31"},
        {"observe": "o-x", "indicator": "cells", "in": "tu-ky", "words": MARKUP, "on": "2022-11-01"},
    ]
    known = 0
    for number, change in enumerate(changes):
        decision = {"decision": f"hostile-{number}", "title": MARKUP, "rests": "assumption", "effective": "2022-11-02",
                    "note": MARKUP, "reason": MARKUP, "changes": [change]}
        revision = json.loads(served.get("/ready")[2])["revision"]
        status, _, body = served.get("/api/v1/decisions", "POST", json.dumps(decision), {
            "Content-Type": "application/json", "If-Match": f'"{revision}"'})
        known += status == 201
        report.expect(status == 201, f"{list(change)[0]} is recorded: {status} {body[:400]!r}", "markup")
    shown = 0
    for language in checks.LANGUAGES:
        for page in ["/", "/units/u-x", "/units/tu-ky%2Fban-to-chuc", "/units/tu-ky", "/units/c11074", "/documents/d-x",
                     "/directives/x-1", "/pilots/M3-tu-ky", "/models/M3/tu-ky", "/apparatus/tu-ky", "/apparatus/c11074",
                     "/chart/tu-ky", "/chart/c11074", "/why/tu-ky%2Fban-to-chuc", "/why/u-x", "/why/M3", "/decisions",
                     "/tables", "/tables/findings", "/tables/obligations", "/tables/directives", "/tables/holders",
                     "/reports/01", "/reports/01/print", "/reports/12", "/reports/12/print", "/search?q=xss",
                     "/lineage?q=xss", "/lineage?unit=u-x&from=2018-01-01&to=2025-07-01", "/record/rename",
                     "/record/stop-pilot", f"/units/{urllib.parse.quote(MARKUP, '')}",
                     f"/search?q={urllib.parse.quote(MARKUP)}", f"/?known_at={urllib.parse.quote(MARKUP)}"] + [
                         f"/decisions/hostile-{number}" for number in range(len(changes))] + [
                         f"/log/{244 + number}" for number in range(1, known + 1, 2)]:
            status, headers, body = served.get(f"{page}{'&' if '?' in page else '?'}on=2022-11-12&lang={language}")
            reader = Markup()
            reader.feed(body.decode())
            report.expect(not reader.found, f"{page} in {language}: markup became {set(reader.found)}", "markup")
            report.expect(status < 500, f"{page}: {status}", "markup")
            report.expect("unsafe" not in headers["Content-Security-Policy"], f"{page}: a lax policy", "markup")
            shown += b"xss-mark" in body
    report.expect(shown >= 2 * 25, f"the markup is shown as text on {shown} pages only", "markup")
    print(f"markup stands as text on {shown} pages")


def main(program, folder, report):
    served = Served(program, folder)
    try:
        first = served.memory("VmRSS")
        for part in (requests, markup, uploads, crowd, slow):
            try:
                part(served, report)
            except OSError as error:
                report.fault(f"{part.__name__}: {error!r}")
        report.expect(served.process.poll() is None, "the server lives")
        print(f"memory: {first} MB at first, {served.memory('VmRSS')} MB at the end, {served.memory()} MB at most")
    finally:
        report.expect(served.end() == 0, "the server ends in peace")


if __name__ == "__main__":
    found = checks.Report()
    main(sys.argv[1], sys.argv[2], found)
    found.finish()
