"""The slot both doors share: sealed bytes, locator hashes, public keys and days. It can read nothing it holds."""
