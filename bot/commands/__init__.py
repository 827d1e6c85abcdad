"""The commands, a file each family. Each imports what it needs when it runs, so that `--help` answers at once."""
