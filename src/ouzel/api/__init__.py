"""The doors for other systems: HTTP under /api/v1/, and the shapes of answers that the commands share."""
