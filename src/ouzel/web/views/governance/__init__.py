"""Public pages of who decides: bodies, people, meetings, papers, decisions, actions, interests, strategies, risks."""
