"""The addresses of the public site. One that was public once answers for good."""

from django.urls import include, path, register_converter

from ouzel.web.views import (
    activity,
    changes,
    kinds,
    organisations,
    pictures,
    proposal_copies,
    proposals,
    search,
    sources,
    texts,
)

app_name = "web"


class Code:
    """A code as people type it: what it stands for is found out by the view."""

    regex = r"[A-Za-z0-9][A-Za-z0-9:-]{0,39}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Day:
    """A day, as 2021-04-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Code, "code")
register_converter(Day, "day")

urlpatterns = [
    path("", search.home, name="home"),
    path("search/", search.search, name="search"),
    path("organisations/", kinds.organisations, name="organisations"),
    path("organisations/kinds/<slug:slug>/", kinds.kind, name="kind"),
    path("organisations/<code:code>.json", organisations.as_json, name="organisation-json"),
    path("organisations/<code:code>.csv", organisations.as_csv, name="organisation-csv"),
    path("organisations/<code:code>/", organisations.organisation, name="organisation"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<day:day>/", changes.change, name="change"),
    path("changes/<slug:slug>/", proposals.proposal, name="proposal"),
    path("changes/<slug:slug>.json", proposal_copies.as_json, name="proposal-json"),
    path("changes/<slug:slug>.toml", proposal_copies.as_toml, name="proposal-toml"),
    path("changes/<slug:slug>/preview/", proposals.preview, name="proposal-preview"),
    path("changes/<slug:slug>/consequences.csv", proposal_copies.consequences, name="proposal-csv"),
    path("changes/<slug:slug>/case/", proposal_copies.case, name="proposal-case"),
    path("changes/<slug:slug>/case.docx", proposal_copies.case_docx, name="proposal-docx"),
    path("changes/<slug:slug>/proof/", proposals.proof, name="proposal-proof"),
    path("changes/<slug:slug>/for/", proposals.search_for, name="proposal-search"),
    path("changes/<slug:slug>/for/<code:code>/", proposals.meaning_for, name="proposal-for"),
    path("changes/<slug:slug>/documents/<int:number>/<str:name>", proposal_copies.document, name="proposal-document"),
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/<code:code>/", pictures.picture, name="picture"),
    path("sources/", sources.sources, name="sources"),
    path("conflicts/", sources.conflicts, name="conflicts"),
    path("activity/rules/", activity.rules, name="rules"),
    path("activity/rules/<slug:year>/", activity.rules_of, name="rules-year"),
    path("activity/prices/", activity.prices, name="prices"),
    path("activity/prices/<int:number>/", activity.price_list, name="price-list"),
    path("about-the-figures/", texts.about, name="about"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("healthz", texts.health, name="health"),
    path("", include("ouzel.web.governance_urls")),
    path("desk/", include("ouzel.web.desk.urls")),
]
