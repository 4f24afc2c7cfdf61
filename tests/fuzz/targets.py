"""All targets by name. Their names are folders of the corpus."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.fuzz import files, forms, keys, sealed
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "age-header": Target(keys.headers, keys.header_seeds),
        "age-file": Target(keys.files, keys.sealed_seeds),
        "age-signed-header": Target(keys.signed_headers, keys.header_seeds),
        "age-passphrase": Target(keys.passphrases, keys.passphrase_seeds),
        "age-key": Target(keys.texts, keys.text_seeds),
        "envelope": Target(sealed.envelopes, sealed.envelope_seeds),
        "signed-envelope": Target(sealed.signed_envelopes, sealed.signed_seeds),
        "json": Target(sealed.canonical, sealed.json_seeds),
        "code": Target(sealed.codes, sealed.code_seeds),
        "roster": Target(sealed.rosters, sealed.roster_seeds),
        "filing": Target(sealed.filings, sealed.filing_seeds),
        "search-entry": Target(sealed.entries, sealed.entry_seeds),
        "ticket": Target(sealed.ticketing, sealed.ticket_seeds),
        "multipart": Target(forms.multipart, forms.multipart_seeds),
        "pairs": Target(forms.pairs, forms.pair_seeds),
        "table": Target(files.tables, files.table_seeds),
        "cleaning": Target(files.cleaned, files.file_seeds),
        "drawing": Target(files.drawn, files.file_seeds),
    }
)
