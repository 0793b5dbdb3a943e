"""Risks and the assurance framework: who owns each, its scores over time, its controls, who last looked."""
