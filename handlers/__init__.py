"""What to answer: somebody's words or a tap become an intent, and an intent becomes changes and replies."""
