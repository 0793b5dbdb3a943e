"""The product's own PostgreSQL: where it lives, whose account it runs under, who uses it, how it starts and stops."""
