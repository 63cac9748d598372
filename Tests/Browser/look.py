#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at the pages of a running server in Chromium. By hand: `make serve`, and in another terminal
`.build/browser/bin/python Tests/Browser/look.py http://127.0.0.1:8080 [FOLDER]`.

Every kind of page, at 1280 and 360 pixels, in both languages; what is looked at in each is in checks.py. Then links
are followed from the overview, some of each kind of page, and each must lead to a page. With a folder, a picture of
each page is left there to be looked at.
"""
import collections
import html
import re
import urllib.parse
import urllib.request

import checks

PAGES = {
    "overview": "/",
    "apparatus": "/apparatus/tu-ky",
    "chart": "/chart/tu-ky%2Fubnd",
    "unit": "/units/kinh-mon",
    "post": "/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban",
    "pilot": "/pilots/M3-tu-ky",
    "model": "/models/M3/tu-ky",
    "document": "/documents/nq-623-2019",
    "directive": "/directives/d-f6",
    "why": "/why/F32",
    "why-model": "/why/M1",
    "lineage": "/lineage?unit=c10693&from=2018-01-01&to=2025-07-01",
    "convert": "/convert",
    "search": "/search?q=ban+to+chuc+tu+ky",
    "decisions": "/decisions",
    "decision": "/decisions/kinh-mon-2019",
    "entry": "/log/193",
    "lists": "/tables",
    "figures": "/tables/figures",
    "findings": "/tables/findings",
    "obligations": "/tables/obligations",
    "report": "/reports/07",
    "refusal": "/units/tu-kyy",
}

# How many links of one kind of page are followed.
MOST = 4


def look(server, folder, report):
    with checks.chromium() as browser:
        for width in checks.WIDTHS:
            for language in checks.LANGUAGES:
                window = checks.Window(browser, server, report, width, language, folder=folder)
                for name, path in PAGES.items():
                    day = "2022-11-01" if name == "obligations" else "2022-10-31"
                    window.open(path, status=404 if name == "refusal" else 200, on=day)
                    # Barriers are the same in either language.
                    window.look(name, barriers=(width == 1280) == (language == "vi"))
                window.close()


def follow(server, report):
    """Follows links from the overview, at most MOST of one kind from one kind of page, as far as they lead."""
    waiting = collections.deque([("/?on=2022-10-31&lang=vi", "")])
    seen, kinds = set(), collections.Counter()
    while waiting:
        address, source = waiting.popleft()
        path = address.partition("?")[0]
        # The kind of a page is its path without what it is about; a list, a form and a chart are kinds of their own.
        first, *rest = path.strip("/").split("/")
        kind = (first, rest[0] if first in ("tables", "reports", "api") and rest else len(rest), source)
        if path in seen or kinds[kind] >= MOST:
            continue
        seen.add(path)
        kinds[kind] += 1
        try:
            with urllib.request.urlopen(server + address, timeout=60) as answer:
                page = answer.read().decode() if answer.headers.get_content_type() == "text/html" else ""
        except OSError as error:
            report.fault(f"a link of /{source} leads nowhere: {error} {address}")
            page = ""
        report.count("links")
        for link in re.findall(r'<a [^>]*?href="([^"]*)"', page):
            target = urllib.parse.urljoin(address, html.unescape(link)).partition("#")[0]
            if target.startswith("/"):
                waiting.append((target, first + ("/" + rest[0] if first in ("tables", "reports") and rest else "")))
            else:
                report.fault(f"a link of {address} leads elsewhere: {target}")


if __name__ == "__main__":
    address, pictures = checks.arguments("look.py ADDRESS [FOLDER]")
    found = checks.Report()
    follow(address, found)
    look(address, pictures, found)
    found.finish()
