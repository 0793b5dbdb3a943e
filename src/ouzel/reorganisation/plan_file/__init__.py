"""Plans as files: TOML read with the line of every part, the published schema, and writing."""

from ouzel.reorganisation.plan_file.reading import LARGEST, arranged, parse, read, schema, write

__all__ = ["LARGEST", "arranged", "parse", "read", "schema", "write"]
