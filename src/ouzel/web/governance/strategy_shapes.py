"""What machines are given of strategies and risks."""

from ouzel.governance.record_links import LinkView
from ouzel.governance.risks.queries import RiskView
from ouzel.governance.strategies.queries import PriorityView, StrategyView
from ouzel.web.governance.shapes import Shape, day


def strategy(it: StrategyView) -> Shape:
    """A strategy on a day, with its priorities."""
    head = it.head
    return {
        "slug": head.slug, "title": head.title, "kind": head.kind.slug, "body": head.body.slug,
        "place": head.place or None, "since": day(head.since), "until": day(head.until), "adopted": day(head.adopted),
        "decision": head.decision or None,
        "version": {"number": it.version.number, "sha256": it.version.sha256, "text": it.version.text}
        if it.version else None,
        "priorities": [_priority(each) for each in it.priorities],
        "answers": [link(each) for each in it.answers], "answered_by": [link(each) for each in it.answered_by],
    }  # fmt: skip


def risk(it: RiskView) -> Shape:
    """A risk as it stood on a day; scores are likelihood times impact."""
    return {
        "ref": it.ref, "title": it.title, "cause": it.cause or None, "effect": it.effect or None, "body": it.body.slug,
        "owner": it.owner, "state": it.state, "framework": it.framework, "likelihood": it.likelihood,
        "impact": it.impact, "score": it.score, "band": it.band.slug, "inherent": it.inherent, "target": it.target,
        "controls": list(it.controls), "gaps": list(it.gaps), "assurances": list(it.assurances),
        "opened": day(it.opened), "looked": day(it.looked), "looked_at": it.looked_at or None,
        "scores": [{"on": day(each.on), "likelihood": each.likelihood, "impact": each.impact, "score": each.score,
                    "meeting": each.meeting or None} for each in it.points],
    }  # fmt: skip


def link(it: LinkView) -> Shape:
    """What a record is linked to."""
    return {"relation": it.relation, "forth": it.forth, "kind": it.kind, "ref": it.ref, "title": it.title,
            "address": it.address or None}  # fmt: skip


def _priority(it: PriorityView) -> Shape:
    roads = {"evidence": it.evidence, "measures": it.measures, "funds": it.funds, "delivers": it.delivers,
             "decisions": it.decisions}  # fmt: skip
    return {
        "slug": it.slug, "title": it.title, "text": it.text, "aims": [aim.slug for aim in it.aims],
        "owners": [{"owner": each.owner, "body": each.body.slug if each.body else None} for each in it.owners],
        **{name: [link(each) for each in rows] for name, rows in roads.items()},
        "status": it.status or None, "missing": list(it.missing),
        "progress": [
            {"on": day(each.on), "status": each.status, "text": each.text, "measure": each.measure or None,
             "value": each.value, "target": each.target, "unit": each.unit or None, "meeting": each.meeting or None}
            for each in it.progress
        ],
    }  # fmt: skip
