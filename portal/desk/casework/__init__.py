"""The cases of the desk. Whoever writes a case or a slip keeps the queues with it, so `shelving` always comes along.

`queue` lists them and acts on several at once, `linking` finds those that name the same person or unit.
"""

from portal.desk.casework import shelving as shelving
