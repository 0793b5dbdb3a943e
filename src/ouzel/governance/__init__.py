"""Who decides, on what, in public: bodies, seats, interests, meetings, papers, decisions, actions, strategies."""
