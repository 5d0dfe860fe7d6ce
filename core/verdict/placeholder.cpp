// Placeholder so that the room links until its first source file lands; remove it then.
