"""From lines to who pays and how much: rules and prices of a time compiled to look-ups, and one pass over the lines."""
