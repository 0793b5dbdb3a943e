"""Activity as a Django application."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Activity: the store, the gate, attribution, prices and answers."""

    name = "ouzel.activity"
    label = "activity"
    verbose_name = "Activity"

    def ready(self) -> None:
        from ouzel.activity import working_out
        from ouzel.activity.following import ActivityFollower
        from ouzel.core.work import kinds
        from ouzel.reorganisation import following

        following.register(ActivityFollower())
        kinds.register(working_out.KIND)
