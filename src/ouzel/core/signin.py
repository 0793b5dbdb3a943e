"""How people sign in: who may make an account, how secrets are kept, what counts as one account and one address."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.encoding import force_bytes


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator, unless the operator opens sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_OPEN)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second step are kept encrypted, so that a copy of the database does not give them.

    The key is made from SECRET_KEY.
    """

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Encrypts with the newest key; still reads what former keys (SECRET_KEY_FALLBACKS) wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key))) for key in keys])


def _derive(key: str | bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ouzel second factor")
    return derivation.derive(force_bytes(key))


def account_tried(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account somebody tries to enter, for the lock after too many failures; capitals make no difference."""
    tried = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not tried and request is not None:
        tried = request.POST.get("login", "")
    return str(tried or "").strip().lower()


def client_address(request: HttpRequest) -> str | None:
    """The address of who asks: what our own proxies say (OUZEL_PROXIES of them), never what the asker claims.

    None where there is no telling, such as a session that a command opens.
    """
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None
