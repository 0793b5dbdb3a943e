"""Priorities and risks pass to others, end, and are kept from the public."""

from datetime import date

from django.test import Client

from ouzel.governance.models import PriorityOwner, Risk
from tests.web.desk_governance.signing_in import DESK, day, done, problems, sent_form, signed_in, text_of

SINCE = date(2024, 1, 1)
FROM = {"source": "Minutes of the board"}


def put_down(secretary: Client) -> str:
    """A strategy with a priority and who answers for it; its page."""
    done(sent_form(
        secretary, DESK + "strategies/new/", title="Joint forward plan", kind="joint-forward-plan", body="blmk-board",
        **day("since", SINCE),
    ))  # fmt: skip
    at = DESK + "strategies/joint-forward-plan/"
    done(sent_form(secretary, at + "priority/", title="Live longer", aims=["outcomes"], **FROM, **day("since", SINCE)))
    done(sent_form(
        secretary, at + "owner/?priority=live-longer", owner="Max Medicson", **FROM, **day("since", SINCE)
    ))  # fmt: skip
    return at


def test_somebody_else_answers_for_a_priority(secretary: Client):
    at = put_down(secretary)
    first = PriorityOwner.objects.get(replaced=None)
    page = sent_form(secretary, at + "hand/?priority=live-longer", **FROM, **day("day", date(2025, 1, 1)))
    assert "“Who answers for it from then on” must be filled in" in problems(page)
    done(sent_form(
        secretary, at + "hand/?priority=live-longer", owner="Nora Wardwell", **FROM, **day("day", date(2025, 1, 1))
    ))  # fmt: skip
    rows = PriorityOwner.objects.filter(replaced=None).order_by("valid")
    assert [(row.owner, row.valid.lower, row.valid.upper) for row in rows] == [
        ("Max Medicson", first.valid.lower, date(2025, 1, 1)), ("Nora Wardwell", date(2025, 1, 1), None)
    ]  # fmt: skip
    assert "Answered for by Nora Wardwell" in text_of(secretary.get(at))
    done(sent_form(secretary, at + "owner-end/?priority=live-longer", **FROM, **day("day", date(2025, 6, 1))))
    assert "Answered for by" not in text_of(secretary.get(at))
    assert PriorityOwner.objects.filter(replaced=None, owner="Nora Wardwell").get().valid.upper == date(2025, 6, 1)


def test_a_priority_is_changed_and_ends(secretary: Client):
    at = put_down(secretary)
    page = secretary.get(at + "priority/?priority=live-longer").content.decode()
    assert 'value="Live longer"' in page
    assert 'value="live-longer"' in page
    done(sent_form(secretary, at + "priority/?priority=live-longer", title="Live longer and better", **FROM,
                   **day("since", date(2025, 1, 1))))  # fmt: skip
    assert "Live longer and better" in text_of(secretary.get(at))
    said = problems(sent_form(secretary, at + "priority-end/?priority=live-longer", **FROM))
    assert said == ["“The first day it is no longer one” must be filled in"]
    done(sent_form(secretary, at + "priority-end/?priority=live-longer", **FROM, **day("day", date(2025, 6, 1))))
    assert "None is set." in text_of(secretary.get(at))
    other = signed_in("lut@example.org", "board-secretary", "06P")
    for part in ("hand/", "owner-end/", "priority-end/"):
        assert other.get(at + part).status_code == 403, part


def test_a_further_version_begins_with_the_text_before(secretary: Client):
    at = put_down(secretary)
    done(sent_form(secretary, at + "version/", text="# One plan", **FROM))
    assert "# One plan</textarea>" in secretary.get(at + "version/").content.decode()


def opened_risk(secretary: Client, **more: str) -> Risk:
    done(sent_form(
        secretary, DESK + "risks/new/", title="Too few nurses", body="blmk-board", owner="Nora Wardwell",
        likelihood="4", impact="5", **more,
    ))  # fmt: skip
    return Risk.objects.get()


def test_a_risk_is_handed_to_another_body(secretary: Client):
    risk = opened_risk(secretary)
    at = f"{DESK}risks/{risk.ref}/hand/"
    said = problems(sent_form(secretary, at))
    assert said == ["Choose one under “The body that takes it over”", "“Why” must be filled in"]
    assert 'value="blmk-board"' not in secretary.get(at).content.decode()
    done(sent_form(secretary, at, to="blmk-partnership", why="It is the partnership's."))
    risk.refresh_from_db()
    assert risk.body.slug == "blmk-partnership"
    page = text_of(secretary.get(f"{DESK}risks/{risk.ref}/"))
    assert "Health and care partnership looks after it from now on." in page
    assert "Looked after by Health and care partnership" in page
    done(sent_form(secretary, f"{DESK}risks/{risk.ref}/close/", why="Over."))
    assert any("closed risk" in each for each in problems(sent_form(secretary, at, to="blmk-board", why="No.")))


def test_a_risk_is_kept_from_the_public_and_shown_again(secretary: Client):
    risk = opened_risk(secretary)
    at = f"{DESK}risks/{risk.ref}/"
    assert Client().get(f"/risks/{risk.ref}/").status_code == 200
    assert "“Why” must be filled in" in problems(sent_form(secretary, at + "show/"))
    done(sent_form(secretary, at + "show/", why="It names somebody."))
    assert Client().get(f"/risks/{risk.ref}/").status_code == 404
    assert "Only who keeps risks reads it." in text_of(secretary.get(at))
    done(sent_form(secretary, at + "show/", why="The name is out of it."))
    assert Client().get(f"/risks/{risk.ref}/").status_code == 200
    other = signed_in("lut@example.org", "board-secretary", "06P")
    assert other.get(at + "show/").status_code == 403
    assert other.get(at + "hand/").status_code == 403
