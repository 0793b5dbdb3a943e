"""Bodies that decide: what is known of them, what they may decide, and who must sit on them."""
