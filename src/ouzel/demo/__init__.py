"""The demonstration: Bedfordshire, Luton and Milton Keynes from 1999 to today, from facts and figures with their sources."""
