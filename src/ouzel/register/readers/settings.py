"""Prescribing settings: the numbers of the files until 2025, as the role codes of the files since.

The pairs are read off the practices that stand, unchanged, in both dialects (monthly file of May 2025, export of
February 2026). A number without a pair is kept as it stands, as "setting:15".
"""

ROLE_OF_SETTING = {
    "0": "RO72",  # other
    "1": "RO87",  # walk-in centre
    "2": "RO80",  # out of hours
    "3": "RO80|RO87",  # walk-in centre and out of hours
    "4": "RO76",  # GP practice
    "8": "RO255",  # public health service
    "9": "RO247",  # community health service
    "10": "RO250",  # hospital service
    "11": "RO252",  # optometry service
    "12": "RO259",  # urgent and emergency care
    "13": "RO249",  # hospice
    "14": "RO246",  # care or nursing home
    "16": "RO260",  # young offender institution
    "17": "RO257",  # secure training centre
    "18": "RO256",  # secure children's home
    "19": "RO251",  # immigration removal centre
    "20": "RO248",  # court
    "22": "RO258",  # sexual assault referral centre
    "25": "RO82",  # prison
    "26": "RO321",  # primary care network
    "27": "RO323",
}

SETTING_ROLES = frozenset(ROLE_OF_SETTING.values()) | {"RO253"}


def setting_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The setting as a role code, and the further roles written beside it.

    "4" and "RO76" are both RO76; "RO76|RO268" is RO76, with RO268 beside it; "RO80|RO87" is one setting of old.

    >>> setting_of("RO76|RO268")
    ('RO76', ('RO268',))
    """
    if text.isdecimal():
        return ROLE_OF_SETTING.get(text, f"setting:{text}"), ()
    if text in SETTING_ROLES:
        return text, ()
    first, *further = text.split("|")
    return first, tuple(further)
