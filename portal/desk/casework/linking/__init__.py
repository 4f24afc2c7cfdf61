"""Cases that name the same person or unit, found without reading them: keyed marks, and the key they are made with."""
