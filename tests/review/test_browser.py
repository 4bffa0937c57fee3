"""The review page in a real Chromium: by keyboard, by mouse, two people, a hostile letter, without faults for axe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from classifier.decisions.access import add_user
from classifier.decisions.database import open_database
from classifier.decisions.schema import LetterRow, PointRow
from classifier.records import Hint, Letter
from classifier.taxonomy import Taxonomy
from tests.browser import faults
from tests.decisions.conftest import LATE, RUDE, TEXT, put, tagged
from tests.review.conftest import PASSWORD
from tests.review.server import ROOT, Served, serving
from tests.review.test_letters import HOSTILE

THREE = ("sagsbehandlingstid", "venlig-optraeden", "begrundelse")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, taxonomy: Taxonomy) -> Path:
    """A home with letters: ten with three right suggestions, a hostile one, one that is read without suggestions."""
    home = tmp_path_factory.mktemp("browser") / "home"
    database = open_database(home)
    for number in range(10):
        text = f"{TEXT} Brev {number}. De skrev ikke hvorfor."
        letter = Letter(f"tast-{number}", text, received=f"2026-01-{number + 1:02}", sender=f"t{number}@x.example")
        put(database, tagged(taxonomy, letter, points=THREE))
    hints = (Hint("acute", HOSTILE, HOSTILE),)
    evil = Letter("ond", f"{HOSTILE}\r\n\U0001f600 {LATE}", subject=HOSTILE, hints=hints, received="2026-02-01")
    put(database, tagged(taxonomy, evil, points=THREE[:1]))
    put(database, tagged(taxonomy, Letter("blind", TEXT, received="2026-03-01")), blind=True)
    for name in ("to", "uden"):
        put(database, tagged(taxonomy, Letter(name, f"{TEXT} Brev {name}.", received="2026-04-01")))
    for number in range(2):
        letter = Letter(f"fortryd-{number}", f"{TEXT} Fortryd {number}.", received=f"2026-05-0{number + 1}")
        put(database, tagged(taxonomy, letter, points=THREE[:1]))
    for name in ("notat-a", "notat-b", "notat-c"):
        put(database, tagged(taxonomy, Letter(name, f"{TEXT} {name}.", received="2026-06-01"), points=THREE[:1]))
    database.close()
    return home


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    """The page over it."""
    with serving(home) as served:
        yield served


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A window of its own; whatever it asks anybody else for, or complains of, is a fault."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("request", lambda sent: faults.append(sent.url) if not sent.url.startswith(served.address) else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    opened.goto(served.start)
    yield opened
    assert faults == []
    context.close()


def open_letter(page: Page, served: Served, letter_id: str) -> None:
    """Open a letter from the list."""
    page.goto(f"{served.address}?state=all&words={letter_id}")
    page.get_by_role("link", name=letter_id, exact=True).click()
    expect(page.locator("#work")).to_be_visible()


def state(home: Path, letter_id: str) -> tuple[int, dict[str, str]]:
    """Whether a letter is confirmed, and its points."""
    database = open_database(home)
    with database.reading() as session:
        row = session.scalars(select(LetterRow).where(LetterRow.id == letter_id)).one()
        points = session.execute(select(PointRow.point, PointRow.status).where(PointRow.letter_pk == row.pk)).all()
    database.close()
    return row.done, dict(points)


@pytest.mark.slow
def test_ten_letters_by_keyboard(page: Page, served: Served, home: Path) -> None:
    """Each with three right suggestions: G G G and Enter, faster than the page answers; docs/review.md says so."""
    page.goto(f"{served.address}?words=tast")
    page.locator("#begin").focus()
    page.keyboard.press("Enter")
    presses = 0
    for number in range(10):
        expect(page.locator("h1")).to_contain_text(f"tast-{number}")
        for key in ("g", "g", "g", "Enter"):
            page.keyboard.press(key)
            presses += 1
    expect(page.locator("h1")).to_have_text("Arbejdsliste")
    assert presses / 10 <= 8
    for number in range(10):
        done, points = state(home, f"tast-{number}")
        assert done
        assert set(points.values()) == {"accepted"}


@pytest.mark.slow
def test_back_to_the_letter_before(page: Page, served: Served, home: Path) -> None:
    """What was confirmed too soon is opened again from the next letter, by two keys."""
    page.goto(f"{served.address}?words=fortryd")
    page.locator("#begin").click()
    expect(page.locator("h1")).to_contain_text("fortryd-0")
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("fortryd-1")
    assert state(home, "fortryd-0")[0] == 1
    page.keyboard.press("p")
    expect(page.locator("h1")).to_contain_text("fortryd-0")
    page.keyboard.press("u")
    expect(page.locator("#confirm")).to_be_visible()
    assert state(home, "fortryd-0")[0] == 0
    expect(page.locator("#said")).to_contain_text("fortrød")


@pytest.mark.slow
def test_a_call_by_keyboard(page: Page, served: Served, home: Path) -> None:
    """Kind, place, two points by the beginning of their names, a note; nothing is touched but keys."""
    page.goto(f"{served.address}new")
    expect(page.locator("[name=kind]")).to_be_focused()
    for keys in (("K", "Tab"), ("S", "Tab"), ("Tab", "Tab", "Tab", "Tab")):
        for key in keys:
            page.keyboard.press(key)
    # How a date is typed differs from browser to browser: today stands there already.
    while page.evaluate("document.activeElement.name") != "point1":
        page.keyboard.press("Tab")
    page.keyboard.type("begr")
    page.keyboard.press("Tab")
    page.keyboard.type("magt")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("H-")
    name = page.locator("h1").inner_text()
    assert state(home, name) == (1, {"begrundelse": "accepted", "magtanvendelse": "accepted"})


@pytest.mark.slow
def test_everything_by_keyboard(page: Page, served: Served, home: Path) -> None:
    """Definition, reject, undo, add, evidence by sentence, note; what is not judged stops the end."""
    open_letter(page, served, "to")
    page.keyboard.press("d")
    expect(page.locator("#points .current details")).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ikke har taget stilling til")
    page.keyboard.press("x")
    expect(page.locator(".point.rejected")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator(".point.rejected")).to_have_count(0)
    page.keyboard.press("t")
    page.keyboard.type("Begrundelse")
    page.keyboard.press("Enter")
    expect(page.locator("#p-begrundelse.accepted")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#p-begrundelse").focus()
    page.keyboard.press("b")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("mark[data-points~=begrundelse]")).to_have_text(LATE)
    page.keyboard.press("n")
    page.keyboard.type("Ring mandag.")
    page.keyboard.press("Enter")
    expect(page.locator("#f-note")).to_have_value("Ring mandag.")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert state(home, "to")[0] == 0


def note_of(home: Path, letter_id: str) -> str:
    """A letter's note as it is kept."""
    database = open_database(home)
    with database.reading() as session:
        note = session.scalars(select(LetterRow.note).where(LetterRow.id == letter_id)).one()
    database.close()
    return note


@pytest.mark.slow
def test_a_note_goes_with_the_confirmation_by_mouse(page: Page, served: Served, home: Path) -> None:
    """Typed and never sent; what is refused does not take it away."""
    open_letter(page, served, "notat-a")
    page.locator("#f-note").fill("Ring mandag.\nOg tirsdag.")
    page.locator("#confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("ikke har taget stilling til")
    expect(page.locator("#f-note")).to_have_value("Ring mandag.\nOg tirsdag.")
    page.locator("#a-sagsbehandlingstid").click()
    page.locator("#confirm").click()
    expect(page.locator("h1")).not_to_contain_text("notat-a")
    assert note_of(home, "notat-a").splitlines() == ["Ring mandag.", "Og tirsdag."]
    assert state(home, "notat-a")[0] == 1


@pytest.mark.slow
def test_a_note_goes_with_the_confirmation_by_keyboard(page: Page, served: Served, home: Path) -> None:
    """Left by Escape, then Enter, faster than the page answers."""
    open_letter(page, served, "notat-b")
    for key in ("g", "n"):
        page.keyboard.press(key)
    expect(page.locator("#p-sagsbehandlingstid.accepted")).to_be_visible()
    expect(page.locator("#f-note")).to_be_focused()
    page.keyboard.type("Ring mandag.")
    for key in ("Escape", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("h1")).not_to_contain_text("notat-b")
    assert note_of(home, "notat-b") == "Ring mandag."
    assert state(home, "notat-b")[0] == 1


@pytest.mark.slow
def test_a_note_is_sent_before_the_letter_is_left(page: Page, served: Served, home: Path) -> None:
    """By the key that skips it."""
    open_letter(page, served, "notat-c")
    page.locator("#f-note").fill("Skrevet, ikke sendt.")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.wait_for_url(lambda url: "words=notat-c" in url and "/letters/" not in url)
    assert note_of(home, "notat-c") == "Skrevet, ikke sendt."


@pytest.mark.slow
def test_without_script(browser: Browser, served: Served, home: Path) -> None:
    """Every button is a form of its own."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.start)
    open_letter(page, served, "uden")
    page.locator("#a-sagsbehandlingstid").click()
    page.locator("#x-venlig-optraeden").click()
    page.locator("#add-point").fill("begr")
    page.locator("#add-point").press("Enter")
    page.locator("#confirm").click()
    points = {"sagsbehandlingstid": "accepted", "venlig-optraeden": "rejected", "begrundelse": "accepted"}
    assert state(home, "uden") == (1, points)
    context.close()


@pytest.mark.slow
def test_a_passage_by_mouse(page: Page, served: Served) -> None:
    """Marked in the text, kept for the point, told from the words of the letter whatever stands before it."""
    open_letter(page, served, "ond")
    page.evaluate(
        """words => {
            const pieces = [...document.querySelectorAll("#text [data-start]")];
            const piece = pieces.find(each => each.textContent.includes(words));
            const at = piece.textContent.indexOf(words);
            getSelection().setBaseAndExtent(piece.lastChild, at, piece.lastChild, at + words.length);
        }""",
        "noget svar",
    )
    page.locator("#b-sagsbehandlingstid").click()
    expect(page.locator("mark[data-points~=sagsbehandlingstid]")).to_have_text("noget svar")
    page.locator("#p-sagsbehandlingstid .name").hover()
    expect(page.locator("mark.lit")).to_have_count(1)


@pytest.mark.slow
def test_a_hostile_letter_runs_nothing(page: Page, served: Served) -> None:
    """Everything it holds is shown as text; the faults of the window are checked at its end."""
    open_letter(page, served, "ond")
    expect(page.locator("#text")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("img, iframe, #text script").count() == 0
    page.goto(served.address)
    expect(page.locator("table")).to_contain_text("<script>alert(1)</script>")


@pytest.mark.slow
def test_two_people_on_one_letter(browser: Browser, served: Served, home: Path, page: Page) -> None:
    """The second is told, sees what the first did, and loses nothing of the first."""
    open_letter(page, served, "to")
    other = browser.new_context().new_page()
    other.goto(served.start)
    open_letter(other, served, "to")
    page.locator("#a-venlig-optraeden").click()
    expect(page.locator("#p-venlig-optraeden .status")).to_have_text("godkendt")
    other.locator("#f-note").fill("Skrevet længe.")
    other.locator("#keep-note").click()
    expect(other.get_by_role("alert")).to_contain_text("En anden har ændret brevet")
    expect(other.locator("#f-note")).to_have_value("Skrevet længe.")
    expect(other.locator("#p-venlig-optraeden .status")).to_have_text("godkendt")
    assert state(home, "to")[1]["venlig-optraeden"] == "accepted"
    other.locator("#keep-note").click()
    expect(other.get_by_role("alert")).to_have_count(0)
    other.locator("#x-venlig-optraeden").click()
    expect(other.locator("#p-venlig-optraeden .status")).to_have_text("afvist")
    other.context.close()


@pytest.mark.slow
def test_without_suggestions_first(page: Page, served: Served) -> None:
    """Then they are shown by one key."""
    open_letter(page, served, "blind")
    expect(page.locator(".point")).to_have_count(0)
    page.locator("#f-kind").focus()
    page.locator("#f-kind").select_option("klage")
    expect(page.locator("#f-kind option:checked")).to_have_text("Klage")
    expect(page.locator("#f-kind")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    expect(page.locator(".point")).to_have_count(2)
    expect(page.locator("mark").filter(has_text=RUDE)).to_have_count(1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "where", ["/", "/letters/11", "/letters/12", "/new", "/login", "/letters/11/note", "/overview", "/citizens/11"]
)
def test_axe_finds_nothing(where: str, page: Page, served: Served) -> None:
    """WCAG 2.1 AA on a wide screen, a tablet and at 200 % zoom; the page never scrolls sideways."""
    page.goto(served.address.rstrip("/") + where)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (1280, 820, 640):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.slow
def test_from_a_file_to_the_report(browser: Browser, small_home: Path, tmp_path: Path) -> None:
    """Tagged, reviewed, confirmed by a person with a password, counted."""
    home = Path(shutil.copytree(small_home, tmp_path / "home"))
    (tmp_path / "brev.jsonl").write_text(
        json.dumps({"id": "b1", "text": TEXT, "received": "2026-03-01", "citizen": "c1"}) + "\n", encoding="utf-8"
    )

    def klagepunkt(*arguments: str) -> None:
        environment = {**os.environ, "KLAGEPUNKT_HOME": str(home)}
        command = [sys.executable, "-m", "classifier", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    klagepunkt("tag", str(tmp_path / "brev.jsonl"), "--into-review")
    database = open_database(home)
    add_user(database, "Anna", PASSWORD, "reviewer")
    database.close()
    with serving(home) as served:
        page = browser.new_context().new_page()
        page.goto(served.start)
        page.get_by_label("Navn").fill("Anna")
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.locator("#begin").click()
        page.locator("#f-kind").select_option("klage")
        expect(page.locator("#f-kind option:checked")).to_have_text("Klage")
        page.locator("#f-area").select_option("SS")
        expect(page.locator("#f-unit")).to_be_visible()
        page.locator("#add-point").fill("Begrundelse")
        page.locator("#add-point").press("Enter")
        expect(page.locator("#p-begrundelse")).to_be_visible()
        if page.locator("#reveal").is_visible():
            page.locator("#reveal").click()
        expect(page.locator("#confirm")).to_be_visible()
        while page.locator(".point.suggested").count():
            waiting = page.locator(".point.suggested").count()
            page.locator(".point.suggested [data-key=reject]").first.click()
            expect(page.locator(".point.suggested")).to_have_count(waiting - 1)
        page.locator("#confirm").click()
        expect(page.locator("h1")).to_have_text("Arbejdsliste")
        page.context.close()
    klagepunkt("annual", "--year", "2026", "--letters", "database", "--json", str(tmp_path / "tal.json"))
    figures = json.loads((tmp_path / "tal.json").read_text(encoding="utf-8"))
    assert figures["points"]["total"] == 1
