"""One module a producer; each has `write(content, style, target)`."""
