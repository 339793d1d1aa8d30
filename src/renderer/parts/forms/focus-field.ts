/**
 * Moves the focus to the control of a field, which lies in an element with `data-field`, and shows the field
 * whole: label, error and help.
 */
export function focusField(form: HTMLElement | undefined, field: string): void {
  const element = form?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`)
  element?.querySelector<HTMLElement>(':is(input, select, textarea)')?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'center' })
}

/**
 * Takes the focus off a field whose form is about to go away: its blur would otherwise reach a form that is
 * already gone.
 */
export function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** Scrolls to what is wrong with the form as a whole. */
export function showFailure(form: HTMLElement | undefined): void {
  form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' })
}
