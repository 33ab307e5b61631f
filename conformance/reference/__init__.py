"""The reference system: a small EHR that reads Fælles Stamkort and is judged like any vendor's."""
