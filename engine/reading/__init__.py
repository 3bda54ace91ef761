"""From the bytes of a file to a typed table: each step with its reason, or a refusal."""
