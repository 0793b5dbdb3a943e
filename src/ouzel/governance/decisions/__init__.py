"""Taking decisions: at meetings, in common, urgently between them, and what was decided."""
