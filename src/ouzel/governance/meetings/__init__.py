"""Meetings: from the notice to the close, one body or several in common, as the standing orders have it."""
