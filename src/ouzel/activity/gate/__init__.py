"""The gate: no identifiable data gets in. What is found is refused, or made into pseudonyms, ages and small areas."""
