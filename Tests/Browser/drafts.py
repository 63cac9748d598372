#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Drafts, hands on, appraises, sends back and approves by clicking alone, question P5.10 of the leader:
`drafts.py PROGRAM FOLDER [PICTURES]`, where FOLDER holds hai-duong.bomay.

Serves a copy of it with accounts. A drafter stops model M3, wrong at first; an appraiser has nothing against it; the
leader sends it back, and approves it once it is mended: in each of four districts, at 1280 and 360 pixels, in both
languages, without script. Then who sees what, who may do nothing with what is their own, and what was decided while a
page lay open. An administrator makes an account with a role in one district, which sets its password by the link shown,
gets another role, and is let in no more. Forged forms and the reach of roles are in Tests/BomayServerTests.
"""
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import checks

DAY, AFTER = "2022-11-10", "2022-11-11"
PASSWORD = "mot mat khau du dai"

# Accounts: their role, and how people call whoever has it.
PEOPLE = {
    "lan": ("drafter", "Nguyễn Thị Lan"), "mai": ("appraiser", "Phạm Thị Mai"),
    "head": ("approver", "Trần Văn Lãnh"), "vice": ("approver", "Lê Văn Phó"), "reader": ("reader", "Đỗ Thị Xem"),
    "root": ("administrator", "Quản trị"),
}

# How wide the windows are and in which language, and where model M3 is stopped in them.
WAYS = [(1280, "vi", "tu-ky", "Tứ Kỳ"), (1280, "en", "nam-sach", "Nam Sách"), (360, "vi", "kinh-mon", "Kinh Môn"),
        (360, "en", "thanh-mien", "Thanh Miện")]

TITLE = "Dừng M3 <b>ở</b> <img src=x onerror=alert(1)>"
REMARK = "<i>theo</i> Kế hoạch số 5 & <script>alert(2)</script> {{w.menu}}"
WHY = "Nêu rõ <u>ai</u> chịu trách nhiệm"
REASON = "<b>hết hạn</b> thí điểm"

WORDS = {
    "record": ("Ghi sổ", "Record"),
    "drafts": ("Dự thảo", "Drafts"),
    "stop a pilot": ("Dừng thí điểm một mô hình", "Stop a pilot"),
    "waiting": ("Chờ tôi xử lý", "Waiting for me"),
    "own": ("Dự thảo của tôi", "My own"),
    "ended": ("Đã xong", "Ended"),
    "go on": ("Sửa dự thảo", "Go on with it"),
    "entry": ("Xem trong sổ", "See it in the log"),
    "drafted": ("đang soạn", "being drafted"),
    "submitted": ("đã trình", "handed on"),
    "appraised": ("đã thẩm định", "appraised"),
    "returned": ("trả lại", "sent back"),
    "refused": ("không duyệt", "refused"),
    "withdrawn": ("đã rút", "withdrawn"),
    "recorded": ("đã ghi vào sổ", "recorded"),
    "cannot yet": ("Chưa trình được: còn điều phải sửa", "It cannot be handed on yet"),
    "explain": ("Còn cảnh báo: hãy giải thích", "There are warnings: explain them"),
    "say why": ("Hãy nêu ý kiến vì sao", "Say why in the remark"),
    "nobody appraised": ("Chưa ai thẩm định", "Nobody has appraised it yet"),
    "moved": ("Trong lúc đó đã có người xử lý", "Meanwhile somebody else has done something"),
    "opened": ("Sau đó còn phải giải quyết", "This is then to be settled"),
    "lists": ("Bảng kê", "Lists"),
    "accounts": ("Tài khoản", "Accounts"),
    "left to settle": ("Việc tồn sau khi dừng thí điểm", "What stopped pilots leave to settle"),
    "overdue": ("Việc tồn sau khi dừng, quá hạn", "Obligations overdue"),
    "half a role": ("có ghi phạm vi hoặc loại nhưng chưa chọn vai trò", "but not which role"),
    "which unit": ("hãy chọn đơn vị", "choose which unit is meant"),
    "reporter": ("Người báo cáo", "Reporter"),
    "own account": ("do người quản trị khác làm", "another administrator"),
    "not allowed": ("Không có quyền", "Not allowed"),
}


class Office:
    """A server with accounts over a copy of the demo register, and the links by which their passwords are set."""

    def __init__(self, program, folder):
        self.register = pathlib.Path(folder) / "drafts.bomay"
        shutil.copy(pathlib.Path(folder) / "hai-duong.bomay", self.register)
        pathlib.Path(f"{self.register}.accounts").unlink(missing_ok=True)
        self.links = {}
        for account, (role, called) in PEOPLE.items():
            made = subprocess.run(
                [program, "account", "add", account, "--role", role, "--called", called, "--register", self.register],
                capture_output=True, text=True, check=True)
            self.links[account] = re.search(r"/setup/\S+", made.stdout)[0]
        self.process = subprocess.Popen(
            [program, "serve", "--register", self.register, "--port", "0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.address = re.search(r"http://127\.0\.0\.1:\d+", self.process.stdout.readline())[0]

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


class Colleague(checks.Window):
    """A window of somebody who has signed in. It is turned, since each signing in costs much on purpose."""

    def __init__(self, browser, office, report, account, folder=None):
        super().__init__(browser, office.address, report, has_script=False, folder=folder)
        self.account = account
        self.turn(1280, "vi")
        self.open(office.links[account])
        for name in ("password", "again"):
            self.field(name).fill(PASSWORD)
        self.press(self.page.locator("main form button"))

    def turn(self, width, language):
        self.width, self.language, self.where = width, language, f"{self.account} at {width} in {language}"
        for page in (self.page, self.copy):
            page.set_viewport_size({"width": width, "height": 800})

    def word(self, name):
        return WORDS[name][checks.LANGUAGES.index(self.language)]

    def look(self, name):
        # Barriers are the same in either language, and in either width.
        super().look(name, barriers=(self.width == 1280) == (self.language == "vi"))

    def field(self, name):
        return self.page.locator(f"[name='{name}']")

    def faulty(self, name):
        return self.field(name).locator("xpath=ancestor::*[contains(@class, 'faulty')]").count() > 0

    def press(self, button):
        with self.page.expect_navigation():
            button.click()

    def do(self, act):
        """Presses what the draft, or the form for one, lets be done."""
        self.press(self.page.locator(f"main button[name=do][value={act}]"))

    def click(self, text, within="main"):
        self.press(self.page.locator(within).first.locator("a").filter(has_text=text).first)

    def says(self, *texts):
        shown = self.text()
        for text in texts:
            self.expect(text in shown, f"{text!r} is shown at {self.page.url}")

    def alerted(self, name):
        said = " ".join(self.page.locator("[role=alert]").all_inner_texts())
        self.expect(self.word(name) in said, f"{name!r} is told at {self.page.url}: {said!r}")

    def acts(self, *wanted):
        """The draft lets these be done, and no more."""
        found = self.page.locator("main form button[name=do]").evaluate_all("all => all.map(one => one.value)")
        self.expect(sorted(found) == sorted(wanted), f"{found} can be done, not {wanted}, at {self.page.url}")

    def is_text(self):
        """What was typed as markup is none."""
        made = self.page.locator("main :is(b, i, u, img, script)").count()
        self.expect(made == 0, f"markup became {made} elements at {self.page.url}")

    def state(self, name):
        self.expect(self.page.locator("main p.lead").inner_text().strip() == self.word(name),
                    f"the draft at {self.page.url} is {name}")

    def go_to_drafts(self):
        """By the menu, from the overview."""
        self.open("/", on=DAY)
        self.click(self.word("drafts"), "nav")

    def day(self, day, month, year):
        return f"{day}/{month}/{year}" if self.language == "vi" else f"{year}-{month}-{day}"

    def tile(self, name):
        """The number on a tile of the overview."""
        tile = self.page.locator(".tiles li").filter(has_text=self.word(name))
        return int(tile.locator(".number").inner_text())

    def group(self, name):
        return self.page.locator("main section").filter(has=self.page.locator("h2", has_text=self.word(name)))

    def listed(self, group, number):
        return self.group(group).locator(f"a[href^='/drafts/{number}?']")

    def find(self, group, number):
        """Opens the draft from the list. False where it does not stand there."""
        self.open("/drafts", on=DAY)
        if not self.expect(self.listed(group, number).count() == 1, f"draft {number} is listed as {group}"):
            return False
        self.press(self.listed(group, number))
        return True

    def revision(self):
        return self.page.request.get(self.server + "/ready").json()["revision"]


# MARK: Writing drafts


def fill(drafter, pilot, due="30/11/2022", title=TITLE):
    """Fills in that the pilot stops, on a form that is open."""
    drafter.field("stop-pilot.stop-pilot").select_option(pilot)
    drafter.field("stop-pilot.reason").fill(REASON)
    drafter.field("stop-pilot.replacement").select_option("separate-holders")
    drafter.field("stop-pilot.due").fill(due)
    drafter.field("stop-pilot.responsible").fill(pilot.partition("-")[2] + "/cap-uy")
    drafter.field("decision.rests").select_option("assumption")
    drafter.field("decision.effective").fill("10/11/2022")
    drafter.field("draft-title").fill(title)


def typed(drafter, place, due):
    """The form has what was typed."""
    wanted = {
        "stop-pilot.stop-pilot": f"M3-{place}", "stop-pilot.reason": REASON,
        "stop-pilot.replacement": "separate-holders", "stop-pilot.due": due, "decision.rests": "assumption",
        "decision.effective": "10/11/2022", "draft-title": TITLE}
    found = {name: drafter.field(name).input_value() for name in wanted}
    drafter.expect(found == wanted, f"the form still has what was typed: {found}")
    # A name may stand for what was typed.
    responsible = drafter.field("stop-pilot.responsible").input_value()
    drafter.expect(responsible != "", "the form still has who is responsible")


def number(window):
    """Which draft the page is about."""
    found = re.search(r"/drafts/(\d+)", window.page.url)
    return int(found[1]) if found else 0


def hand_on(drafter, pilot, title):
    """A draft that is right at once. Gives its number."""
    drafter.open("/record/stop-pilot", on=DAY)
    fill(drafter, pilot, title=title)
    drafter.field("draft-remark").fill(REMARK)
    drafter.do("submit")
    drafter.state("submitted")
    return number(drafter)


# MARK: The whole way


def begin(team, place):
    """A fault is told at its field; what is faulty is kept, and seen by its author alone. Gives the draft's number."""
    drafter = team["lan"]
    drafter.open("/", on=DAY)
    drafter.click(drafter.word("record"), "nav")
    drafter.click(drafter.word("stop a pilot"))
    fill(drafter, f"M3-{place}", due="31/11/2022")
    drafter.look("draft-form")
    before = drafter.revision()
    drafter.field("draft-remark").fill(REMARK)
    drafter.do("submit")
    drafter.alerted("cannot yet")
    drafter.look("draft-faulty")
    drafter.expect(drafter.faulty("stop-pilot.due"), "that there is no 31st of November is told at the field")
    drafter.expect(not drafter.faulty("stop-pilot.reason"), "the reason is not faulty")
    drafter.expect(drafter.page.locator("button.go").count() == 0, "who drafts does not record")
    drafter.expect(drafter.field("draft-remark").input_value() == REMARK, "the remark is kept")
    typed(drafter, place, "31/11/2022")
    drafter.do("save")
    drafter.state("drafted")
    drafter.says(TITLE)
    drafter.is_text()
    drafter.look("draft-kept")
    drafter.acts("withdraw")
    draft = number(drafter)
    for other in (team["mai"], team["head"]):
        other.open(f"/drafts/{draft}", status=404)
        other.open("/drafts")
        shown = other.page.locator(f"a[href^='/drafts/{draft}?']").count()
        other.expect(shown == 0, "what is being drafted is seen by its author alone")
    drafter.expect(drafter.revision() == before, "drafting records nothing")
    return draft


def mend(drafter, draft, place):
    drafter.find("own", draft)
    drafter.click(drafter.word("go on"))
    typed(drafter, place, "31/11/2022")
    drafter.field("stop-pilot.due").fill("30/11/2022")
    drafter.field("draft-remark").fill("")
    drafter.do("submit")
    drafter.alerted("explain")
    drafter.look("draft-unexplained")
    drafter.field("draft-remark").fill(REMARK)
    drafter.do("submit")
    drafter.state("submitted")
    drafter.says(REMARK)
    drafter.acts("withdraw")
    drafter.expect(drafter.page.get_by_text(drafter.word("go on")).count() == 0, "who has handed it on waits")


def appraise(appraiser, draft, called):
    if not appraiser.find("waiting", draft):
        return
    appraiser.look("draft-to-appraise")
    appraiser.says(TITLE, REMARK, appraiser.word("nobody appraised"))
    appraiser.is_text()
    settled = appraiser.page.locator("#tried tr").filter(has_text=called).filter(has_text="30").count()
    appraiser.expect(settled == 1, f"what the stop leaves to settle in {called} is foretold")
    appraiser.acts("appraise", "return")
    appraiser.do("appraise")
    appraiser.state("appraised")


def send_back(leader, draft):
    leader.go_to_drafts()
    leader.look("drafts")
    leader.is_text()
    leader.expect(leader.listed("waiting", draft).count() == 1, "what was appraised waits for the leader")
    leader.press(leader.listed("waiting", draft))
    leader.state("appraised")
    leader.look("draft-to-approve")
    leader.acts("return", "refuse", "record")
    for act in ("return", "refuse"):
        leader.do(act)
        leader.alerted("say why")
    leader.field("remark").fill(WHY)
    leader.do("return")
    leader.state("returned")
    leader.acts()


def again(drafter, draft, place):
    """It stands in the list with the remark; the form has what was typed; it is handed on once more."""
    drafter.go_to_drafts()
    line = drafter.listed("own", draft).inner_text()
    drafter.expect(drafter.word("returned") in line and WHY in line, f"it was sent back, and why: {line!r}")
    drafter.is_text()
    drafter.press(drafter.listed("own", draft))
    drafter.says(WHY)
    drafter.look("draft-returned")
    drafter.click(drafter.word("go on"))
    typed(drafter, place, "30/11/2022")
    drafter.look("draft-again")
    drafter.field("draft-remark").fill("đã nêu")
    drafter.do("submit")
    drafter.state("submitted")


def approve(leader, draft, place, called):
    """It stands in the log with the leader's name, and what it opens stands on the pages."""
    leader.open("/", on=AFTER)
    overdue = leader.tile("overdue")
    # On the overview and in the list.
    left = leader.page.locator("main tr").filter(has_text=f"M3-{place}/same-holder")
    leader.find("waiting", draft)
    leader.says(leader.word("nobody appraised"), called)
    before = leader.revision()
    leader.do("record")
    leader.expect(re.search(rf"/log/{before + 1}\b", leader.page.url), f"what it became is shown: {leader.page.url}")
    leader.expect(leader.revision() == before + 1, "it is one entry")
    leader.look("draft-recorded")
    leader.expect(leader.page.locator("main").get_by_text("head", exact=True).count() > 0, "the leader has recorded it")
    leader.says(REASON)
    leader.open("/", on=AFTER)
    # The stop says until when and by whom it is settled; what was announced for October was overdue.
    leader.expect(leader.tile("overdue") == overdue - 1, "one thing less is overdue")
    settled = (called, leader.day("30", "11", "2022"), f"ủy {called}")
    for page in ("overview", "list"):
        said = left.inner_text() if left.count() == 1 else ""
        leader.expect(all(word in said for word in settled), f"what is left to settle is in the {page}: {said!r}")
        if page == "overview":
            leader.click(leader.word("lists"), "nav")
            leader.click(leader.word("left to settle"))
    leader.expect(f"stop-pilot-m3-{place}" in left.inner_text(), "it rests on what was approved")
    return before + 1


def ended(drafter, draft, entry):
    """The draft says which entry it became, and nobody changes it any more."""
    if not drafter.find("ended", draft):
        return
    drafter.state("recorded")
    drafter.look("draft-ended")
    drafter.acts()
    drafter.expect(drafter.page.get_by_text(drafter.word("go on")).count() == 0, "what was approved is not changed")
    drafter.is_text()
    drafter.click(drafter.word("entry"))
    drafter.expect(f"/log/{entry}" in drafter.page.url, f"the draft became entry {entry}: {drafter.page.url}")
    drafter.open("/record/stop-pilot", status=404, draft=draft)


def way(team, place, called):
    drafter, leader = team["lan"], team["head"]
    draft = begin(team, place)
    mend(drafter, draft, place)
    appraise(team["mai"], draft, called)
    send_back(leader, draft)
    again(drafter, draft, place)
    ended(drafter, draft, approve(leader, draft, place, called))


# MARK: Who may what


def own(team):
    """A leader drafts, too, and cannot approve it; another can."""
    leader, vice = team["head"], team["vice"]
    draft = hand_on(leader, "M1-gia-loc", "Của chính mình")
    leader.find("own", draft)
    leader.acts("withdraw")
    leader.go_to_drafts()
    leader.expect(leader.listed("waiting", draft).count() == 0, "what is one's own does not wait for oneself")
    vice.find("waiting", draft)
    vice.says(vice.word("opened"), "Gia Lộc")
    vice.acts("appraise", "return", "refuse", "record")
    leader.find("own", draft)
    leader.do("withdraw")
    leader.state("withdrawn")
    leader.acts()
    # It was handed on to them: they see what has become of it, and no longer what it said.
    vice.find("ended", draft)
    vice.state("withdrawn")
    vice.acts()
    vice.expect(vice.page.locator("pre").count() == 0, "what was withdrawn is forgotten")


def readers(team):
    reader = team["reader"]
    reader.open("/", on=DAY)
    menu = reader.page.locator("nav").first.inner_text()
    reader.expect(reader.word("drafts") not in menu and reader.word("record") not in menu, f"no drafts in {menu!r}")
    reader.open("/drafts", status=403)
    reader.says(reader.word("not allowed"))
    reader.look("drafts-refused")
    reader.open("/drafts/1", status=403)
    reader.open("/record/stop-pilot", status=403, draft=1)


def meanwhile(team):
    """What others did while the page lay open is told, and nothing is done; then it is refused, with a remark."""
    drafter, appraiser, leader = team["lan"], team["mai"], team["head"]
    draft = hand_on(drafter, "M1-ninh-giang", "Trong lúc đó")
    leader.find("waiting", draft)
    appraiser.find("waiting", draft)
    appraiser.do("appraise")
    before = leader.revision()
    leader.do("record")
    leader.alerted("moved")
    leader.state("appraised")
    leader.look("draft-moved")
    leader.expect(leader.revision() == before, "nothing is recorded that somebody else came first with")
    leader.do("refuse")
    leader.alerted("say why")
    leader.field("remark").fill(WHY)
    leader.do("refuse")
    leader.state("refused")
    drafter.find("ended", draft)
    drafter.state("refused")
    drafter.says(WHY)
    drafter.acts()
    leader.expect(leader.revision() == before, "what was refused is not recorded")


def decided_meanwhile(team):
    """Two leaders have it open: where one has decided, the other is told so. So is a leader of what was withdrawn."""
    drafter, leader, vice = team["lan"], team["head"], team["vice"]
    draft = hand_on(drafter, "M1-ninh-giang", "Hai người cùng mở")
    for one in (leader, vice):
        one.find("waiting", draft)
    vice.field("remark").fill(WHY)
    vice.do("refuse")
    leader.do("record")
    leader.says(leader.word("moved"))
    leader.look("draft-decided-meanwhile")
    draft = hand_on(drafter, "M1-ninh-giang", "Rút trong lúc đó")
    leader.find("waiting", draft)
    drafter.do("withdraw")
    drafter.state("withdrawn")
    leader.do("record")
    leader.says(leader.word("moved"))
    leader.look("draft-withdrawn-meanwhile")


def written_meanwhile(team):
    """A form that lay open while its draft was handed on changes nothing, and what was typed into it is not lost."""
    drafter = team["lan"]
    drafter.open("/record/stop-pilot", on=DAY)
    fill(drafter, "M1-ninh-giang", title="Hai cửa sổ")
    drafter.do("save")
    draft = number(drafter)
    drafter.click(drafter.word("go on"))
    other = drafter.context.new_page()
    other.goto(drafter.page.url)
    other.locator("[name='draft-remark']").fill(REMARK)
    with other.expect_navigation():
        other.locator("button[name=do][value=submit]").click()
    other.close()
    drafter.field("stop-pilot.reason").fill("viết sau")
    drafter.do("save")
    drafter.says(drafter.word("moved"))
    kept = drafter.field("stop-pilot.reason")
    drafter.expect(kept.count() == 1 and kept.input_value() == "viết sau", "what was typed meanwhile is not lost")
    drafter.find("own", draft)
    drafter.state("submitted")
    drafter.do("withdraw")


def accounts(team):
    """The administrator makes an account, wrong at first, and its holder sets the password by the link."""
    root = team["root"]
    name, called = f"reporter-{root.language}-{root.width}", f"Báo <b>{root.width}</b> {root.language}"
    root.open("/")
    root.click(root.word("accounts"), "nav")
    root.look("accounts")
    root.field("account.account").fill(name)
    root.field("account.called").fill(called)
    root.field("grant-0.below").fill("huyen")
    root.do("add")
    root.alerted("half a role")
    root.alerted("which unit")
    root.look("account-wrong")
    root.expect(root.field("account.called").input_value() == called, "what was typed is not lost")
    root.field("grant-0.account-role").select_option("reporter")
    root.field("grant-0.below").fill("tu-ky")
    root.field("grant-0.only-kind").select_option("observe")
    root.do("add")
    root.look("account-made")
    root.says(called)
    link = root.page.locator("code.link").inner_text()
    root.expect(link.startswith(root.server + "/setup/"), f"the link leads here: {link}")
    visit = root.copy.context.browser.new_context()
    page = visit.new_page()
    page.goto(link)
    for field in ("password", "again"):
        page.locator(f"[name='{field}']").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").click()
    page.goto(root.server + "/drafts")
    root.expect(page.locator("main h1").count() == 1 and "/drafts" in page.url, "the new account is in")
    root.click(root.word("accounts"), "nav")
    root.says(called, root.word("reporter"))
    root.click(called)
    root.do("disable")
    page.reload()
    root.expect("/login" in page.url, f"who is let in no more is out at once: {page.url}")
    visit.close()
    root.click(root.word("accounts"), "nav")
    root.click(PEOPLE["root"][1])
    root.do("disable")
    root.alerted("own account")
    root.open("/account-trail")
    root.look("account trail")
    root.says(PEOPLE["root"][0], "reporter")
    root.open("/looks")
    root.look("looks")
    root.expect("Nguyễn Thị Lan" not in root.text(), "looks tell accounts, not how people are called")
    reader = team["reader"]
    reader.open("/accounts", status=403)
    reader.says(reader.word("not allowed"))


STEPS = (own, readers, meanwhile, decided_meanwhile, written_meanwhile)


def main(program, folder, pictures, report):
    office = Office(program, folder)
    try:
        with checks.chromium() as browser:
            team = {name: Colleague(browser, office, report, name, pictures) for name in PEOPLE}
            for width, language, place, called in WAYS:
                for window in team.values():
                    window.turn(width, language)
                steps = [lambda: way(team, place, called), lambda: accounts(team)]
                if width == 1280:
                    steps += [lambda step=step: step(team) for step in STEPS]
                for step in steps:
                    try:
                        step()
                    except (checks.Missing, OSError) as error:
                        where = " ".join(window.page.url for window in team.values())
                        report.fault(f"{width} {language}: {str(error).splitlines()[0]} at {where}")
            for window in team.values():
                window.close()
    finally:
        report.expect(office.end() == 0, "the server ends in peace")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("drafts.py PROGRAM FOLDER [PICTURES]")
    wanted = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
    if wanted:
        wanted.mkdir(parents=True, exist_ok=True)
    found = checks.Report()
    main(sys.argv[1], sys.argv[2], wanted, found)
    found.finish()
