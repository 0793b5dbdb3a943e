"""Minutes: drafted from the records, written by version, published, approved at a later meeting."""
