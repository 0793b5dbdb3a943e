"""The demonstration: Bedfordshire, Luton and Milton Keynes since 1999, from facts and figures with their sources."""
