"""The addresses of activity at the desk."""

from django.urls import path, re_path

from ouzel.web.desk.activity import (
    accounts,
    copies,
    differences,
    files,
    fixed,
    lines,
    loads,
    overview,
    plans,
    pods,
    reports,
    runs,
    statements,
)

urlpatterns = [
    path("", overview.overview, name="desk-activity"),
    path("check/", files.check, name="desk-activity-check"),
    path("loads/", loads.listed, name="desk-activity-loads"),
    path("loads/new/", files.take, name="desk-activity-take"),
    path("loads/<int:number>/", loads.one, name="desk-activity-load"),
    path("loads/<int:number>/withdraw/", loads.withdraw, name="desk-activity-withdraw"),
    path("report/", reports.report, name="desk-activity-report"),
    path("report.csv", reports.as_csv, name="desk-activity-report-csv"),
    path("report.json", reports.as_json, name="desk-activity-report-json"),
    path("plan/", plans.plan, name="desk-activity-plan"),
    path("effects/", differences.effects, name="desk-activity-effects"),
    path("variance/", differences.variance, name="desk-activity-variance"),
    path("blocks/", fixed.fixed, name="desk-activity-blocks"),
    re_path(
        r"^(?P<what>plan|effects|variance|blocks|statements|accounts)\.(?P<form>csv|json|parquet)$",
        copies.copy,
        name="desk-activity-copy",
    ),
    path("statements/", statements.statements, name="desk-activity-statements"),
    path("line/", lines.line, name="desk-activity-line"),
    path("pods/", pods.pods, name="desk-activity-pods"),
    path("pods/map/", pods.map_one, name="desk-activity-pod-map"),
    path("pods/<int:number>/end/", pods.end, name="desk-activity-pod-end"),
    path("accounts/", accounts.accounts, name="desk-activity-accounts"),
    path("accounts/post/", accounts.post, name="desk-activity-post"),
    path("accounts/<int:year>/<int:month>/", accounts.account, name="desk-activity-account"),
    path("accounts/<int:year>/<int:month>/freeze/", accounts.freeze, name="desk-activity-freeze"),
    path("run/", runs.run, name="desk-activity-run"),
    path("run/asked/<int:number>/", runs.run_asked, name="desk-activity-run-asked"),
    path("run/<int:number>/", runs.run_done, name="desk-activity-run-done"),
]
