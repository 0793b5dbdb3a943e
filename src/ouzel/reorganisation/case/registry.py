"""The registry of sections: a later package puts its own into every case for change, without this one knowing it."""

from ouzel.reorganisation.case.values import SectionMaker

_makers: dict[str, SectionMaker] = {}


def register_section(maker: SectionMaker) -> None:
    """Give every case for change a section. Registering a slug twice is the same as once: the last one counts."""
    _makers[maker.slug] = maker


def section_makers() -> tuple[SectionMaker, ...]:
    """All makers in the order in which their sections stand."""
    return tuple(sorted(_makers.values(), key=lambda maker: (maker.order, maker.slug)))
