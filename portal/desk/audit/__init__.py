"""Who did what, when: a keyed hash chain that nobody can shorten, edit or re-order unseen."""
