/**
 * Moves the focus to the control of a field, which lies in an element with `data-field`, and shows the field
 * whole: label, error and help.
 */
export function focusField(form: HTMLElement | undefined, field: string): void {
  const element = form?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`)
  element?.querySelector<HTMLElement>(':is(input, select)')?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'center' })
}
