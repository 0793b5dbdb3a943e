"""Reference data of governance: kinds of body, of decision, seats' tags, professions; each with its dates and source."""
