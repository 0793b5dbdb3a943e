"""Who pays for a line of activity: dated rules as data, compiled to dense look-ups, with the path in words."""
