"""Plain values with no web framework in sight: dates, the basis switch, money, suppression."""
