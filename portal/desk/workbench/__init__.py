"""The verification workbench: records of two units laid side by side, so that a claim can be checked or cleared."""
