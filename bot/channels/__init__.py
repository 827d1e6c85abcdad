"""Ways to people: one small class a channel."""
