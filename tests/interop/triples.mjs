// Prints the triples that jsonld.js finds in a JSON-LD file, as N-Quads. No network: the context stands in the file.
import {readFileSync} from 'node:fs';
import jsonld from 'jsonld';

const documentLoader = url => { throw new Error(`the file asks for ${url}`); };
const file = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(await jsonld.toRDF(file, {format: 'application/n-quads', documentLoader}));
