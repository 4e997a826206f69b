// Checks an AsyncAPI document with the parser of those who wrote the standard, and CloudEvents on
// standard input, one a line, against it:
//   node validate.mjs asyncapi.json < events
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import asyncapi from '@asyncapi/parser';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const text = readFileSync(process.argv[2], 'utf8');
const { document, diagnostics } = await new asyncapi.Parser().parse(text);
// That AsyncAPI has a newer version is no fault of the document.
const faults = diagnostics.filter((each) => each.code !== 'asyncapi-latest-version');
for (const fault of faults) console.error(`${fault.code}: ${fault.message} (${fault.path.join('/')})`);
if (!document || faults.length > 0) fail('the AsyncAPI document is not valid');
const topics = document.channels().all().map((channel) => channel.address());
for (const topic of ['events', 'orders', 'positions', 'pnl'])
  if (!topics.includes(`fillwright.${topic}`)) fail(`there is no channel of the topic ${topic}`);

const ajv = new Ajv({ strict: false, allErrors: false });
addFormats(ajv);
// The schemas and messages; the document itself is no schema.
ajv.addSchema({ components: JSON.parse(text).components }, 'document');
const validators = new Map(); // by the event's type
for (const message of document.messages().all()) {
  const place = `document#/components/messages/${message.id()}/payload`;
  validators.set(message.name(), ajv.compile({ $ref: place }));
}

// What is wrong with an event; empty: nothing.
function fault(event) {
  const validator = validators.get(event.type);
  if (!validator) return `there is no message of the type ${event.type}`;
  return validator(event) ? '' : ajv.errorsText(validator.errors);
}

const seen = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const event = JSON.parse(line);
  const wrong = fault(event);
  if (wrong) fail(`event ${event.id} (${event.type}): ${wrong}`);
  // The same event with what cannot be must not pass: else the schemas say nothing.
  if (!fault({ ...event, seq: 1 })) fail('a seq that is no text passes');
  const [field] = Object.keys(event.data);
  if (!fault({ ...event, data: { ...event.data, [field]: { no: 'such thing' } } }))
    fail(`${event.type} passes with an object as ${field}`);
  seen.add(event.type);
}
if (seen.size === 0) fail('no event was given');
console.log(`the AsyncAPI document is valid; events of ${seen.size} types are as it says`);
