"""Post offices that do not work: one is shut, one takes no letters to some addresses, one is not there."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise SMTPServerDisconnected("nobody there")


class Choosy(EmailBackend):
    """Refuses whoever is called bad, as a server does."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to[0].startswith("bad"):
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return int(super().send_messages(messages))


class Absent(BaseEmailBackend):
    """Counts how often somebody waited for it."""

    asked = 0

    def send_messages(self, email_messages: Any) -> int:
        type(self).asked += 1
        raise ConnectionRefusedError
