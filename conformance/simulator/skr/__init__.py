"""The simulated Stamkortregister: what may be typed in, by whom, and how it is asked."""
