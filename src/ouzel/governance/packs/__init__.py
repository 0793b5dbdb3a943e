"""Board packs: agenda, papers and figures of the day as one PDF and as accessible HTML, made from the records."""
