"""Published figures of units: people, deprivation and money, as dated releases."""
