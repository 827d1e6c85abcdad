"""The service around the rules: settings, channels, inbox, delivery, command line and web server."""
