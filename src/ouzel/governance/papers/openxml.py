"""The package of a Word, Excel or PowerPoint document: of every part its type, of every relation where it leads."""

import re
import zipfile
from collections.abc import Iterable
from urllib.parse import unquote

from ouzel.core.errors import ContentError
from ouzel.governance.papers import allowed, kinds, parts
from ouzel.governance.papers.addresses import is_local, may_be_followed
from ouzel.governance.papers.allowed import Carried
from ouzel.governance.papers.kinds import Kind
from ouzel.governance.papers.parts import Budget

XML, LOOSE, PICTURE, OTHER, BLANK = "xml", "loose", "picture", "other", "blank"
TYPES = "[Content_Types].xml"
_TRASH = re.compile(r"\[trash\]/[0-9a-f]+\.dat", re.IGNORECASE)  # left where a part was: no words
_WITHIN = {kind.media_type.casefold(): kind for kind in (kinds.DOCX, kinds.XLSX, kinds.PPTX)}


def roles(
    package: zipfile.ZipFile, kind: Kind, members: frozenset[str], *, name: str, budget: Budget
) -> dict[str, str | Kind]:
    """What each part is: XML, LOOSE, PICTURE, OTHER, BLANK, or the kind of a document inside this one.

    ContentError where the document is not of `kind`, or a part is of a type that is not allowed.
    """
    if TYPES not in members:
        raise _no_such(kind, name)
    declared = parts.read(package, TYPES, name=name, budget=budget).types
    defaults: dict[str, str] = {}
    own: dict[str, str] = {}
    for what, given in declared:
        of, key = (own, "PartName") if what == "Override" else (defaults, "Extension")
        if of.setdefault(_place(given.get(key, "")), _type(given)) != _type(given):
            raise refusal(allowed.NEEDLESS, name)  # programs would differ in which of the two they take
    types = {m: own.get(_place(m)) or defaults.get(m.rpartition(".")[2].casefold(), "") for m in members}
    main = _main(package, members, name=name, budget=budget)
    wanted = f"application/vnd.openxmlformats-officedocument.{kind.main}".casefold()
    if types.get(main) != wanted:
        if "macroenabled" in types.get(main, ""):
            raise refusal(allowed.MACROS, name)
        raise _no_such(kind, name)
    types |= {main: "application/xml", TYPES: "application/xml"}
    types |= {member: BLANK for member in members if _TRASH.fullmatch(member)}
    return {member: _role(member, types[member], name) for member in members}


def check_relations(relations: Iterable[dict[str, str]], *, name: str) -> None:
    """ContentError for a relation that is not allowed, or leads elsewhere as it may not."""
    for relation in relations:
        word = relation.get("Type", "").rstrip("/").rpartition("/")[2].casefold()
        target = relation.get("Target", "")
        if word not in allowed.RELATIONS:
            raise refusal(allowed.carried(word), name)
        if relation.get("TargetMode", "").casefold() != "external":
            continue
        if word == "hyperlink":
            if not may_be_followed(target):
                raise refusal(allowed.FILE_LINK, name)
        elif word == "attachedtemplate" and not is_local(target):
            raise refusal(allowed.TEMPLATE, name)
        elif word not in ("image", "attachedtemplate") or not is_local(target):
            raise refusal(allowed.FETCHED, name)


def refusal(what: Carried, name: str) -> ContentError:
    """The refusal of a document for what it carries."""
    return ContentError(f"this document carries {what.what}", name, right=what.right)


def _role(member: str, declared: str, name: str) -> str | Kind:
    if declared in _WITHIN:
        return _WITHIN[declared]
    if declared in allowed.XML_TYPES:
        return XML
    if declared == allowed.VML:
        return LOOSE
    if declared in allowed.IMAGES:
        return PICTURE
    if declared in allowed.OPAQUE:
        return OTHER
    if declared == BLANK:
        return BLANK
    raise refusal(allowed.carried(f"{declared} {member.rpartition('/')[2]}"), name)


def _main(package: zipfile.ZipFile, members: frozenset[str], *, name: str, budget: Budget) -> str:
    """The part that the document begins with."""
    if "_rels/.rels" not in members:
        return ""
    relations = parts.read(package, "_rels/.rels", name=name, budget=budget).relations
    mains = [_place(r.get("Target", "")) for r in relations if r.get("Type", "").endswith("/officeDocument")]
    return next((member for member in members if mains == [_place(member)]), "")


def _type(given: dict[str, str]) -> str:
    return given.get("ContentType", "").strip().casefold()


def _place(part: str) -> str:
    """The name of a part as it is compared."""
    return unquote(part).removeprefix("/").removeprefix("./").casefold()


def _no_such(kind: Kind, name: str) -> ContentError:
    return ContentError(f"this is no {kind.name}, whatever its name says", name, right=kinds.RIGHT)
