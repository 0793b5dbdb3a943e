"""Seats of bodies, the people who hold them, and who was where on any day."""
