"""The simulated SFSK: searches and retrievals of cards, and who may make them."""
