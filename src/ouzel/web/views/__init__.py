"""Views read what is asked, ask the register, and render. They change nothing: every page is a GET."""
