"""The slot both doors share: sealed bytes, locator hashes, public keys and days. It can read nothing of what it holds."""
