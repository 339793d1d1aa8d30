import * as v from 'valibot'
import type { Failure } from '../../../preload/contract/failure'
import { type NotesChange, Tag, type TagCount } from '../../../preload/contract/notes'
import { api } from '../../state/api'
import { tagList } from '../../state/tag-list.svelte'
import { foldTag } from '../../state/tag-term'
import { view } from '../../state/view.svelte'
import { fieldSentence } from '../../parts/forms/failed-field'
import { Form, type Reasons } from '../../parts/forms/form.svelte'

/** What came of another name: the tag as it is written now, and what changed, null when it is the name it had. */
interface Renamed {
  readonly to: string
  readonly change: NotesChange | null
}

/** The form for another name of a tag. */
export class TagNameForm extends Form<{ name: string }, 'name'> {
  readonly #tag: string

  constructor(tag: string) {
    super({ name: tag }, ['name'])
    this.#tag = tag
  }

  /** The tag that has this name already, and becomes one with it. */
  get merged(): TagCount | undefined {
    const name = foldTag(this.values.name.trim())
    return name === foldTag(this.#tag) ? undefined : tagList.items.find(({ tag }) => foldTag(tag) === name)
  }

  protected override reasons(): Reasons<'name'> {
    const read = v.safeParse(Tag, this.values.name)
    return read.success ? {} : { name: read.issues[0].message }
  }

  /** With one field there is one place for whatever is refused. */
  protected override refused(failure: Failure): Reasons<'name'> {
    return { name: fieldSentence(failure) }
  }

  /** Gives the tag its name. @returns null when it was refused, which is shown */
  async send(): Promise<Renamed | null> {
    const sent = await this.submit(async () => {
      const to = v.parse(Tag, this.values.name)
      if (to === this.#tag) return { to, change: null }
      // Read before: afterwards the two are one.
      const written = this.merged?.tag ?? to
      return {
        to: written,
        change: await api.notes.renameTag({ tag: this.#tag, to, accountId: view.accountId }),
      }
    })
    return sent.ok ? sent.answer : null
  }
}
