"""What was taken in private: kept apart from governance, reached from the staff desk and the command line only."""
