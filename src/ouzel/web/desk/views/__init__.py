"""Views of the desk: they read a form, let an action do it, and render. What somebody may do is asked each time."""
