"""What stands between a message and a service: routes, and the doors of DGWS and OIO-IDWS."""
