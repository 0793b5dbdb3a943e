"""What the desk calls the kinds of change and their fields, in plain words. Data only."""

# ruff: noqa: E501 (tables of sentences)

from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.plan_file.tables import TABLES

KINDS: dict[str, tuple[str, str]] = {
    "merger": ("Bodies merge into a new one", "They close, and one that begins carries on for all of them."),
    "acquisition": ("Bodies merge into one that is open", "They close, and it carries on for them too."),
    "split": ("One body is divided", "It closes, and several carry on, each for a part of it."),
    "move": ("Units move from one body to another", "A practice, a site or an area. Both bodies carry on."),
    "role": ("A body changes its role", "It keeps its code, and becomes another kind of body."),
    "functions": ("Functions pass to another body", "Work and duties pass. Nobody succeeds anybody by it."),
    "rename": ("A body has another name", "Nothing else changes."),
    "recode": ("A body has another code", "The same body goes on under a new code."),
    "open": ("A body begins", "Without one that it carries on for."),
    "close": ("A body closes", "Without one that carries on for it."),
    "place": ("Units are placed with an heir", "Where the units of a body that was divided earlier belong."),
    "together": ("Bodies work together", "They begin to, or cease to. It is no merger: each of them stays."),
}
"""The kinds of change in the order in which they are offered: a title and a sentence."""

OTHERS: dict[str, tuple[str, str]] = {
    "benefit": ("A benefit", "What the plan promises, so that it can be measured afterwards."),
    "timeline": ("A day on the way", "A decision, a meeting, a date to keep."),
    "engagement": ("A chance to have a say", "A survey, an event, a report of one."),
    "document": ("A document on the web", "One that is kept elsewhere. Documents kept here are handed in."),
}
"""What else a plan has several of."""

CODE_OR_NAME = "Its code, such as 06F, or its name"
LINES_OF_CODES = "One to a line: the code, or the name"
NEW_CODE = "The new code, in capitals, as the Organisation Data Service gives it"

FIELDS: dict[tuple[str, str], tuple[str, str]] = {
    ("merger", "bodies"): ("Bodies that merge", LINES_OF_CODES),
    ("merger", "into"): ("Code of the new body", NEW_CODE),
    ("acquisition", "bodies"): ("Bodies that close", LINES_OF_CODES),
    ("acquisition", "into"): ("The body that carries on for them", CODE_OR_NAME),
    ("acquisition", "name"): ("Its name from the day on", "Leave it empty if it keeps its name."),
    ("recode", "code"): ("The body", CODE_OR_NAME),
    ("recode", "to"): ("Its new code", NEW_CODE),
    ("open", "code"): ("Code of the new body", NEW_CODE),
    ("close", "code"): ("The body that closes", CODE_OR_NAME),
    ("split", "body"): ("The body that is divided", CODE_OR_NAME),
    ("part", "into"): ("The body that gets this part", "The code of a new body, or the code or name of one that is open"),
    ("part", "units"): ("Units that go to it", LINES_OF_CODES),
    ("part", "share"): ("Its share of what no list decides", "Such as 0.4 or 40%. All shares together are one."),
    ("part", "rest"): ("Everything that is in no list goes to it", ""),
    ("move", "to"): ("Where they go", CODE_OR_NAME),
    ("move", "units"): ("The units that move", f"{LINES_OF_CODES}. Leave it empty if all of the body below move."),
    ("move", "from"): ("The body they leave", f"{CODE_OR_NAME}. Leave it empty if it is wherever each of them is."),
    ("move", "relation"): ("What changes for them", "Leave it empty if it is everything that leads to that body."),
    ("move", "share"): ("The share of each unit that moves", "Such as 0.4 or 40%. Leave it empty if they move wholly."),
    ("role", "code"): ("The body", CODE_OR_NAME),
    ("role", "takes"): ("Other roles it takes", "ODS role codes, with commas. Only where no kind above says it."),
    ("role", "drops"): ("Roles it gives up", "ODS role codes, with commas. Leave it empty if it gives up all it has."),
    ("role", "name"): ("Its name from the day on", "Leave it empty if it keeps its name."),
    ("role", "established"): ("It begins to exist in law", ""),
    ("functions", "from"): ("The bodies that hand over", LINES_OF_CODES),
    ("functions", "to"): ("The body that takes over", CODE_OR_NAME),
    ("functions", "duties"): ("The duties that pass", "One to a line. Leave it empty if all of them pass."),
    ("rename", "code"): ("The body", CODE_OR_NAME),
    ("rename", "name"): ("Its name from the day on", ""),
    ("place", "units"): ("The units", LINES_OF_CODES),
    ("place", "heir"): ("The body they belong with", CODE_OR_NAME),
    ("together", "code"): ("Code of the working together", "In capitals, such as BLMK-TEAM. Ours, where ODS has none."),
    ("together", "form"): ("How they work together", ""),
    ("together", "bodies"): ("The bodies", LINES_OF_CODES),
    ("together", "name"): ("What it is called", "Where it begins. Leave it empty if it ends."),
    ("together", "ends"): ("They cease to work together", ""),
    ("", "name"): ("Name of the new body", "If the body is open already, its name from the day on."),
    ("", "kind"): ("What kind of body it is", "Leave it if it is what those that it carries on for were."),
    ("", "roles"): ("Its ODS role codes", "With commas. Only where no kind above says it."),
    ("", "left_open"): ("Why members that nothing moves have no home yet", "Without a reason the plan is refused if there are any."),
    ("", "units"): ("Units", LINES_OF_CODES),
    ("plan", "title"): ("Title", "What happens, such as: One board for Essex"),
    ("plan", "slug"): ("Name in addresses", "Small letters, digits and hyphens. Leave it empty to have it made from the title. It is kept for good."),
    ("plan", "effective"): ("The day it takes effect", "The first day of the new shape. For example, 1 4 2027"),
    ("plan", "author"): ("Author", "Who answers for this plan. Somebody else approves it."),
    ("plan", "summary"): ("Summary", "What happens, for somebody who has never heard of the NHS"),
    ("plan", "statutory_basis"): ("The law it stands on", "The act and its section"),
    ("plan", "sources"): ("Sources", "Where what the plan says is said. One to a line."),
    ("plan", "amends"): ("The change that it corrects or adds to", "The name in addresses of one that is in force"),
    ("plan", "alternatives"): ("Other options", "The names in addresses of other plans, one to a line. No change is always one."),
    ("plan", "reasons"): ("Why change", "One reason to a line"),
    ("plan", "challenges"): ("What could go wrong, and what was said against it", "One to a line"),
    ("benefit", "slug"): ("Short name of the benefit", "Small letters, digits and hyphens, such as running-costs"),
    ("benefit", "title"): ("What gets better", ""),
    ("benefit", "owner"): ("Who answers for it", "A post or a name"),
    ("benefit", "unit"): ("What is counted", "Such as: pounds a year, or posts"),
    ("benefit", "baseline"): ("How much it is before", ""),
    ("benefit", "target"): ("How much it shall be", ""),
    ("benefit", "measure_on"): ("The day it is measured", ""),
    ("benefit", "source"): ("Where the figures are from", ""),
    ("", "title"): ("Title", ""),
    ("", "url"): ("Address on the web", "It begins with https://"),
    ("", "on"): ("Its day, or its first day", ""),
    ("", "until"): ("The first day after its end", ""),
    ("", "note"): ("What a reader should know", ""),
}  # fmt: skip
"""Label and hint of each field; under an empty name what holds for every kind."""

MORE = frozenset({"roles", "takes", "drops", "relation", "share", "left_open", "parents", "amends", "alternatives"})
"""Fields that few need: they stand under "More"."""

MORE_OF = frozenset({("acquisition", "kind"), ("role", "established")})
"""The same, of one kind of change."""

BELONGS: dict[str, str] = {
    "system": "Health and care system it is part of",
    "region": "Region of NHS England it is in",
    "commissioner": "Its commissioner",
    "operator": "Who runs it",
    "network": "Primary care network it belongs to",
}
"""The relations that the desk asks of a body that begins."""

STEPS: dict[State, tuple[str, str, str]] = {
    State.DRAFT: ("Make it a draft again", "Make it a draft",
                  "It becomes a draft with the text it has. Approvals it had no longer count. If it was public it stays public."),
    State.PROPOSED: ("Propose it", "Propose it to everybody",
                     "The plan is checked against the register. Then everybody can read it, for good: its plan with every version, its steps and its papers."),
    State.APPROVED_IN_PRINCIPLE: ("Approve it in principle", "Approve it in principle",
                                  "The direction is agreed. Whether it is done is decided later, by the approval in full."),
    State.APPROVED: ("Approve it in full", "Approve it in full",
                     "It is decided. What the plan comes to today is kept, line by line. If the register moves before it is carried out, it must be approved again."),
    State.REJECTED: ("Reject it", "Reject it", "It is turned down. It stays readable, with the reason you give."),
    State.WITHDRAWN: ("Take it back", "Take it back", "It is withdrawn by those who wrote it, with the reason you give. It can be made a draft again."),
    State.ENACTED: ("Carry it out", "Carry it out now",
                    "Everything below is written into the register in one step, which is done as a whole or not at all, and a proof is kept. The plan takes effect on its own day."),
    State.PROVED: ("Prove it", "Count again and prove it",
                   "All totals are counted again in the register as it is, and set beside those of the proof. It is proved only if every one is the same."),
    State.REVERSED: ("Undo it", "Undo it now",
                     "On every date the register answers again as it did before. What was known in between is remembered. This is possible only while nothing was built on it."),
}  # fmt: skip
"""Each step: what its link says, what its button says, and what will happen."""


def field(table: str, key: str) -> tuple[str, str]:
    """The label and the hint of a field."""
    if found := FIELDS.get((table, key)) or FIELDS.get(("", key)):
        return found
    known = TABLES[table].field_named(key) if table in TABLES else None
    return (known.about if known else key), ""


def kind(table: str) -> tuple[str, str]:
    """The title of a kind of change, or of what else a plan has, and its sentence."""
    return KINDS.get(table) or OTHERS[table]
