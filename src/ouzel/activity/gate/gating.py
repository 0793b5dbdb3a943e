"""The gate itself: a batch of a file goes in, and comes out without anything that says who a patient is.

Nothing is written anywhere. What a policy refuses is taken out of the batch as well, so that a caller who writes while
the file is still being read never writes an identifier; whether the file may be taken is known at its end.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.fields import FIELDS, KIND
from ouzel.activity.gate.detecting import detect, read_heading
from ouzel.activity.gate.generalising import Postcodes, ages, merged_ages, residences
from ouzel.activity.gate.identifying import identifier_of, person_of, without_number
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.kinds import BLANKED, Kind
from ouzel.activity.gate.policy import IDENTIFIERS, Policy, Treatment, Unmapped
from ouzel.activity.gate.report import HEADINGS, Done, Report
from ouzel.activity.gate.shapes import plain, unfit, withheld
from ouzel.activity.gate.tallies import Column, Count
from ouzel.activity.gate.texts import Texts

ESTABLISHMENT = "establishment"
"""A column that the gate adds beside `residence`: the code of the prison or other place of detention at the postcode,
"" where no list has one there. No file may say it itself."""

PERSON, LOCAL, SPELL, RECORD = IDENTIFIERS
_EVERY = frozenset(Kind) - BLANKED
_WORDS = {
    Treatment.KEEP: "Kept as it is",
    Treatment.PSEUDONYMISE: "Made into pseudonyms",
    Treatment.GENERALISE: "Made coarser",
    Treatment.DROP: "Looked through and not kept",
    Treatment.REFUSE: "Not taken",
}
_COARSER = {"birth_date": "Made into ages", "residence": "Made into small areas"}


class Gate:
    """One file at the gate. `headings` gives the file's own headings of fields, for the report.

    `provider` is whose file it is where no column says so: identifiers of spells and records are a provider's own, and
    so are those of persons that are no NHS numbers, unless it is an extract that was `published`.
    Without `postcodes` full postcodes become blank.
    """

    def __init__(
        self,
        policy: Policy,
        key: Key,
        postcodes: Postcodes | None = None,
        *,
        provider: str = "",
        published: bool = False,
        headings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._policy, self._key, self._postcodes = policy, key, postcodes
        self._provider, self._published, self._headings = provider, published, headings
        self._columns: dict[str, Column] = {}
        self._rows = self._differing = self._lost = self._unplaced = 0

    def admit(
        self, batch: pa.RecordBatch, fields: Mapping[str, str] | None = None, first_row: int = 1
    ) -> pa.RecordBatch:
        """The batch by canonical field, without identifiers; its first row is row `first_row` of the file.

        `fields` says which column is which field; where it is not given, columns named as fields are these. Of the rest
        nothing comes out. Always there: `person`, `spell` and `record` as int64 pseudonyms (0: not said). With
        `birth_date` comes `age`, with `residence` (now a small area) `establishment`. Kept columns stay dictionaries
        where they were. ContentError where the policy does not say what is done with a field.
        """
        names = batch.schema.names
        if fields is None:
            fields = {name: name for name in names if name in FIELDS or name == KIND}
        self._look_at_headings([name for name in names if fields.get(name) != name])
        given: dict[str, tuple[Column, pa.Array]] = {}
        for name, array in zip(names, batch.columns, strict=True):
            field = fields.get(name, "")
            column = self._column(name, field)
            if field in given:
                raise ValueError(f"two columns are said to be the field {field}")
            if not field or self._policy.treatments[field] is Treatment.DROP:
                self._look(column, array, first_row)
            else:
                given[field] = column, array
        made = self._identified(given, len(batch), first_row)
        made |= self._lived(given, first_row)
        made |= self._aged(given, first_row)
        for field, (column, array) in given.items():
            treatment = self._policy.treatments[field]
            if treatment is Treatment.REFUSE:
                texts = self._texts(column, array, first_row)
                column.add(Kind.FORBIDDEN, texts.spread(_said(texts.words)), first_row)
            elif treatment is Treatment.KEEP and field not in made:
                made[field] = self._kept(column, array, first_row)
        self._rows += len(batch)
        return pa.RecordBatch.from_pydict(made)

    def report(self) -> Report:
        """What was found and done, so far; whole when every batch has been through."""
        finds = [find for column in self._columns.values() for find in column.finds()]
        return Report(
            policy=str(self._policy),
            purpose=self._policy.purpose,
            retention_days=self._policy.retention_days,
            key=self._key.fingerprint,
            rows=self._rows,
            finds=tuple(finds),
            columns=tuple(Done(each.label, each.name, each.done) for each in self._columns.values() if each.done),
            notes=tuple(self._notes()),
            addresses_lost=self._unplaced if self._postcodes is None else 0,
        )

    @property
    def refused(self) -> bool:
        """Whether it is known already that the file may not be taken."""
        return self.report().refused

    def _notes(self) -> list[str]:
        notes = []
        if self._differing:
            notes.append(
                f"In {_rows(self._differing)} the age in the file is not that of the date of birth, which counts."
            )
        if self._lost:
            notes.append(f"In {_rows(self._lost)} the residence is neither a postcode nor an area; it is left blank.")
        if self._unplaced and self._postcodes is None:
            notes.append(
                f"In {_rows(self._unplaced)} the postcode is left blank, for no postcode directory is loaded: load one "
                "first, since the same file is not taken again unless its load is withdrawn."
            )
        elif self._unplaced:
            notes.append(
                f"In {_rows(self._unplaced)} no small area is known for the postcode; it is left blank. Where a newer "
                "postcode directory knows it, withdraw the load and take the file again."
            )
        return notes

    def _column(self, name: str, field: str) -> Column:
        if name in self._columns:
            return self._columns[name]
        treatment = self._policy.treatment(field) if field else Treatment.DROP
        done = _COARSER.get(field, "") if treatment is Treatment.GENERALISE else ""
        refuses = self._policy.refuses
        if treatment in (Treatment.KEEP, Treatment.REFUSE):
            refuses = _EVERY | (self._policy.refuses & BLANKED)
        elif not field:
            refuses = _EVERY if self._policy.unmapped is Unmapped.REFUSE else frozenset()
        self._columns[name] = Column(
            label=self._label(name, field),
            name=field,
            done=done or _WORDS[treatment],
            refuses=refuses,
            judged=treatment is Treatment.DROP,
        )
        return self._columns[name]

    def _label(self, name: str, field: str) -> str:
        label = self._headings.get(field, name) if field else name
        return label if not _tells(label) else f"column {len(self._columns) + 1}"

    def _look_at_headings(self, names: Sequence[str]) -> None:
        """A file without headings has a patient's record in their place, which the report must not show."""
        if self._rows or not names:
            return
        headings = pa.array(names, pa.string())
        finds = detect(headings)
        if finds.any:
            column = Column(HEADINGS, "", "", _EVERY, judged=False)
            for kind, found in finds.by_kind.items():
                if found.any.any():
                    column.certain[kind] = Count(int(np.count_nonzero(found.any)))
            self._columns.setdefault("\0headings", column)

    def _texts(self, column: Column, array: pa.Array, first_row: int) -> Texts:
        try:
            return Texts.of(array)
        except TypeError:
            column.add(Kind.UNREADABLE, np.ones(len(array), bool), first_row)
            return Texts.of(pa.array([""] * len(array), pa.string()))

    def _look(self, column: Column, array: pa.Array, first_row: int) -> None:
        texts = self._texts(column, array, first_row)
        column.add_finds(detect(texts.words, heading=column.label), texts, first_row)

    def _kept(self, column: Column, array: pa.Array, first_row: int) -> pa.Array:
        says = read_heading(column.label)
        headed = says.birth or says.name
        if not headed and array.type == pa.string():
            array = pc.fill_null(array, "") if array.null_count else array
            if plain(column.name, array).all():
                return array
        texts = self._texts(column, array, first_row)
        words = texts.words
        at = np.flatnonzero(~plain(column.name, words)) if not headed else np.arange(len(words))
        blank = np.zeros(len(words), bool)
        for kind, mask in self._wrong(column, words.take(pa.array(at))).items():
            wide = np.zeros(len(words), bool)
            wide[at] = mask
            blank |= wide
            column.add(kind, texts.spread(wide), first_row)
        words = pc.if_else(pa.array(blank), withheld(column.name), words) if blank.any() else words
        if pa.types.is_dictionary(array.type):
            again = pc.dictionary_encode(words) if blank.any() else None
            if again is None:
                return pa.DictionaryArray.from_arrays(pa.array(texts.codes), words)
            return pa.DictionaryArray.from_arrays(pc.take(again.indices, pa.array(texts.codes)), again.dictionary)
        return Texts(words, texts.codes).plain()

    def _wrong(self, column: Column, words: pa.Array) -> dict[Kind, npt.NDArray[np.bool_]]:
        """Which distinct texts of a kept column may not be kept, by why; each is of one kind that is found, or more."""
        finds = detect(words, heading=column.label)
        wrong = {kind: found.any for kind, found in finds.by_kind.items() if found.any.any()}
        rest = np.flatnonzero(~finds.mask(len(words)))
        for kind, mask in unfit(column.name, words.take(pa.array(rest))).items():
            wide = wrong.get(kind, np.zeros(len(words), bool)).copy()
            wide[rest[mask]] = True
            wrong[kind] = wide
        return wrong

    def _identified(
        self, given: Mapping[str, tuple[Column, pa.Array]], count: int, first_row: int
    ) -> dict[str, pa.Array]:
        texts = {
            field: self._texts(*given[field], first_row)
            for field in IDENTIFIERS
            if field in given and self._policy.treatments[field] is Treatment.PSEUDONYMISE
        }
        provider = Texts.of(given["provider"][1] if "provider" in given else pa.array([self._provider] * count))
        made = dict.fromkeys((PERSON, SPELL, RECORD), np.zeros(count, np.int64))
        for field in (SPELL, RECORD):
            if field in texts:
                made[field] = identifier_of(texts[field], provider=provider, purpose=field, key=self._key)
        if PERSON in texts:
            person = person_of(texts[PERSON], provider=provider, key=self._key, published=self._published)
            given[PERSON][0].add(Kind.NHS_NUMBER, person.nhs, first_row)
            made[PERSON] = person.numbers
        if LOCAL in texts:
            given[LOCAL][0].add(Kind.PATIENT, texts[LOCAL].spread(_said(texts[LOCAL].words)), first_row)
            made[PERSON] = without_number(made[PERSON], texts[LOCAL], provider=provider, key=self._key)
        return {field: pa.array(numbers) for field, numbers in made.items()}

    def _lived(self, given: Mapping[str, tuple[Column, pa.Array]], first_row: int) -> dict[str, pa.Array]:
        if "residence" not in given or self._policy.treatments["residence"] is not Treatment.GENERALISE:
            return {}
        column, array = given["residence"]
        texts = self._texts(column, array, first_row)
        found = residences(texts.words, self._postcodes)
        full = texts.spread(found.full)
        column.add(Kind.POSTCODE, full, first_row)
        self._lost += int(np.count_nonzero(texts.spread(found.lost)))
        unplaced = found.full & pc.equal(found.words, "").to_numpy(zero_copy_only=False)
        self._unplaced += int(np.count_nonzero(texts.spread(unplaced)))
        return {
            "residence": _encoded(found.words, texts), ESTABLISHMENT: _encoded(found.establishments, texts)
        }  # fmt: skip

    def _aged(self, given: Mapping[str, tuple[Column, pa.Array]], first_row: int) -> dict[str, pa.Array]:
        if "birth_date" not in given or self._policy.treatments["birth_date"] is not Treatment.GENERALISE:
            return {}
        column, array = given["birth_date"]
        births = self._texts(column, array, first_row)
        on = next((given[field][1] for field in ("start", "end") if field in given), None)
        starts = Texts.of(on) if on is not None else Texts(pa.array([""]), np.zeros(len(array), np.int32))
        years, born = ages(births, starts)
        column.add(Kind.BIRTH_DATE, births.spread(born.full), first_row)
        column.add(Kind.BIRTH_MONTH, births.spread(born.months), first_row)
        in_file = given.get("age")
        if in_file is not None:  # what stands in it is looked through like any other kept column
            array = self._kept(*in_file, first_row)
        age, differing = merged_ages(years, Texts.of(array) if in_file is not None else None)
        self._differing += differing
        return {"age": age}


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _encoded(words: pa.Array, texts: Texts) -> pa.Array:
    """Words by row as a dictionary of those that there are."""
    again = pc.dictionary_encode(words)
    if texts.codes is None:
        return again
    return pa.DictionaryArray.from_arrays(pc.take(again.indices, pa.array(texts.codes)), again.dictionary)


def _said(words: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    said: np.ndarray[tuple[int], np.dtype[np.bool_]] = pc.greater(
        pc.binary_length(pc.utf8_trim_whitespace(words)), 0
    ).to_numpy(zero_copy_only=False)
    return said


def _tells(label: str) -> bool:
    return detect(pa.array([label], pa.string())).any
