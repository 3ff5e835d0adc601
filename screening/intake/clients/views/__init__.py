"""The pages of clients: finding one, recording one, and the record itself."""
