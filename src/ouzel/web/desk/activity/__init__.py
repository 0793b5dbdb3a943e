"""Activity at the desk: files checked and taken, who pays and how much, prices, accounts. Staff only, by permission."""
