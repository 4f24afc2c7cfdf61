"""Looking at an attachment without opening it: drawn in a child process, shown as a picture or as plain text."""
