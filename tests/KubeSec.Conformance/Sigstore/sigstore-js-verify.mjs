// Verifies bundles with sigstore-js: node sigstore-js-verify.mjs MODULES TRUSTED_ROOT ARTIFACT
// One bundle a line on standard input, in base64; one line each on standard output: "accepted" or "refused REASON".
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [modules, root, artifact] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);
const { bundleFromJSON } = require('@sigstore/bundle');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');
const { TrustedRoot } = require('@sigstore/protobuf-specs');

const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(readFileSync(root, 'utf8')))));
const content = readFileSync(artifact);
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const bundle = bundleFromJSON(JSON.parse(Buffer.from(line, 'base64').toString('utf8')));
    verifier.verify(toSignedEntity(bundle, content));
    console.log('accepted');
  } catch (error) {
    console.log(`refused ${String(error?.message ?? error).split('\n')[0]}`);
  }
}
