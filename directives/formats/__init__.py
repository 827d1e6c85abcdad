"""One file format a module: bytes in, a `Reading` out, or `UnreadableError`. `directives.read` chooses among them."""
