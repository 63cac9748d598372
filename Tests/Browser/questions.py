#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers, by clicking alone, the ten questions of the clerk of a province's organisation board (P1) and the ten of
its leader (P5) from the demo register, which tells what stood on 31 October 2022.

`questions.py ADDRESS`, where ADDRESS is what `bomay serve --show 2022-10-31` printed: the only address that is gone to.
From there on there are links, and the bar that asks for another day. Each question is asked in Vietnamese and in
English without script, and those of KEY at 360 pixels too. What must be shown was read from the facts of the source
and worked out here, not copied from the pages. P5.10, to approve or to send back what others drafted, needs accounts
and is in drafts.py. Who is due next of those who were rotated (P1.8), and in which districts a target lacks (P5.3), the
source does not tell: record.py records it first, and asks then.
"""
import datetime
import re

import checks

KEY = ("P1.2", "P1.4", "P5.1", "P5.2", "P5.9")

DAY = datetime.date(2022, 10, 31)
# Which model was to stop where in October 2022, facts F9 to F11 of the source.
TO_STOP = {"M2": ["Kim Thành", "Bình Giang"], "M3": ["Kinh Môn", "Nam Sách", "Thanh Miện", "Tứ Kỳ"],
           "M4": ["Kinh Môn", "Thanh Hà", "Thanh Miện"]}
NOT_BEGUN = ["Chí Linh", "Cẩm Giàng"]  # of M1, fact F5
PLACES = ["Hải Dương", "Chí Linh", "Nam Sách", "Kinh Môn", "Kim Thành", "Thanh Hà", "Cẩm Giàng", "Bình Giang",
          "Gia Lộc", "Tứ Kỳ", "Ninh Giang", "Thanh Miện"]

# What the links and the answers are called.
WORDS = {
    "lists": ("Bảng kê", "Lists"),
    "reports": ("Biểu mẫu", "Reports"),
    "form": ("Biểu", "Form"),
    "look": ("Xem", "Look"),
    "summary": ("Tình hình tổ chức bộ máy", "The organisational apparatus"),
    "to write": ("Cơ quan báo cáo viết", "For the reporting body to write"),
    "print": ("In theo biểu mẫu", "To print"),
    "to be stopped": ("Mô hình phải dừng", "Models to be stopped"),
    "targets": ("Chỉ tiêu chưa đạt", "Targets lacking"),
    "left to settle": ("Việc tồn sau khi dừng, quá hạn", "Obligations overdue"),
    "directives overdue": ("Nhiệm vụ quá hạn", "Directives overdue"),
    "no home": ("Tổ chức chưa rõ nơi về", "Organisations without a new home"),
    "unreported": ("Nơi chưa báo cáo nhiệm vụ", "Who has not reported on a directive"),
    "figures": ("Con số tính được và con số công bố", "Figures, computed and as published"),
    "coverage": ("Mức độ thực hiện mô hình", "How far each model has come"),
    "rotations": ("Luân chuyển", "Rotations"),
    "on trial": ("đang thí điểm", "on trial"),
    "to stop": ("sắp dừng", "to stop"),
    "stop planned": ("dự kiến dừng", "stop planned"),
    "overdue": ("quá hạn", "overdue"),
    "stop overdue": ("quá hạn dừng", "stop overdue"),
    "not begun": ("chưa", "not begun"),
    "running": ("đang", "running"),
    "permanent": ("chính thức", "permanent"),
    "unknown": ("chưa xác định", "undetermined"),
    "undetermined": ("chưa rõ", "undetermined"),
    "October": ("tháng 10/2022", "month 10 of 2022"),
    "quarter": ("quý II/2024", "quarter II of 2024"),
    "begun": ("trong khoảng 25/10/2017 - 07/07/2022", "between 2017-10-25 and 2022-07-07"),
    "lacking": ("còn thiếu", "lacking"),
    "not maintained": ("nói duy trì nhưng chưa đạt", "to be maintained, but not reached"),
    "no value": ("chưa có số hiện tại", "no current value on record"),
    "rounded otherwise": ("khác cách làm tròn", "rounding differs"),
    "agrees": ("khớp", "agrees"),
    "two days": ("So hai ngày với nhau", "Two days side by side"),
    "commune": ("xã", "commune"),
    "ward": ("phường", "ward"),
    "search": ("Tìm", "Search"),
    "what if": ("Nếu làm khác thì sao", "What if"),
    "work out": ("Tính thử", "Work it out"),
    "deputies": ("cấp phó", "deputies"),
    "norm": ("cấp phó theo quy định, mức cao nhất", "most deputies by the norm"),
    "surplus": ("cấp phó dôi dư", "surplus deputies"),
    "heads over": ("người đứng đầu không còn ghế", "heads left without a post of head"),
    "not known": ("chưa rõ", "not known"),
    "document": ("văn bản", "document"),
    "source": ("nguồn bao-hai-duong-2022", "source bao-hai-duong-2022"),
}


class Asker(checks.Window):
    """A window that counts how often it clicks."""

    def start(self, address, question):
        self.question, self.clicks = question, 0
        self.page.goto(address)

    def word(self, name):
        return WORDS[name][checks.LANGUAGES.index(self.language)]

    def number(self, value):
        return f"{value:,}".replace(",", "." if self.language == "vi" else ",")

    def percent(self, numerator, denominator):
        text = f"{100 * numerator / denominator:.1f}%"
        return text.replace(".", ",") if self.language == "vi" else text

    def expect(self, holds, what):
        return super().expect(holds, f"{self.question}: {what}: not so at {self.page.url}")

    def click(self, text, within="body"):
        """Clicks the first link or button in which the text stands."""
        self.clicks += 1
        one = self.page.locator(within).first.locator("a, button").filter(has_text=text, visible=True).first
        with self.page.expect_navigation():
            one.click()
        if self.page.locator("main").count() and self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.fault(f"{self.question}: {self.page.url} is wider than the window")

    def between(self, least, most):
        return f"từ {least} đến {most}" if self.language == "vi" else f"{least} to {most}"

    def lists(self, name):
        self.click(self.word("lists"), "nav")
        self.click(self.word(name), "main")

    def form(self, number):
        self.click(self.word("reports"), "nav")
        self.click(f"{self.word('form')} {number} ", "main")

    def ask_of(self, day):
        """Asks the page for another day, through the bar that every page has."""
        self.page.locator("form.moment input[name=on]").fill(day.isoformat())
        self.click(self.word("look"), "form.moment")

    def compare(self, before, after):
        """Sets two days side by side."""
        self.lists("two days")
        self.page.locator("input[name=from]").fill(before.isoformat())
        self.page.locator("input[name=to]").fill(after.isoformat())
        self.click(self.word("look"), "main form")

    def tile(self, name):
        """The number on a tile of the overview."""
        tile = self.page.locator(".tiles li").filter(has_text=self.word(name))
        return int(tile.locator(".number").inner_text())

    def rows(self, of="main table"):
        """The rows of the first such table, each a list of what its cells say."""
        cells = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText))"
        return [[" ".join(cell.split()) for cell in row] for row in self.page.locator(of).first.evaluate(cells)]

    def only(self, rows, what, *texts):
        """The one row that has cells in which each of the texts stands; a fault where there is none, or another."""
        found = [row for row in rows if all(any(text in cell for cell in row) for text in texts)]
        self.expect(len(found) == 1, f"{len(found)} rows have {texts}, {what}")
        return found[0] if len(found) == 1 else [""] * 20

    def has(self, row, *texts):
        for text in texts:
            self.expect(text in row, f"{text!r} is a cell of {row}")

    def says(self, *texts):
        shown = " ".join(self.page.inner_text("body").split())
        for text in texts:
            self.expect(text in shown, f"{text!r} is shown")


def to_stop(ask, rows, state):
    """Nine rows, and no more, say of the models to stop that they are in this state, each with October."""
    found = [row for row in rows if ask.word(state) in row]
    ask.expect(len(found) == sum(map(len, TO_STOP.values())), f"{len(found)} rows are {state}")
    for model, places in TO_STOP.items():
        for place in places:
            row = ask.only(found, state, model, place)
            ask.has(row, model, ask.word("October"))


def where_on_trial(ask):
    ask.form("01")
    rows = ask.rows()
    trials = [row for row in rows if any(cell.startswith(ask.word("on trial")) for cell in row[7:8])]
    ask.expect(len(trials) == 10 + 2 + 4 + 3, f"{len(trials)} trials")
    for model, places in TO_STOP.items():
        for place in places:
            row = ask.only(trials, "on trial", place, f"{model}:")
            ask.has(row, ask.word("begun"), f"{ask.word('on trial')}, {ask.word('stop planned')}")
            ask.expect("18-NQ/TW" in row[5], f"the ground is shown: {row[5]!r}")
    for place in PLACES:
        begun = [row for row in trials if place in row[1] and row[2].startswith("M1-district:")]
        ask.expect(len(begun) == (place not in NOT_BEGUN), f"M1 in {place}: {begun}")


def where_to_stop(ask):
    ask.expect(ask.tile("to be stopped") == 9, "nine are to stop")
    ask.click(ask.word("to be stopped"))
    to_stop(ask, ask.rows(), "stop planned")
    ask.click("M3-tu-ky", "main")
    decisions = ask.only(ask.rows(), "decisions", "announce-stop-m3")[1].split()
    # That it would stop was announced; that it stopped was not decided.
    ask.expect(sorted(decisions) == ["announce-stop-m3", "pilot-m3-tu-ky"], f"decisions {decisions}")
    ask.click("announce-stop-m3", "main")
    ask.says("Nguồn không nêu phương án thay thế")
    ask.ask_of(DAY + datetime.timedelta(days=1))
    ask.click("bộ máy", "header")
    ask.expect(ask.tile("to be stopped") == 9 and ask.tile("left to settle") == 9, "the day after, nine are overdue")


def two_not_begun(ask):
    days = (datetime.date(2024, 6, 30) - DAY).days
    row = ask.only(ask.rows("section:has(a[href*='/directives/']) table"), "days", "d-f6")
    ask.has(row, ask.word("quarter"), str(days))
    matrix = ask.rows("table.matrix")
    for place in NOT_BEGUN:
        ask.expect(ask.only(matrix, "M1", place)[1].endswith(" " + ask.word("not begun")), f"{place} has not begun")
    ask.page.locator("table.matrix tr").filter(has_text="Chí Linh").locator("td a").first.click()
    ask.clicks += 1
    ask.says(ask.word("quarter"), "not-begun-m1-chi-linh", "Chí Linh")


def secretaries(ask):
    ask.click(ask.word("targets"))
    row = ask.only(ask.rows(), "the target", "T1", "40")
    communes, have = 235, 48
    needed = -(-communes * 40 // 100)
    ask.has(row, str(have), str(communes), ask.percent(have, communes), str(needed), str(needed - have),
            ask.word("lacking"))


def without_home(ask):
    ask.expect(ask.tile("no home") == 81, "81 have no new home")
    ask.click(ask.word("no home"))
    row = ask.only(ask.rows(), "the bloc", "Khối Doanh nghiệp")
    ask.expect(row[2:5] == ["81", "0", "81"], f"none of 81 is settled: {row[2:5]}")
    among = ask.page.locator("main table tbody tr td").nth(4).locator("a").count()
    ask.expect(among == 13, f"{among} Party committees may have received them, not 13")
    ask.form("08")
    rows = [row for row in ask.rows() if row[0].isdigit()]
    received = {row[3] for row in rows}
    ask.expect(len(rows) == 81 and received == {ask.word("unknown")}, f"{len(rows)} rows, none with a receiver")


def not_reported(ask):
    ask.lists("unreported")
    rows = [row for row in ask.rows() if "d-f12" in row]
    for place in PLACES:
        committee = re.compile(f"(Thành|Thị|Huyện) ủy {place}$")
        ask.expect(any(committee.search(row[0]) for row in rows), f"{place} has not reported")
    # Twelve districts, seven bodies of the province's Party committee and eleven others were told: fact F12.
    ask.expect(len(rows) == 30, f"{len(rows)} have not reported")
    # What is otherwise from one day to the next: the models that were to stop in October are overdue.
    ask.compare(datetime.date(2022, 10, 31), datetime.date(2022, 11, 1))
    said = [row for row in ask.rows("main section:nth-of-type(2) table") if "M3" in " ".join(row)]
    ask.expect(len(said) >= len(TO_STOP["M3"]), f"that {len(said)} came to be overdue is told")


def cells_and_villages(ask):
    ask.form("06")
    total = ask.only(ask.rows(), "the total", "235", "94")
    villages, cells = (1469, 1333), (1541, 1340)
    wanted = ["235"]
    for before, after in (villages, cells):
        wanted += [ask.number(before), ask.number(after), str(after - before)]
    ask.expect(total[2:9] == wanted, f"before and after: {total[2:9]}")
    ask.has(total, "7", ask.number(1263), ask.percent(1263, 1333))
    # Communes and wards before and after 1 December 2019, from the lists of the General Statistics Office.
    ask.compare(datetime.date(2019, 11, 30), datetime.date(2019, 12, 1))
    counts = ask.rows()
    ask.expect([ask.word("commune"), "207", "178", "-29"] in counts, f"communes: {counts}")
    ask.expect([ask.word("ward"), "45", "47", "2"] in counts, f"wards: {counts}")
    ask.expect(ask.page.locator("main section:nth-of-type(2) a[href^='/decisions/']").count() > 20, "by which acts")


def rotations(ask):
    ask.form("09")
    ask.only(ask.rows(), "the sums", f"156 | 78 | 152 | {156 + 78 + 152}")
    ask.lists("rotations")
    for count in ("156", "78", "152"):
        ask.only(ask.rows(), "the direction", count)


def grounds(ask):
    ask.form("02")
    ask.click(ask.word("print"), "main")
    row = ask.only(ask.rows("table.form"), "M1", "M1-district:")
    ask.has(row, "12")
    # A mark of a note follows the figures that rest on a reading.
    ask.expect(row[3].startswith("10"), f"ten have M1: {row[3]!r}")
    ask.says("f4-r1", "244:0a35f65a04f4464679b2c4c2d309c639282724e553f988d87e4f16d4329e7f58")
    ask.page.go_back()
    # The draft of the report: its grounds, its figures, what is open in it, and the forms that go with it.
    ask.click(ask.word("reports"), "nav")
    ask.click(ask.word("summary"), "main")
    ask.says("18-NQ/TW, ", "34-KL/TW, ", *(("10/12", "48/235") if ask.language == "vi" else ("10 of 12", "48 of 235")),
             ask.percent(697, 620), ask.word("to write"), *NOT_BEGUN, f"{ask.word('form')} 07")
    ask.click("M1-district", "main .summary")
    ask.expect("/why/M1-district" in ask.page.url, "a sentence leads to its why")
    ask.says("10/12", "Hải Dương")


def published(ask):
    ask.lists("figures")
    rows = ask.rows()
    row = ask.only(rows, "112%", "F27", "112%")
    ask.has(row, ask.percent(697, 620), "112%")
    ask.expect(any(ask.word("rounded otherwise") in cell for cell in row), f"rounded otherwise: {row}")
    row = ask.only(rows, "20.4%", "F32")
    ask.expect(any(ask.word("agrees") in cell for cell in row), f"as published: {row}")
    ask.click("F27", "main")
    ask.says("697/620", ask.word("source"), "3386-3522")


def overdue(ask):
    tiles = ("left to settle", "directives overdue")
    ask.expect([ask.tile(name) for name in tiles] == [0, 0], "nothing is overdue yet")
    ask.ask_of(DAY + datetime.timedelta(days=1))
    ask.expect([ask.tile(name) for name in tiles] == [9, 1], "nine and one are overdue")
    ask.click(ask.word("directives overdue"))
    late = [row for row in ask.rows() if ask.word("overdue") in row]
    ask.expect([row[0] for row in late] == ["d-f8"], f"late: {late}")
    ask.expect(late and late[0][3] == "", "nobody leads it on record")
    ask.click("bộ máy", "header")
    ask.click(ask.word("left to settle"))
    to_stop(ask, ask.rows(), "overdue")


def on_one_page(ask):
    rows = ask.rows("table.matrix")
    ask.expect(len(rows) == 12 + 2, f"{len(rows) - 2} places")
    for place in PLACES:
        row = ask.only(rows, "the models", place)
        wanted = ["not begun" if place in NOT_BEGUN else "running"]
        wanted += ["to stop" if place in TO_STOP[model] else "undetermined" for model in TO_STOP] + ["permanent"] * 2
        ask.expect([cell.partition(" ")[2] for cell in row[1:]] == [ask.word(state) for state in wanted], f"{row}")
    ask.expect(rows[-1][1:] == ["10/12", "≥ 2/12", "≥ 4/12", "≥ 3/12", "12/12", "12/12"], f"sums {rows[-1]}")


def by_2025(ask):
    ask.click(ask.word("targets"))
    rows = ask.rows()
    ask.has(ask.only(rows, "T1", "T1", "40"), "46", ask.word("lacking"))
    ask.has(ask.only(rows, "T2", "Bí thư cấp xã"), str(-(-235 * 20 // 100)), ask.word("no value"))
    ask.has(ask.only(rows, "T3", "T3"), ask.number(1263), ask.number(1333), "70", ask.word("not maintained"))


def without_ground(ask):
    ask.page.locator("header input[name=q]").fill("18-NQ/TW")
    ask.click(ask.word("search"), "header form")
    ask.click("18-NQ/TW", "main")
    rows = ask.rows("main section:has(a[href*='/pilots/']) table")
    for model, places in TO_STOP.items():
        for place in places:
            ask.only(rows, "rests on it", f"{model}", place, ask.word("stop planned"))


def if_separated(ask):
    ask.click(ask.word("what if"), "main")
    rows = ask.rows()
    # So many more heads where the model is in force for certain, and at most one in each of the twelve places; two
    # offices out of each joint one. Of M2 to M4 all that is in force is to be stopped. No quota is on record.
    for model, places in TO_STOP.items():
        row = ask.only(rows, "to separate", model)
        more = ask.between(len(places), 12)
        there = str(len(places))
        bodies = (more, there) if model == "M2" else ("0", "0")
        wanted = [there, str(12 - len(places)), bodies[0], more, there, bodies[1], there]
        ask.expect(row[1:8] == wanted, f"{row}")
    ask.has(ask.only(rows, "all along", "M5"), "12", "24")
    ask.click("M3", "main section p.links:has(a[href*='model='])")
    rows = ask.rows("#separate section table")
    for place in TO_STOP["M3"]:
        ask.has(ask.only(rows, "by places", place), "1", "2", ask.word("stop planned"))


def if_merged(ask):
    ask.click(ask.word("what if"), "main")
    # By a part of the name, without marks.
    for place, name in enumerate(("ubnd xa tan ky", "ubnd xa dai son")):
        ask.page.locator(f"input[name='what-if.unit.{place}']").fill(name)
    ask.click(ask.word("work out"), "#merge")
    rows = {row[0].lower(): row[1] for row in ask.rows("#merge section:last-of-type table")[1:]}
    # No deputy is on record: that is no nought. The law of 2015 allows two in a commune.
    ask.expect(rows.get(ask.word("norm")) == "2", f"norm: {rows}")
    for name in ("deputies", "surplus"):
        ask.expect(rows.get(ask.word(name)) == ask.word("not known"), f"{name}: {rows}")
    ask.expect(rows.get(ask.word("heads over")) == ask.between(0, 1), f"heads: {rows}")


def after_the_plan(ask):
    ask.form("05")
    rows = ask.rows()
    for plan, done in ((620, 697), (1853, 2218), (3236, 4243)):
        row = ask.only(rows, "plan and result", ask.number(plan), ask.number(done))
        ask.has(row, ask.number(plan), ask.number(done), ask.percent(done, plan))


def who_is_slow(ask):
    ask.lists("coverage")
    row = ask.only(ask.rows(), "M1", "M1-district")
    ask.has(row, "10", "12", ask.percent(10, 12))
    for place in NOT_BEGUN:
        ask.expect(any(place in cell for cell in row), f"{place} is missing")
    ask.has(ask.only(ask.rows(), "M5", "M5"), "12", ask.percent(12, 12))


def one_answer(ask):
    ask.page.locator("ul.targets h3 a").first.click()
    ask.clicks += 1
    ask.says("48", "235", ask.word("source"), "3894-3989")


QUESTIONS = {
    "P1.1": where_on_trial, "P1.2": where_to_stop, "P1.3": two_not_begun, "P1.4": secretaries, "P1.5": without_home,
    "P1.6": not_reported, "P1.7": cells_and_villages, "P1.8": rotations, "P1.9": grounds, "P1.10": published,
    "P5.1": overdue, "P5.2": on_one_page, "P5.3": by_2025, "P5.4": if_separated, "P5.5": if_merged,
    "P5.6": after_the_plan, "P5.7": without_ground, "P5.8": who_is_slow, "P5.9": one_answer,
}


def main(address, report):
    server = re.match("https?://[^/]+", address)[0]
    clicks = {}
    with checks.chromium() as browser:
        for width, names in ((1280, QUESTIONS), (360, KEY)):
            for language in checks.LANGUAGES:
                ask = Asker(browser, server, report, width, language, has_script=False)
                for name in names:
                    ask.start(address, name)
                    try:
                        QUESTIONS[name](ask)
                    except checks.Missing as error:
                        ask.fault(f"{name}: {str(error).splitlines()[0]} at {ask.page.url}")
                    report.count("answers")
                    clicks[name] = ask.clicks
                ask.close()
    for name, number in clicks.items():
        print(f"{name}: {QUESTIONS[name].__name__.replace('_', ' ')}: {number} clicks")


if __name__ == "__main__":
    shown, _ = checks.arguments("questions.py ADDRESS")
    found = checks.Report()
    main(shown, found)
    found.finish()
