#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records in Chromium, by hand: `bomay demo --dir DIR`, then `bomay serve --register DIR/hai-duong.bomay --record`, and
in another terminal `python3 Tests/Browser/record.py http://127.0.0.1:8080 [FOLDER]`. Use a copy: it records in it.
Needs Debian's chromium, and from PyPI playwright and axe-playwright-python.

Stops a pilot by form and separates its posts, mends a wrong form and a wrong file, with script and without, at 1280 and
360 pixels, in both languages. Fails where a page is not as it should be, is wider than its window, loads anything from
elsewhere, or axe-core finds a barrier. With a folder, a picture of each step is left there to be looked at.
"""
import pathlib
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

FORMS = ["stop-pilot", "announce-stop", "separate-posts", "start-pilot", "extend-pilot", "appoint", "elect",
         "concurrent", "relieve", "one-holder", "establish", "rename", "transfer", "merge", "absorb", "dissolve",
         "quota", "observation", "directive", "report"]

STOP = """decision: browser-stop
title: Dừng thử
rests: assumption
effective: 2022-11-31
changes:
  - stop-pilot: M3-nam-sachh
    reason: thử
"""


class Look:
    """One browser window, with what is found wrong in it."""

    def __init__(self, page, server, where, folder, faults):
        self.page, self.server, self.where, self.folder, self.faults = page, server, where, folder, faults
        self.number = 0

    def fault(self, what):
        self.faults.append(f"{self.where}: {what}")

    def check(self, name):
        page = self.page
        self.number += 1
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.fault(f"{name}: wider than the window")
        for barrier in Axe().run(page).response["violations"]:
            self.fault(f"{name}: {barrier['id']}: {barrier['nodes'][0]['html'][:160]}")
        if self.folder:
            page.screenshot(path=self.folder / f"{self.where.replace(' ', '-')}-{self.number:02}-{name}.png", full_page=True)

    def open(self, path):
        answer = self.page.goto(f"{self.server}{path}")
        if answer.status != 200:
            self.fault(f"{path}: {answer.status}")

    def field(self, name):
        return self.page.locator(f"[name='{name}']")

    def preview(self):
        with self.page.expect_navigation():
            self.page.locator(".actions button[value=preview]").last.click()

    def record(self):
        if self.page.locator("button.go").count() == 0:
            self.fault("cannot be recorded: " + " | ".join(self.page.locator(".finding.error p").all_inner_texts()[:4]))
            return False
        with self.page.expect_navigation():
            self.page.locator("button.go").click()
        return True


def pages(look, language):
    look.open(f"/record?on=2022-11-10&lang={language}")
    look.check("index")
    for form in FORMS:
        look.open(f"/record/{form}?on=2022-11-10&lang={language}")
        look.check(form)


def a_file(look, language):
    look.open(f"/record/file?on=2022-11-10&lang={language}")
    look.check("file")
    look.field("text").fill(STOP)
    look.preview()
    look.check("file-wrong")
    if look.page.locator(".listing .faulty").count() == 0:
        look.fault("no fault stands at its line")
    look.field("text").fill(STOP.replace("2022-11-31", "2022-11-30").replace("sachh", "sach"))
    look.preview()
    look.check("file-preview")
    if look.page.locator("button.go").count() == 0:
        look.fault("the mended file cannot be recorded")


def settle(look, language, place, has_script):
    """Stops a pilot in a district, then separates the posts that one person held."""
    look.open(f"/record/stop-pilot?on=2022-11-10&lang={language}")
    look.preview()
    look.check("form-wrong")
    if look.page.locator(".faulty").count() < 4:
        look.fault("an empty form has too few faults")
    look.field("stop-pilot.stop-pilot").select_option(f"M3-{place}")
    look.field("stop-pilot.reason").fill("<b>thông báo</b> số 1")
    look.field("stop-pilot.replacement").select_option("separate-holders")
    look.field("stop-pilot.due").fill("30/11/2022")
    look.field("decision.effective").fill("10/11/2022")
    look.page.locator("details.part > summary").first.click()
    look.field("register-document.number").fill(f"7-QĐ/{place}")
    look.field("register-document.type").select_option("qd")
    look.field("register-document.issuer").select_option("huyen-uy")
    look.field("register-document.date").fill("10/11/2022")
    responsible = look.field("stop-pilot.responsible")
    if has_script:
        responsible.press_sequentially(f"{place.replace('-', ' ')} cap uy", delay=20)
        look.page.locator(".choices li").first.wait_for()
        look.check("choices")
        responsible.press("ArrowDown")
        responsible.press("Enter")
    else:
        responsible.fill(f"huyen uy {place.replace('-', ' ')}")
    look.preview()
    if look.page.locator(".question").count():
        look.check("question")
        look.page.locator(".question input[type=radio]").first.check()
        look.preview()
    look.check("form-preview")
    if not look.record():
        return
    look.check("recorded")
    look.open(f"/record/separate-posts?on=2022-11-12&lang={language}")
    for number, post in enumerate([f"{place}/ban-to-chuc/truong-ban", f"{place}/phong-noi-vu/truong-phong"]):
        look.field(f"separate-posts.separate-posts.{number}").fill(post)
    look.field("decision.rests").select_option("assumption")
    look.field("decision.effective").fill("2022-11-12")
    look.preview()
    look.check("settles")
    if look.page.locator(".tried h4.s-settled").count() == 0:
        look.fault("separating the posts settles nothing")
    look.record()


def dissolve(look, language):
    look.open(f"/record/dissolve?on=2022-11-10&lang={language}")
    look.field("dissolve.dissolve").fill("thanh-mien/ban-to-chuc")
    look.preview()
    look.check("dissolve")
    if look.page.locator("[name^='settle.post.']").count() == 0:
        look.fault("nothing is laid out to be settled")


def main(server, folder):
    faults = []
    places = iter(["tu-ky", "nam-sach", "kinh-mon", "thanh-mien"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in (1280, 360):
            for language, has_script in (("vi", True), ("en", False)):
                where = f"{width} {language}"
                # axe is put into the page by the test, which the pages' own policy would not let in. Where the
                # pages are to run without script, theirs is not answered.
                context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
                if not has_script:
                    context.route("**/*.js*", lambda route: route.abort())
                page = context.new_page()
                page.on("request", lambda request: request.url.startswith(server) or faults.append(f"loads {request.url}"))
                page.on("pageerror", lambda error, where=where: faults.append(f"{where}: {error}"))
                look = Look(page, server, where, folder, faults)
                pages(look, language)
                a_file(look, language)
                settle(look, language, next(places), has_script)
                dissolve(look, language)
        browser.close()
    return faults


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if target:
        target.mkdir(parents=True, exist_ok=True)
    found = main(sys.argv[1].rstrip("/"), target)
    print("\n".join(found) or "nothing found")
    sys.exit(1 if found else 0)
