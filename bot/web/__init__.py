"""Pages and probes of the web server."""
