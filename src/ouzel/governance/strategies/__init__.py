"""Needs assessments, strategies and plans: what each answers, its priorities, who owns them, how they go."""
