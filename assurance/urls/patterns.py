"""What addresses are made of, where a path converter will not do: a file's ending cannot stand behind one."""

KEY = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
