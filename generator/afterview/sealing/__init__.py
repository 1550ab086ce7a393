"""A mentor's site as one encrypted page, and the keys that open it."""
