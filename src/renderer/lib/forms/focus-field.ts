/** Moves the focus to the control of a field, which lies in an element with `data-field`. */
export function focusField(form: HTMLElement | undefined, field: string): void {
  form?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"] :is(input, select)`)?.focus()
}
