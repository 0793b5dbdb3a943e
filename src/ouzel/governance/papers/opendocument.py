"""The package of an OpenDocument text or spreadsheet: which parts it may have, by their places."""

import re
import zipfile

from ouzel.core.errors import ContentError
from ouzel.governance.papers import allowed, kinds
from ouzel.governance.papers.kinds import Kind
from ouzel.governance.papers.openxml import OTHER, PICTURE, XML, refusal
from ouzel.governance.papers.parts import Budget

# An "Object 1/" is a chart, a formula or a table, in XML that is read as the rest is; a file "Object 1" is anything.
_XML = re.compile(
    r"((Obj[^/]*/)*(content|styles|meta|settings)\.xml|META-INF/(manifest|documentsignatures)\.xml|(Obj[^/]*/)*manifest\.rdf"
    r"|Configurations2/.*\.xml|settings/[^/]+\.xml)"
)
_PICTURES = re.compile(r"((Obj[^/]*/)*(Pictures|media|Thumbnails|ObjectReplacements)/[^/]+|Configurations2/images/.*)")
_OTHER = re.compile(r"(mimetype|Obj[^/]*/mimetype|layout-cache|Fonts/[^/]+)")
_MACROS = re.compile(r"(.*/)?(Basic|Scripts|Dialogs)/.*")


def roles(
    package: zipfile.ZipFile, kind: Kind, members: frozenset[str], *, name: str, budget: Budget
) -> dict[str, str | Kind]:
    """What each part is. ContentError where the document is not of `kind`, or has a part that none needs."""
    if "mimetype" not in members or package.read("mimetype").strip() != kind.media_type.encode():
        raise ContentError(f"this is no {kind.name}, whatever its name says", name, right=kinds.RIGHT)
    found: dict[str, str | Kind] = {}
    for member in members:
        if _MACROS.fullmatch(member):
            raise refusal(allowed.MACROS, name)
        if _XML.fullmatch(member):
            found[member] = XML
        elif _PICTURES.fullmatch(member):
            found[member] = PICTURE
        elif _OTHER.fullmatch(member):
            found[member] = OTHER
        else:
            raise refusal(allowed.OBJECT if member.startswith("Obj") else allowed.NEEDLESS, name)
    return found
