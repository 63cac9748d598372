#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at the pages of a running server in Chromium, by hand: `make serve`, and in another terminal
`python3 Tests/Browser/look.py http://127.0.0.1:8080 [FOLDER]`. Needs Debian's chromium, and from PyPI
playwright and axe-playwright-python.

Fails where a page is not answered, is wider than its window at 1280 or 360 pixels, loads anything from elsewhere,
or axe-core finds a barrier. With a folder, a picture of each page is left there to be looked at.
"""
import pathlib
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PAGES = {
    "overview": "/?",
    "apparatus": "/apparatus/tu-ky?",
    "unit": "/units/kinh-mon?",
    "post": "/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban?",
    "pilot": "/pilots/M3-tu-ky?",
    "why": "/why/F32?",
    "why-model": "/why/M1?",
    "lineage": "/lineage?unit=c10693&from=2018-01-01&to=2025-07-01&",
    "search": "/search?q=ban+to+chuc+tu+ky&",
    "decisions": "/decisions?",
    "decision": "/decisions/kinh-mon-2019?",
    "lists": "/tables?",
    "figures": "/tables/figures?",
    "findings": "/tables/findings?",
    "report": "/reports/07?",
    "refusal": "/units/tu-kyy?",
}


def look(server: str, folder: pathlib.Path | None) -> list[str]:
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in (1280, 360):
            # axe is put into the page by the test, which the pages' own policy would not let in.
            page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
            page.on("request", lambda request: request.url.startswith(server) or faults.append(f"loads {request.url}"))
            for language in ("vi", "en"):
                for name, path in PAGES.items():
                    where = f"{name} at {width} in {language}"
                    answer = page.goto(f"{server}{path}on=2022-10-31&lang={language}")
                    if answer.status != (404 if name == "refusal" else 200):
                        faults.append(f"{where}: {answer.status}")
                    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                        faults.append(f"{where}: wider than the window")
                    for barrier in Axe().run(page).response["violations"]:
                        faults.append(f"{where}: {barrier['id']}: {barrier['nodes'][0]['html'][:120]}")
                    if folder:
                        page.screenshot(path=folder / f"{name}-{width}-{language}.png", full_page=True)
        browser.close()
    return faults


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if target:
        target.mkdir(parents=True, exist_ok=True)
    found = look(sys.argv[1].rstrip("/"), target)
    print("\n".join(found) or "nothing found")
    sys.exit(1 if found else 0)
