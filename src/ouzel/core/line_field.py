"""A column of words that are one line, such as a title or a name: whatever door they come by, they are kept as one."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from ouzel.core.lines import line

if TYPE_CHECKING:
    _Text = models.TextField[Any, str]
else:
    _Text = models.TextField


class LineField(_Text):
    """Text that `ouzel.core.lines.line` has read: saved without line breaks; ContentError for what nobody can see.

    For the database it is text like any other.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The line that is saved; the row that was given has it too."""
        value = self._line(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Also where many rows are changed at once."""
        return super().get_db_prep_save(self._line(value), connection)

    def deconstruct(self) -> Any:
        """As a migration writes it."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def _line(self, value: Any) -> Any:
        return line(value, field=self.name) if isinstance(value, str) else value
