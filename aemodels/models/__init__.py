"""What an autoencoder is: one file for each kind, and what they are built of."""
