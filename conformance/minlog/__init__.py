"""MinLog2: the national log in which a citizen sees who has looked up his or her data."""
