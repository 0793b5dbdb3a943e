"""Dated values, audit, editions, people and permissions: what every other package stands on; imports none of them."""
