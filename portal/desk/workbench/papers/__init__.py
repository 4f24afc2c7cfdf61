"""What leaves the workbench on paper or as a file: made as plain content, let out at one door only (`leaving`)."""
