"""What we know: tables, queries named for the question they answer, outbox, migrations, and the plain message types."""
