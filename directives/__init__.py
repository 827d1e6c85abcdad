"""Bytes of a directive file in, a `Directive` value out. Pure and total; `parse.parse` is the only door."""
