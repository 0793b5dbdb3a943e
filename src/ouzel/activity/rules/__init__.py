"""The rules of who pays, year by year, as dated tables with their sources, and the small tables they refer to."""
