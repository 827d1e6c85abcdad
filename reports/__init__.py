"""Facts of a week made into text, picture, Word, sheet and calendar. Pure: no database, no clock, no network."""
