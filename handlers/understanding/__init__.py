"""The parts of `handlers.understand`: one family of phrases a file, nothing that stores or sends."""
