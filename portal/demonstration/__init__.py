"""A first try on one machine: invented offices and officers, both doors and the collector, on loopback."""
