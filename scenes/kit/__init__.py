"""What clips are made of: formulas, live numbers, value lines, diagrams. No clip lives in here."""
