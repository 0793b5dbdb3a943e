"""Settings of sign-in and of what browsers are told; `ouzel.settings` takes them in."""

AUTH_USER_MODEL = "core.User"
