"""Answers about strategies and risks, as plain values: the same for HTTP and for copies of pages."""

from collections.abc import Iterable
from typing import Any

from ouzel.api.governance_shapes import link
from ouzel.governance.record_links import LinkView
from ouzel.governance.risks.queries import RiskView
from ouzel.governance.strategies.queries import PriorityView, StrategyHead, StrategyView

Shape = dict[str, Any]


def strategy(head: StrategyHead) -> Shape:
    """A strategy as lists show it."""
    return {
        "slug": head.slug, "address": f"/strategies/{head.slug}/", "title": head.title, "kind": head.kind.slug,
        "kind_name": head.kind.name, "body": head.body.slug, "keeper": head.keeper.slug,
        "place": head.place or None, "since": head.since, "until": head.until,
        "versions": head.number, "adopted": head.adopted, "decision": head.decision or None,
    }  # fmt: skip


def whole_strategy(view: StrategyView) -> Shape:
    """A strategy with its text as adopted by the day, its priorities and what each leads to."""
    version = view.version
    return {
        **strategy(view.head),
        "version": {"number": version.number, "sha256": version.sha256, "text": version.text} if version else None,
        "priorities": [_priority(each) for each in view.priorities],
        "answers": [link(each) for each in view.answers], "answered_by": [link(each) for each in view.answered_by],
        "links": [link(each) for each in view.links],
    }  # fmt: skip


def _priority(view: PriorityView) -> Shape:
    roads: dict[str, Iterable[LinkView]] = {
        "evidence": view.evidence, "measures": view.measures, "funds": view.funds, "delivers": view.delivers,
        "decisions": view.decisions,
    }  # fmt: skip
    return {
        "ref": view.ref, "slug": view.slug, "title": view.title, "text": view.text or None,
        "aims": [each.slug for each in view.aims],
        "owners": [
            {"owner": each.owner, "body": each.body.slug if each.body else None, "since": each.since,
             "until": each.until}
            for each in view.owners
        ],
        **{name: [link(each) for each in links] for name, links in roads.items()},
        "status": view.status or None, "status_words": view.status_words or None, "missing": list(view.missing),
        "progress": [
            {"on": each.on, "status": each.status, "text": each.text, "measure": each.measure or None,
             "value": each.value, "target": each.target, "unit": each.unit or None, "meeting": each.meeting or None}
            for each in view.progress
        ],
    }  # fmt: skip


def risk(view: RiskView) -> Shape:
    """A risk as it stood at the end of a day. Scores are likelihood times impact."""
    return {
        "ref": view.ref, "address": f"/risks/{view.ref}/", "title": view.title, "cause": view.cause or None,
        "effect": view.effect or None, "framework": view.framework, "body": view.body.slug, "owner": view.owner,
        "state": view.state, "likelihood": view.likelihood, "impact": view.impact, "score": view.score,
        "band": view.band.slug, "band_name": view.band.name,
        "inherent": view.inherent, "target": view.target, "controls": list(view.controls),
        "gaps": list(view.gaps), "assurances": list(view.assurances), "opened": view.opened, "looked": view.looked,
        "looked_at": view.looked_at or None, "direction": view.direction,
        "scores": [{"on": point.on, "likelihood": point.likelihood, "impact": point.impact, "score": point.score,
                    "state": point.state, "meeting": point.meeting or None} for point in view.points],
    }  # fmt: skip
