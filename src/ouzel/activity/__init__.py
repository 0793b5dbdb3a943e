"""Activity: the store of lines, the gate before it, who pays for each line and what it costs."""
