"""Who may know (知情范围): statements on recusal, access given and ended, work handed over."""
