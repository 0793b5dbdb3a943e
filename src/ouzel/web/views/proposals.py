"""Proposals of reorganisations: the page of one, what would change, what it means for you, its case and its proof."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ouzel.register import search
from ouzel.register.answers import NoSuchBody
from ouzel.reorganisation import queries
from ouzel.reorganisation.benefits import tracked
from ouzel.reorganisation.models import BenefitResult, Enactment
from ouzel.reorganisation.publicly import named
from ouzel.web import addresses, finding, proposals
from ouzel.web.asked import Asked
from ouzel.web.pages import fresh, others, page, show
from ouzel.web.paging import paged
from ouzel.web.pictures.wave import wave_picture
from ouzel.web.proposals import Whole, proofs
from ouzel.web.proposals.figures import by_what, changing, consequence_kinds
from ouzel.web.proposals.meaning import meaning, subject
from ouzel.web.proposals.parts import engagements, options, progress, timeline
from ouzel.web.proposals.plainly import opening, tense
from ouzel.web.proposals.words import names_given, sentences

DRAWN = 60
"""A picture of more successions than this would not be read."""

SHOWN = 200
LONGEST = 200


def wanted(request: HttpRequest, asked: Asked, slug: str) -> Whole:
    """The proposal; 404 alike for one that is not there and one that the viewer may not see."""
    try:
        return proposals.whole(slug, viewer=request.user, asked=asked)
    except queries.NoSuchProposal as error:
        raise Http404(str(error)) from None


@page
def proposal(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """What is proposed, where it stands, why, and what changes for whom."""
    it = wanted(request, asked, slug)
    seen = proposals.seen(it, fresh(request), asked)
    figures = by_what(seen.totals)
    drawn = proposals.drawn(seen.expansion)
    known = proposals.shorts(fresh(request), viewer=request.user, asked=asked)
    results = BenefitResult.objects.visible_to(request.user).filter(proposal=it.proposal, on__lte=asked.on)
    return show(
        request, "proposal", asked, it=it, plan=it.plan, seen=seen, opening=opening(it.plan, seen.expansion.state),
        sentences=sentences(it.plan, seen.expansion.state.names)[:SHOWN], figures=figures,
        changing=changing(figures), picture=wave_picture(drawn) if drawn and len(drawn) <= DRAWN else "",
        author=named(it.plan.author), events=timeline(it, asked), engagements=engagements(it.plan, on=asked.on),
        options=options(it, known),
        amended_by=[s for s in known if s.amends == it.plan.slug],
        benefits=tracked(it.plan.benefits, results), progress=progress(it, on=asked.on),
    )  # fmt: skip


@page
def preview(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Everything that would follow from the plan: totals side by side, records by kind, choices, the unresolved."""
    it = wanted(request, asked, slug)
    seen = proposals.seen(it, fresh(request), asked)
    kinds = consequence_kinds(seen.consequences)
    chosen = next((k for k in kinds if k.slug == request.GET.get("kind")), kinds[0] if kinds else None)
    return show(
        request, "proposal-preview", asked, it=it, plan=it.plan, seen=seen, figures=by_what(seen.totals), kinds=kinds,
        chosen=chosen, listed=paged(chosen.rows if chosen else (), request.GET.get("page"), 100),
    )  # fmt: skip


@page
def proof(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """What was proved of an enactment: totals before and after, what is unresolved, and the hash of it all."""
    it = wanted(request, asked, slug)
    kept = Enactment.objects.visible_to(request.user).filter(proposal=it.proposal).select_related("version")
    done = kept.filter(reverses=None).first()
    if done is None:
        return show(request, "proposal-proof", asked, it=it, plan=it.plan, done=None)
    undone = kept.filter(reverses=done).first()
    return show(
        request, "proposal-proof", asked, it=it, plan=it.plan, done=done, undone=undone,
        figures=by_what(proofs.proved(done)), sums=proofs.sums(done),
        left=proofs.left_open(done),
        by=named(done.by) or "a person who may carry out changes",
    )  # fmt: skip


@page
def meaning_for(request: HttpRequest, asked: Asked, slug: str, code: str) -> HttpResponse:
    """What the plan means for one body: a practice, a network, a council, an area, a body that closes."""
    it = wanted(request, asked, slug)
    known = code if code in names_given(it.plan) else search.resolve(code)
    if known is None:
        raise NoSuchBody(f"No organisation has the code {code}.")
    if known != code:
        return HttpResponsePermanentRedirect(addresses.proposal_for(slug, known) + others(request, asked))
    seen = proposals.seen(it, fresh(request), asked)
    m = meaning(code, seen.expansion)
    return show(
        request, "proposal-for", asked, it=it, plan=it.plan, m=m, modal=tense(it.standing), whose=subject(m.kinds),
        opening=opening(it.plan, seen.expansion.state), figures=by_what(t for t in seen.totals if t.body == code),
        eve=it.plan.effective - timedelta(days=1),
    )  # fmt: skip


@page
def search_for(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Find your practice, council or organisation, to see what the plan means for it."""
    it = wanted(request, asked, slug)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    too_long = len(text) > LONGEST
    text = text[:LONGEST]
    found = finding.find(text, asked=proposals.on_eve(asked, it.plan)) if text and not too_long else []
    fitting = [hit for hit in found if not proposals.long_gone(hit.found, it.plan)]
    new = {code: name for code, name in names_given(it.plan).items()
           if text and (text.upper() == code or text.casefold() in name.casefold())}  # fmt: skip
    listed = [(h.found.code, h.found.name, h.found.kinds or h.ever) for h in fitting if h.found.code not in new]
    return show(
        request, "proposal-search", asked, it=it, plan=it.plan, text=text, sent="q" in request.GET,
        too_long=too_long, new=new, found=listed, gone=len(found) - len(fitting),
    )  # fmt: skip
