"""Tables of governance. What is public is here; what was taken in private is in `ouzel.confidential`, never here."""

from ouzel.governance.models.actions import Action, ActionStep
from ouzel.governance.models.attending import (
    Attendance,
    ExcludedItem,
    Exclusion,
    Recusal,
    RecusalTakenBack,
    Stay,
)
from ouzel.governance.models.bodies import Body, BodyFact, Delegation, StandingOrders
from ouzel.governance.models.carried import Carried
from ouzel.governance.models.decisions import Decision, Ratification, Vote
from ouzel.governance.models.follows import Follow, Letter, Notice
from ouzel.governance.models.forward import ForwardItem, ForwardStep
from ouzel.governance.models.interests import Declaration, Gift, Interest
from ouzel.governance.models.links import Link
from ouzel.governance.models.meetings import (
    AgendaItem,
    Irregularity,
    Meeting,
    MeetingEvent,
    Question,
    Sitting,
)
from ouzel.governance.models.minutes import Minutes
from ouzel.governance.models.once import SentForm
from ouzel.governance.models.papers import ItemPaper, Paper, PaperVersion
from ouzel.governance.models.risks import Risk, RiskReview
from ouzel.governance.models.seats import Appointment, Deputy, Person, Seat
from ouzel.governance.models.strategies import (
    Priority,
    PriorityOwner,
    Progress,
    Strategy,
    StrategyKeeper,
    StrategyVersion,
)

__all__ = [
    "Action", "ActionStep", "AgendaItem", "Appointment", "Attendance", "Body", "BodyFact", "Carried", "Decision",
    "Declaration", "Delegation", "Deputy", "ExcludedItem", "Exclusion", "Follow", "ForwardItem", "ForwardStep", "Gift",
    "Interest", "Irregularity", "ItemPaper", "Letter", "Link", "Meeting", "MeetingEvent", "Minutes", "Notice", "Paper",
    "PaperVersion", "Person", "Priority", "PriorityOwner", "Progress", "Question", "Ratification", "Recusal",
    "RecusalTakenBack", "Risk", "RiskReview", "Seat", "SentForm", "Sitting", "StandingOrders", "Stay", "Strategy",
    "StrategyKeeper", "StrategyVersion", "Vote",
]  # fmt: skip
