"""The design system, navigation, search, pictures and the public pages."""
