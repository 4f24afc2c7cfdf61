// Prints the published age vectors as one JSON object: name → base64 of the test file.
import * as vectors from "cctv-age";

const named = Object.entries(vectors).map(([name, file]) => [name, Buffer.from(file).toString("base64")]);
process.stdout.write(JSON.stringify(Object.fromEntries(named)));
