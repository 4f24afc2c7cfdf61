from portal.sealing.digest import sha256_of


def test_the_published_value_for_abc():
    assert sha256_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
