// Parses a Cypher file with Neo4j's own grammar, a statement at a time, and shows that the parser does refuse.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const {lintCypherQuery} = createRequire(import.meta.url)('@neo4j-cypher/language-support');
const errors = text => lintCypherQuery(text, {}).diagnostics.filter(found => found.severity === 1);

if (errors('UNWIND [{a: \'it\'s\'}] AS row RETURN row').length === 0) throw new Error('the parser refuses nothing');

// A statement ends with a semicolon at the end of a line: texts have no line breaks.
const text = readFileSync(process.argv[2], 'utf8');
const statements = text.split(/;\n/).filter(statement => statement.trim() !== '');
let bad = 0;
for (const statement of statements) {
  for (const {message, range} of errors(`${statement};`)) {
    bad += 1;
    console.error(`${message} at line ${range.start.line + 1} of: ${statement.slice(0, 300)}`);
  }
}
console.log(`${statements.length} statements, ${bad} errors`);
process.exit(bad === 0 && statements.length > 5 ? 0 : 1);
