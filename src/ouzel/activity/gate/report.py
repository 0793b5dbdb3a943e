"""What the gate found and did, in words: columns, kinds, counts and rows, and never a value."""

from dataclasses import asdict, dataclass, field

from ouzel.activity.gate.kinds import BLANKED, TELLINGS, Kind

HEADINGS = "the headings"
"""What the first line of a file is told as, where it tells of a person."""

ROWS = 20
"""Row numbers told of a find."""


@dataclass(frozen=True)
class Find:
    """One kind in one column. `rows` are the first numbers of its rows (1 is the first after the headings)."""

    column: str
    field: str  # canonical; "" for a column that is none of ours
    kind: Kind
    count: int
    rows: tuple[int, ...]
    refuses: bool
    certain: bool  # False: it may look so by chance
    done: str

    @property
    def words(self) -> str:
        """The find in one sentence, or two with what to do."""
        telling = TELLINGS[self.kind]
        what = telling.one if self.count == 1 else telling.many
        rows = ", ".join(map(str, self.rows)) + (" ..." if self.rows and self.count > len(self.rows) else "")
        likely = "" if self.certain else "possible "
        where = f" ({'row' if self.count == 1 else 'rows'} {rows})" if rows else ""
        text = f"{self.column}: {self.count:,} {likely}{what}{where}. {self.done}."
        if self.column == HEADINGS:
            return f"{text} A record may stand where the names of the columns should: give the file its first line."
        return f"{text} {telling.right}" if self.refuses or self.kind in BLANKED else text


@dataclass(frozen=True)
class Done:
    """What was done with one column."""

    column: str
    field: str
    done: str


@dataclass(frozen=True)
class Report:
    """What came of a file at the gate. It holds no value of a patient and may be kept, shown and sent back."""

    policy: str
    purpose: str
    retention_days: int
    key: str  # fingerprint of the key of the pseudonyms
    rows: int
    finds: tuple[Find, ...]
    columns: tuple[Done, ...]
    notes: tuple[str, ...] = field(default=())
    addresses_lost: int = 0  # rows whose postcode is left blank because there is no postcode directory

    @property
    def refused(self) -> bool:
        """Whether the file may not be taken."""
        return any(find.refuses for find in self.finds)

    def as_json(self) -> dict[str, object]:
        """All of it as what JSON knows."""
        return {
            "policy": self.policy,
            "purpose": self.purpose,
            "retention_days": self.retention_days,
            "key": self.key,
            "rows": self.rows,
            "refused": self.refused,
            "finds": [
                {**asdict(find), "kind": str(find.kind), "rows": list(find.rows), "words": find.words}
                for find in self.finds
            ],
            "columns": [asdict(done) for done in self.columns],
            "notes": list(self.notes),
            "addresses_lost": self.addresses_lost,
        }  # fmt: skip

    def sentences(self) -> list[str]:
        """The report for reading: what refuses first."""
        if self.refused:
            lines = ["The file is refused: it says who patients are where it may not. Nothing of it was kept."]
        elif self.finds:
            lines = [
                "Who patients are is taken out at the gate. What is kept is still personal, without names or numbers."
            ]
        else:
            lines = ["Nothing was found that says who a patient is."]
        ordered = sorted(self.finds, key=lambda find: not find.refuses)
        return [*lines, *(find.words for find in ordered), *self.notes]
