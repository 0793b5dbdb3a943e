"""The staff desk under /desk/: plans of reorganisations made by hand, taken through their life, and looked after."""
