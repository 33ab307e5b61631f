"""SOSI id cards, DGWS messages, XML signatures and a test PKI: bytes and values in, values out."""
