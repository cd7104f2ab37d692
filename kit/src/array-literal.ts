/**
 * Arrays as Postgres reads them (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO), written for what batches
 * send: columns of ids, names, numbers and JSON. The driver quotes and searches every element twice; most need neither.
 */

/** Neither empty, nor NULL, nor anything that the array's own syntax uses. */
const PLAIN = /^(?!null$)[\w:.+/=-]+$/i;
const TO_ESCAPE = /["\\]/g;

/** An array of texts, numbers, booleans and nulls as text; undefined where there is anything else in it, which the driver knows. */
export function arrayLiteral(items: readonly unknown[]): string | undefined {
  let literal = '';
  for (const item of items) {
    const element = elementOf(item);
    if (element === undefined) return undefined;
    literal += literal === '' ? element : `,${element}`;
  }
  return `{${literal}}`;
}

function elementOf(item: unknown): string | undefined {
  switch (typeof item) {
    case 'string':
      return PLAIN.test(item) ? item : `"${item.replace(TO_ESCAPE, '\\$&')}"`;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(item);
    case 'undefined':
      return 'NULL';
    default:
      return item === null ? 'NULL' : undefined;
  }
}
