"""What the pages of sign-in need from templates."""
