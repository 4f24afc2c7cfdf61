"""Every reader of bytes from outside, against bytes that nobody foresaw: `make fuzz SECONDS=30` (docs/adr/0053).

A target takes any bytes and returns, or raises what is a finding. It knows which errors its reader may raise, and what
must hold of what was accepted: one spelling, a round trip, the same answer however the bytes arrive.
"""
