import { tick } from 'svelte'

/** Keys pressed for a field that is not there yet, kept until it is. */
export class TypedAhead {
  readonly #keys: string[] = []

  /** Keeps a key that belongs into a field of one line; answers whether it is one. */
  takes({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey || altKey) return false
    // Names of keys have several letters; a character may be of two units.
    const isCharacter = [...key].length === 1
    if (!isCharacter && key !== 'Backspace' && key !== 'Enter') return false
    this.#keys.push(key)
    return true
  }

  /** Puts what was typed into the field, and sends it off where Enter was pressed. */
  async replay(field: HTMLInputElement): Promise<void> {
    const enter = this.#keys.indexOf('Enter')
    const typed = enter < 0 ? this.#keys : this.#keys.slice(0, enter)
    const text = typed.reduce<string[]>(
      (all, key) => (key === 'Backspace' ? all.slice(0, -1) : [...all, key]),
      [],
    )
    if (text.length === 0 && enter < 0) return
    field.value = text.join('')
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await tick()
    if (enter >= 0) {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    }
  }
}
