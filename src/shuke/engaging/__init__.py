"""What is said: every word to a member, through one send gate."""
