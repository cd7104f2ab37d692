/** Reading a sent form by hand, where there is too little of it for a schema. */

/** The text of a field; empty when it is missing, or a file. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
