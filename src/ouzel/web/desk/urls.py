"""The addresses of the desk, included by those of the site."""

from django.urls import include, path

from ouzel.web.desk.activity.door import front
from ouzel.web.desk.views import after, changes, plans, standing, steps

urlpatterns = [
    path("", front, name="desk-overview"),
    path("activity/", include("ouzel.web.desk.activity.urls")),
    path("governance/", include("ouzel.web.desk.governance.urls")),
    path("changes/new/", plans.begin, name="desk-begin"),
    path("changes/new/file/", plans.from_file, name="desk-from-file"),
    path("changes/new/day/", plans.from_day, name="desk-from-day"),
    path("changes/<slug:slug>/", standing.change, name="desk-change"),
    path("changes/<slug:slug>/about/", plans.about, name="desk-about"),
    path("changes/<slug:slug>/text/", plans.text, name="desk-text"),
    path("changes/<slug:slug>/add/", changes.add, name="desk-add"),
    path("changes/<slug:slug>/add/<slug:kind>/", changes.add_kind, name="desk-add-kind"),
    path("changes/<slug:slug>/edit/<slug:kind>/<int:number>/", changes.edit, name="desk-edit"),
    path("changes/<slug:slug>/remove/<slug:kind>/<int:number>/", changes.remove, name="desk-remove"),
    path("changes/<slug:slug>/choices/", changes.choices, name="desk-choices"),
    path("changes/<slug:slug>/step/<slug:state>/", steps.step, name="desk-step"),
    path("changes/<slug:slug>/tasks/", after.tasks, name="desk-tasks"),
    path("changes/<slug:slug>/tasks/<slug:name>/", after.task, name="desk-task"),
    path("changes/<slug:slug>/documents/", after.documents, name="desk-documents"),
    path("changes/<slug:slug>/benefits/<slug:name>/", after.result, name="desk-result"),
    path("changes/<slug:slug>/proof/", after.proof, name="desk-proof"),
    path("changes/<slug:slug>/reconcile/", after.reconcile, name="desk-reconcile"),
]
