"""A made-up country for tests, benchmarks and the demonstration: people, practices, deprivation, and linked care."""
