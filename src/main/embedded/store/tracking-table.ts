import * as v from 'valibot'
import type { Statements } from './statements'
import { Flag } from './stored-domain'

/** A domain's tracking settings. */
export const StoredTracking = v.object({
  open_active: Flag,
  open_at_the_top: Flag,
  click: v.picklist(['true', 'false', 'htmlonly']),
  unsubscribe_active: Flag,
  html_footer: v.string(),
  text_footer: v.string(),
})
export type StoredTracking = v.InferOutput<typeof StoredTracking>

/** What a new domain has. Source: recorded answers of the provider. */
const DEFAULTS: StoredTracking = {
  open_active: false,
  open_at_the_top: false,
  click: 'false',
  unsubscribe_active: false,
  html_footer: '\n<br>\n<p><a href="%unsubscribe_url%">unsubscribe</a></p>\n',
  text_footer: '\n\nTo unsubscribe click: <%unsubscribe_url%>\n\n',
}

export class TrackingTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get(seq: number): StoredTracking {
    const row = this.#statements.prepare('SELECT * FROM tracking WHERE domain_seq = ?').get(seq)
    return row === undefined ? DEFAULTS : v.parse(StoredTracking, row)
  }

  set(seq: number, settings: StoredTracking): void {
    this.#statements
      .prepare(
        `INSERT OR REPLACE INTO tracking
           (domain_seq, open_active, open_at_the_top, click, unsubscribe_active, html_footer, text_footer)
         VALUES (@seq, @open_active, @open_at_the_top, @click, @unsubscribe_active, @html_footer, @text_footer)`,
      )
      .run({
        ...settings,
        seq,
        open_active: settings.open_active ? 1 : 0,
        open_at_the_top: settings.open_at_the_top ? 1 : 0,
        unsubscribe_active: settings.unsubscribe_active ? 1 : 0,
      })
  }
}
