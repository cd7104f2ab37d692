/** From conform's fields to ours: what a control needs, and what an error summary lists. */

/** As much of conform's field as a control needs. */
interface ConformField {
  readonly id: string;
  readonly name: string;
  readonly formId: string;
  readonly initialValue?: unknown;
  readonly errors?: readonly string[] | undefined;
}

interface ConformForm {
  readonly id: string;
  readonly errors?: readonly string[] | undefined;
  readonly allErrors: Readonly<Record<string, readonly string[] | undefined>>;
}

export interface ListedError {
  /** The control the error is about; empty for the form as a whole. */
  readonly fieldId: string;
  readonly message: string;
}

/** Spreads into a field: `<TextField label="E-mail" {...fieldProps(fields.email)} />`. Conform's `key` is left out on purpose. */
export function fieldProps(field: ConformField) {
  return {
    id: field.id,
    name: field.name,
    form: field.formId,
    defaultValue: typeof field.initialValue === 'string' ? field.initialValue : undefined,
    error: field.errors?.[0],
  };
}

/** Spreads into a `Checkbox`, whose value is `on` or nothing. */
export function checkboxProps(field: ConformField) {
  return {
    id: field.id,
    name: field.name,
    form: field.formId,
    defaultChecked: field.initialValue === 'on',
    error: field.errors?.[0],
  };
}

/** All errors of a form, in the order of its fields, for the error summary. */
export function listErrors(form: ConformForm): ListedError[] {
  return Object.entries(form.allErrors).flatMap(([name, messages]) =>
    messages?.[0] === undefined ? [] : [{ fieldId: name === '' ? '' : `${form.id}-${name}`, message: messages[0] }],
  );
}
