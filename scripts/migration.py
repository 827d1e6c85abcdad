"""Writes the next migration from the difference between the newest migration and the models: `scripts/migration.py "what changes"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.db import alembic_config, migrate, open_engine


def main(message: str) -> None:
    """Migrates an empty store to the newest revision and lets Alembic compare it with the models."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'store.db'}")
        migrate(engine)
        with engine.connect() as connection:
            command.revision(alembic_config(connection), message=message, autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
