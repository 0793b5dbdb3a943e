"""Reference data of governance: kinds of body, of decision, tags, professions; each with its dates and source."""
