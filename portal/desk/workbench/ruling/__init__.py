"""The rules that records are held against: shipped as templates, set for each case with the document they rest on."""
