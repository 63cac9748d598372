# SPDX-License-Identifier: Apache-2.0
"""What every check in a browser shares: one Chromium, windows that look at each page, and the faults they find.

A page is right where it is answered, is no wider than its window, is in the language asked for, loads nothing from
elsewhere, runs no faulty script, and axe-core finds no barrier in it.
"""
import contextlib
import pathlib
import sys
import time
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as Missing  # noqa: F401, what playwright throws where nothing is found
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (1280, 360)
LANGUAGES = ("vi", "en")


class Report:
    """What was checked, by kind, and what was found wrong."""

    def __init__(self):
        self.faults, self.counts, self.start = [], {}, time.monotonic()

    def fault(self, what):
        if what not in self.faults:
            self.faults.append(what)

    def count(self, kind):
        self.counts[kind] = self.counts.get(kind, 0) + 1

    def expect(self, holds, what, kind="statements"):
        """Counts one statement, and is a fault where it does not hold."""
        self.count(kind)
        if not holds:
            self.fault(what)
        return bool(holds)

    def finish(self):
        """Prints all of it. Ends the program, in failure where anything was wrong or nothing was looked at."""
        counts = ", ".join(f"{number} {kind}" for kind, number in self.counts.items()) or "nothing"
        for fault in self.faults:
            print(f"FAULT {fault}")
        print(f"checked: {counts}; {len(self.faults)} faults; {time.monotonic() - self.start:.0f} s")
        sys.exit(1 if self.faults or not self.counts else 0)


@contextlib.contextmanager
def chromium():
    """Debian's Chromium. In CI all runs as root, which its sandbox does not allow."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Window:
    """One window of a browser, with script or without, that looks at the pages it comes to."""

    def __init__(self, browser, server, report, width=1280, language="vi", has_script=True, folder=None):
        self.server, self.report, self.width, self.language = server.rstrip("/"), report, width, language
        self.has_script, self.folder, self.steps = has_script, folder, 0
        self.where = f"{width} {language}" + ("" if has_script else " without script")
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=has_script, locale=language)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.fault(f"script: {error}"))
        # axe is put into the page by the check, which the pages' own policy would not let in, and runs on script.
        # So it reads a copy in a window of its own.
        self.copy = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
        self.copy.route("**/*.js*", lambda route: route.abort())
        self.copy.on("request", self._requested)

    def close(self):
        self.context.close()
        self.copy.context.close()

    def fault(self, what):
        self.report.fault(f"{self.where}: {what}")

    def expect(self, holds, what):
        return self.report.expect(holds, f"{self.where}: {what}")

    def _requested(self, request):
        if not request.url.startswith(self.server + "/"):
            self.fault(f"loads {request.url[:200]}")

    def open(self, path, status=200, **parameters):
        """Goes to an address, in the language of the window."""
        mark = "&" if "?" in path else "?"
        asked = urllib.parse.urlencode(parameters | {"lang": self.language})
        answer = self.page.goto(f"{self.server}{path}{mark}{asked}")
        if answer.status != status:
            self.fault(f"{path}: {answer.status}")

    def text(self):
        """What is read in the middle of the page, with single spaces. Numbers keep theirs together."""
        return " ".join(self.page.inner_text("main").split())

    def look(self, name, barriers=True):
        """Looks at the page that is open now, for barriers too or not, and leaves a picture where they are wanted."""
        self.steps += 1
        self.report.count("pages")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.fault(f"{name}: wider than the window")
        spoken = self.page.evaluate("document.documentElement.lang")
        if spoken != self.language:
            self.fault(f"{name}: is in {spoken!r}")
        for barrier in self._barriers() if barriers else []:
            self.fault(f"{name}: {barrier['id']}: {barrier['nodes'][0]['html'][:160]}")
        if self.folder:
            file = f"{self.where.replace(' ', '-')}-{self.steps:02}-{name.replace('/', '-')}.png"
            self.page.screenshot(path=self.folder / file, full_page=True)

    def _barriers(self):
        address, content = self.page.url, self.page.content()
        self.copy.route(address, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
        self.copy.goto(address)
        self.copy.unroute(address)
        return Axe().run(self.copy).response["violations"]


def arguments(usage):
    """The server's address and the folder for pictures, as the command line gives them."""
    if len(sys.argv) < 2:
        sys.exit(usage)
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return sys.argv[1].rstrip("/"), folder
