"""Messages of the Stamkortregister (SKR): values, build, read. Their form is our own reading."""
