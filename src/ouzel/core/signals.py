"""What sign-in tells us, written into the audit trail."""
