"""What bodies asked to be done, by whom and by when, carried from meeting to meeting until it is closed."""
