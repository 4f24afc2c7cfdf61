// The second implementation, as a servant: one JSON order a line in, one JSON answer a line out.
import { createInterface } from "node:readline";
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));

const orders = {
  async generate() {
    const identity = await generateHybridIdentity();
    return { identity, recipient: await identityToRecipient(identity) };
  },
  async recipient({ identity }) {
    return { recipient: await identityToRecipient(identity) };
  },
  async seal({ content, recipients, passphrase, work }) {
    const encrypter = new Encrypter();
    for (const recipient of recipients ?? []) encrypter.addRecipient(recipient);
    if (passphrase !== undefined) {
      encrypter.setPassphrase(passphrase);
      encrypter.setScryptWorkFactor(work);
    }
    return { sealed: base64(await encrypter.encrypt(bytes(content))) };
  },
  async open({ sealed, identities, passphrase }) {
    const decrypter = new Decrypter();
    for (const identity of identities ?? []) decrypter.addIdentity(identity);
    if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
    return { content: base64(await decrypter.decrypt(bytes(sealed))) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...rest } = JSON.parse(line);
  const answer = await orders[order](rest).catch((error) => ({ refused: String(error) }));
  process.stdout.write(JSON.stringify(answer) + "\n");
}
