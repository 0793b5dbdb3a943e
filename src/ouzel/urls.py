"""Where each part of the site answers."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
if find_spec("ouzel.api.urls"):
    urlpatterns.append(path("api/v1/", include("ouzel.api.urls")))
if find_spec("ouzel.web.urls"):
    urlpatterns.append(path("", include("ouzel.web.urls")))

handler400 = "ouzel.web.views.errors.bad_request"
handler403 = "ouzel.web.views.errors.forbidden"
handler404 = "ouzel.web.views.errors.not_found"
handler500 = "ouzel.web.views.errors.broken"
