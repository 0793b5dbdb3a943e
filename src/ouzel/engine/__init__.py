"""Columnar methods with no web framework in sight: who belongs where on a date, and figures in that shape."""
