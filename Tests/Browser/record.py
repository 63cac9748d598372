#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records decisions in Chromium, by form. By hand: `bomay demo --dir DIR`, then `bomay serve --record --register
DIR/hai-duong.bomay`, and in another terminal `.build/browser/bin/python Tests/Browser/record.py ADDRESS [FOLDER]`. Use
a copy: it records in it, and works on what the demo holds, once.

In each of four districts model M3 is stopped and what that leaves to settle is settled, two departments of the
city are merged and a commune joins another, each wrong at first, then mended, previewed, recorded and looked up. Where
deputies of two communes are on record, what merging them would leave over is told in numbers (P5.5). With script and
without, at 1280 and 360 pixels, in both languages; barriers are looked for with script. A preview must record nothing,
a record one entry. With a folder, a picture of each step is left there to be looked at.
"""
import json
import urllib.request

import checks

FORMS = ["stop-pilot", "announce-stop", "separate-posts", "start-pilot", "extend-pilot", "appoint", "elect",
         "concurrent", "relieve", "rotate", "create-post", "abolish-post", "one-holder", "establish", "rename",
         "transfer", "merge", "absorb", "dissolve", "quota", "headcount", "observation", "directive", "report"]

# By district, what it is called, the two departments that merge, their name then, and the commune that joins another.
PLACES = [
    ("tu-ky", "Tứ Kỳ", ("so-noi-vu", "so-tu-phap"), "Sở Nội vụ và Tư pháp", ("c11095-2019", "Chí Minh"), "c11074"),
    ("nam-sach", "Nam Sách", ("so-tai-chinh", "so-cong-thuong"), "Sở Kinh tế", ("c10645-2024", "An Phú"), "c10606"),
    ("kinh-mon", "Kinh Môn", ("so-xay-dung", "so-khoa-hoc-cong-nghe"), "Sở Kỹ thuật",
     ("c10744-2025", "Nguyễn Đại Năng"), "c10675-2025"),
    ("thanh-mien", "Thanh Miện", ("so-van-hoa-the-thao-du-lich", "so-giao-duc-dao-tao"), "Sở Văn hóa và Giáo dục",
     ("c11284-2025", "Nam Thanh Miện"), "c11239"),
]

# Deputies of the People's Committees of two communes, which are found by parts of their names.
DEPUTIES = {"xa tan ky": ("Vũ Thị Một", "Lê Văn Hai", "Đỗ Thị Ba"), "xa dai son": ("Bùi Văn Tư", "Hà Thị Năm")}

# What follows when the two are merged, with the three beyond the norm of two going down to none in three years. No
# more than that is known: a post of deputies may have more holders than are on record.
MERGED = {
    "vi": {"cấp phó": "ít nhất 5", "cấp phó theo quy định, mức cao nhất": "2", "cấp phó dôi dư": "ít nhất 3",
           "dôi dư còn lại theo năm": "11/11/2023, 2 11/11/2024, 1 11/11/2025, 0"},
    "en": {"deputies": "at least 5", "most deputies by the norm": "2", "surplus deputies": "at least 3",
           "surplus left by years": "2023-11-11, 2 2024-11-11, 1 2025-11-11, 0"},
}

NOT_YET = {
    "ends in 2022": "a unit that a later decision on record ends, too, cannot end earlier by form: that decision would "
                    "have to be corrected in the same batch",
}

STOP = """decision: browser-stop
title: Dừng thử
rests: assumption
effective: 2022-11-31
changes:
  - stop-pilot: M3-nam-sachh
    reason: thử
"""

MARKUP = "<b>thông báo</b> số 1"


class Clerk(checks.Window):
    """A window in which forms are filled in."""

    def look(self, name, barriers=True):
        super().look(name, barriers and self.has_script)

    def field(self, name):
        return self.page.locator(f"[name='{name}']")

    def preview(self):
        """Checks the form, which records nothing."""
        before = self.revision()
        with self.page.expect_navigation():
            self.page.locator(".actions button[value=preview]").last.click()
        self.expect(self.revision() == before, f"a preview of {self.page.url} records nothing")

    def record(self):
        """Records what was previewed: one entry. False where it cannot be."""
        if self.page.locator("button.go").count() == 0:
            said = self.page.locator(".finding.error p").all_inner_texts()[:4]
            self.fault(f"{self.page.url} cannot be recorded: {' | '.join(said)}")
            return False
        before = self.revision()
        with self.page.expect_navigation():
            self.page.locator("button.go").click()
        return self.expect(self.revision() == before + 1, f"{self.page.url} is one entry")

    def revision(self):
        with urllib.request.urlopen(self.server + "/ready", timeout=30) as answer:
            return json.load(answer)["revision"]

    def faulty(self, name):
        """Whether the field is marked as wrong, for the eye and for who hears the page."""
        return self.field(name).locator("xpath=ancestor-or-self::*[contains(@class, 'faulty')]").count() > 0


def pages(clerk):
    clerk.open("/record", on="2022-11-10")
    clerk.look("index")
    for form in FORMS:
        clerk.open(f"/record/{form}", on="2022-11-10")
        clerk.look(form)


def a_file(clerk):
    """A file with two faults, which stand at their lines; mended, it could be recorded."""
    clerk.open("/record/file", on="2022-11-10")
    clerk.look("file")
    clerk.field("text").fill(STOP)
    clerk.preview()
    clerk.look("file-wrong")
    clerk.expect(clerk.page.locator(".listing .faulty").count() > 0, "a fault of a file stands at its line")
    clerk.expect(clerk.page.locator("button.go").count() == 0, "a faulty file cannot be recorded")
    clerk.field("text").fill(STOP.replace("2022-11-31", "2022-11-30").replace("sachh", "sach"))
    clerk.preview()
    clerk.look("file-preview")
    clerk.expect(clerk.page.locator("button.go").count() == 1, "a mended file can be recorded")


def stop(clerk, place, called):
    """Stops a pilot: an empty form, then one with a day that there is not, then all as it should be."""
    clerk.open("/record/stop-pilot", on="2022-11-10")
    clerk.preview()
    clerk.look("form-wrong")
    for name in ("stop-pilot.stop-pilot", "stop-pilot.reason", "stop-pilot.replacement"):
        clerk.expect(clerk.faulty(name), f"an empty {name} is wrong")
    clerk.field("stop-pilot.stop-pilot").select_option(f"M3-{place}")
    clerk.field("stop-pilot.reason").fill(MARKUP)
    clerk.field("stop-pilot.replacement").select_option("separate-holders")
    clerk.field("stop-pilot.due").fill("31/11/2022")
    clerk.field("decision.effective").fill("10/11/2022")
    clerk.page.locator("details.part > summary").first.click()
    clerk.field("register-document.number").fill(f"7-QĐ/{place}")
    clerk.field("register-document.type").select_option("qd")
    clerk.field("register-document.issuer").select_option("huyen-uy")
    clerk.field("register-document.date").fill("10/11/2022")
    responsible(clerk, place)
    clerk.preview()
    if clerk.page.locator(".question").count():
        clerk.look("question")
        clerk.page.locator(".question input[type=radio]").first.check()
        clerk.preview()
    clerk.look("form-no-such-day")
    clerk.expect(clerk.faulty("stop-pilot.due"), "the 31st of November is wrong, at its field")
    clerk.expect(not clerk.faulty("stop-pilot.reason"), "the reason is not wrong")
    clerk.expect(clerk.page.locator("button.go").count() == 0, "a wrong form cannot be recorded")
    kept = {name: clerk.field(name).input_value() for name in (
        "stop-pilot.stop-pilot", "stop-pilot.reason", "stop-pilot.replacement", "stop-pilot.due",
        "register-document.number", "stop-pilot.responsible")}
    clerk.expect(list(kept.values()) == [f"M3-{place}", MARKUP, "separate-holders", "31/11/2022", f"7-QĐ/{place}",
                                         f"{place}/cap-uy"], f"what was typed is kept: {kept}")
    clerk.field("stop-pilot.due").fill("30/11/2022")
    clerk.preview()
    clerk.look("form-preview")
    if not clerk.record():
        return
    clerk.look("recorded")
    clerk.expect(MARKUP in clerk.text(), "the reason is shown in the entry as it was typed")
    clerk.open("/tables/obligations", on="2022-11-11")
    row = clerk.page.locator("main tr").filter(has_text=f"M3-{place}/same-holder")
    said = row.inner_text() if row.count() == 1 else ""
    clerk.expect(called in said and "30" in said, f"that one person holds both posts is left to settle: {said!r}")
    clerk.look("left-to-settle", barriers=False)


def responsible(clerk, place):
    """Names the Party committee of the district, by choosing it from what is found, or in words."""
    field = clerk.field("stop-pilot.responsible")
    if not clerk.has_script:
        field.fill(f"{place}/cap-uy" if place == "kinh-mon" else f"huyen uy {place.replace('-', ' ')}")
        return
    field.press_sequentially(f"{place.replace('-', ' ')} cap uy", delay=20)
    clerk.page.locator(".choices li").first.wait_for()
    clerk.look("choices", barriers=False)
    field.press("ArrowDown")
    field.press("Enter")


def separate(clerk, place):
    """Separates the posts that one person held, which settles what was left."""
    clerk.open("/record/separate-posts", on="2022-11-12")
    for number, post in enumerate([f"{place}/ban-to-chuc/truong-ban", f"{place}/phong-noi-vu/truong-phong"]):
        clerk.field(f"separate-posts.separate-posts.{number}").fill(post)
    clerk.field("decision.rests").select_option("assumption")
    clerk.field("decision.effective").fill("2022-11-12")
    clerk.preview()
    clerk.look("settles")
    clerk.expect(clerk.page.locator(".tried h4.s-settled").count() == 1, "separating the posts settles one thing")
    if clerk.record():
        clerk.open("/tables/obligations", on="2022-11-12")
        left = clerk.page.locator("main tr").filter(has_text=f"M3-{place}/same-holder").count()
        clerk.expect(left == 0, "nothing is left to settle")
        clerk.open("/", on="2022-11-12")
        cell = clerk.page.locator(f"table.matrix a[href^='/models/M3/{place}?']").inner_text()
        clerk.expect(cell.startswith("×"), f"the overview shows that it has stopped: {cell!r}")


def merge(clerk, merged, name):
    """Two departments of the city become one: at first without saying of what kind."""
    merged = [f"tp-hai-phong/{unit}" for unit in merged]
    clerk.open("/record/merge", on="2025-09-01")
    for number, unit in enumerate(merged):
        clerk.field(f"merge.merge.{number}").fill(unit)
    clerk.field("merge.name").fill(name)
    clerk.field("merge.parent").fill("tp-hai-phong/ubnd")
    clerk.field("merge.in").fill("tp-hai-phong")
    rest(clerk)
    clerk.preview()
    clerk.look("merge-wrong")
    clerk.expect(clerk.faulty("merge.kind"), "merge: a new unit is of a kind")
    clerk.expect(clerk.page.locator("button.go").count() == 0, "merge: a wrong form cannot be recorded")
    clerk.expect(clerk.field("merge.name").input_value() == name, "merge: what was typed is kept")
    clerk.field("merge.kind").select_option("so")
    clerk.preview()
    clerk.look("merge-preview")
    posts = clerk.page.locator("[name^='settle.post.']").count()
    clerk.expect(posts == 4, f"merge: {posts} posts of the two departments are laid out, not 4")
    if not clerk.record():
        return
    clerk.look("merge-recorded")
    with clerk.page.expect_navigation():
        clerk.page.locator("main a[href^='/units/']").filter(has_text=name).first.click()
    clerk.look("merged", barriers=False)
    clerk.expect(clerk.page.inner_text("h1") == name, f"the new unit is called {name}")
    for unit in merged:
        come = clerk.page.locator(f"main a[href^='/units/{unit.replace('/', '%2F')}?']").count()
        clerk.expect(come > 0, f"{name} names {unit} among those that it came from")
        clerk.open(f"/units/{unit.replace('/', '%2F')}", on="2025-09-01")
        clerk.expect(name in clerk.text(), f"{unit} names {name} as what it became")
        clerk.page.go_back()


def absorb(clerk, ends, into):
    """A commune joins another: at first without its bodies."""
    clerk.open("/record/absorb", on="2025-09-01")
    clerk.field("absorb.absorb.0").fill(ends[0])
    clerk.field("absorb.into").fill(into)
    rest(clerk)
    clerk.preview()
    clerk.look("absorb-bodies")
    clerk.expect(clerk.page.locator("button.go").count() == 0, "absorb: a commune does not end and leave its bodies")
    clerk.expect(clerk.faulty("absorb.absorb.0"), "absorb: the bodies are told at the unit that ends")
    clerk.expect(clerk.field("absorb.into").input_value() == into, "absorb: what was typed is kept")
    clerk.field("settle.bodies").check()
    clerk.preview()
    clerk.look("absorb-preview")
    if not clerk.record():
        return
    clerk.look("absorb-recorded")
    clerk.open(f"/units/{into}", on="2025-09-01")
    clerk.look("absorbed", barriers=False)
    clerk.expect(ends[1] in clerk.text(), f"{into} names {ends[1]} among those that it came from")


def rest(clerk):
    clerk.field("decision.rests").select_option("assumption")
    clerk.field("decision.effective").fill("2025-09-01")


def deputies(clerk):
    """Each is elected to the post that is found by a part of the commune's name."""
    for commune, names in DEPUTIES.items():
        for name in names:
            clerk.open("/record/elect", on="2022-11-11")
            clerk.field("elect.post").fill(f"pho chu tich ubnd {commune}")
            clerk.page.locator("details.part > summary").first.click()
            clerk.field("person.name").fill(name)
            clerk.field("decision.rests").select_option("assumption")
            clerk.field("decision.effective").fill("2022-11-11")
            clerk.preview()
            clerk.record()
        clerk.look("elected", barriers=False)


def rotate(clerk):
    """Who was rotated for three years is due when they end, and stands first among the rotations (P1.8)."""
    clerk.open("/record/rotate", on="2022-11-15")
    clerk.field("rotate.rotate").fill("vu thi mot")
    clerk.field("rotate.from").fill("pho chu tich ubnd xa tan ky")
    clerk.field("rotate.to").fill("chu tich ubnd xa dai son")
    clerk.field("rotate.term").fill("36")
    clerk.field("decision.rests").select_option("assumption")
    clerk.field("decision.effective").fill("2022-11-15")
    clerk.preview()
    if clerk.page.locator("fieldset.question").count():
        # Of the posts whose names hold these words: the one that is called so.
        for question in clerk.page.locator("fieldset.question").all():
            question.get_by_role("radio").first.check()
        clerk.preview()
    clerk.look("rotate")
    clerk.record()
    clerk.open("/tables/rotations", on="2025-10-01")
    clerk.look("rotations")
    first = [" ".join(cell.split()) for cell in
             clerk.page.locator("main tbody tr").first.locator("th, td").all_inner_texts()]
    # 45 days from 1 October to 15 November.
    clerk.expect("Vũ Thị Một" in first[0] and "45" in first, f"who is due next, and in how many days: {first}")


def by_district(clerk):
    """Where a target lacks is told once each district's number is on record (P5.3)."""
    for district, number in (("tu-ky", 5), ("nam-sach", 9)):
        clerk.open("/record/observation", on="2022-11-10")
        clerk.field("observe.indicator").fill("bi-thu-chu-tich-xa")
        clerk.field("observe.in").fill(district)
        clerk.field("observe.on").fill("2022-11-10")
        clerk.field("observe.value").fill(str(number))
        clerk.field("observe.role").select_option("part")
        clerk.field("decision.rests").select_option("assumption")
        clerk.field("decision.effective").fill("2022-11-10")
        clerk.preview()
        clerk.record()
    clerk.open("/reports/07", on="2022-11-10")
    clerk.look("districts")
    rows = [[" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
            for row in clerk.page.locator("main tbody tr").all()]
    # Of 23 communes and of 19, beside the 40% of the target.
    for called, number, communes in (("Tứ Kỳ", 5, 23), ("Nam Sách", 9, 19)):
        row = next((row for row in rows if len(row) > 4 and called in row[1]), [""] * 5)
        share = f"{100 * number / communes:.1f}%".replace(".", "," if clerk.language == "vi" else ".")
        clerk.expect(row[2:5] == [str(communes), str(number), share], f"{called} has {share}: {row}")


def what_if(clerk):
    """What merging the People's Committees of the two communes would leave over."""
    clerk.open("/what-if", on="2022-11-11")
    for place, commune in enumerate(DEPUTIES):
        clerk.field(f"what-if.unit.{place}").fill(f"ubnd {commune}")
    with clerk.page.expect_navigation():
        clerk.page.locator("#merge button").click()
    clerk.look("what-if")
    rows = clerk.page.locator("#merge section:last-of-type tr").all()
    told = {cells[0].lower(): " ".join(cells[1].split()) for cells in (
        row.locator("th, td").all_inner_texts() for row in rows)}
    for name, value in MERGED[clerk.language].items():
        clerk.expect(told.get(name) == value, f"what if they merge: {name} {value}: {told}")


def dissolve(clerk):
    clerk.open("/record/dissolve", on="2022-11-10")
    clerk.field("dissolve.dissolve").fill("thanh-mien/ban-to-chuc")
    clerk.preview()
    clerk.look("dissolve")
    clerk.expect(clerk.page.locator("[name^='settle.post.']").count() > 0, "the posts of a unit that ends are laid out")


def main(server, folder, report):
    places = iter(PLACES)
    with checks.chromium() as browser:
        for width, language, has_script in ((1280, "vi", True), (1280, "en", False), (360, "vi", False),
                                            (360, "en", True)):
            place, called, merged, name, ends, into = next(places)
            clerk = Clerk(browser, server, report, width, language, has_script, folder)
            if has_script:
                pages(clerk)
                a_file(clerk)
            # They are on record once; what follows is told to all.
            once = []
            if width == 1280 and has_script:
                once = [lambda: deputies(clerk), lambda: rotate(clerk), lambda: by_district(clerk)]
            for step in (*once, lambda: what_if(clerk), lambda: stop(clerk, place, called),
                         lambda: separate(clerk, place), lambda: merge(clerk, merged, name),
                         lambda: absorb(clerk, ends, into), lambda: dissolve(clerk)):
                try:
                    step()
                except (checks.Missing, OSError) as error:
                    clerk.fault(f"{str(error).splitlines()[0]} at {clerk.page.url}")
            clerk.close()


if __name__ == "__main__":
    address, pictures = checks.arguments("record.py ADDRESS [FOLDER]")
    found = checks.Report()
    main(address, pictures, found)
    for what, reason in NOT_YET.items():
        print(f"not yet by form: {what}: {reason}")
    found.finish()
