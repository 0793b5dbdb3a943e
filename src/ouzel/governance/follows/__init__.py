"""People who asked to be told by e-mail: asked, confirmed, moved on by reorganisations, told, and gone in one step."""
