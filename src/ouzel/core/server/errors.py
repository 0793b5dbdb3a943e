"""What goes wrong with the embedded server, said so that the person can mend it."""

NO_SERVER_OF_OURS = "or give a PostgreSQL of your own in DATABASE_URL"


class ServerFault(Exception):
    """The embedded PostgreSQL cannot be had; the text says why and what to do."""
