import * as v from 'valibot'
import type { SmtpCredential } from '../../../preload/contract/smtp-credentials'
import type { Caller } from '../caller'
import type { OperationPart } from '../operation'
import { parseAnswer } from '../parse-answer'
import type { CredentialCalls, WrittenCredential } from '../types'
import { WireDate, WireFilledText, WireInteger, WireMessage } from '../wire'
import { secretForms, segment } from './segment'

const WireCredential = v.object({
  login: v.fallback(v.nullish(WireFilledText), null),
  mailbox: v.fallback(v.nullish(WireFilledText), null),
  created_at: v.fallback(v.nullish(WireDate), null),
})
const WireCredentials = v.object({
  items: v.nullish(v.array(v.unknown()), []),
  total_count: v.fallback(v.nullish(WireInteger), null),
})
const WireWritten = v.object({
  ...WireMessage.entries,
  credentials: v.fallback(v.nullish(v.record(v.string(), v.string())), null),
})
const WireDeletedAll = v.object({ count: v.fallback(v.nullish(WireInteger), null) })

/** The SMTP credentials of a domain. Source: API, `/v3/domains/{name}/credentials`. */
export function credentialCalls(call: Caller): CredentialCalls {
  return {
    list: async (name, { skip, limit }, signal, manner) => {
      const { text, operation } = await call(
        {
          method: 'GET',
          path: `/v3/domains/${segment(name)}/credentials`,
          query: new URLSearchParams({ skip: String(skip), limit: String(limit) }),
          operation: { kind: 'read-part', name, part: credentialsOf(name) },
        },
        signal,
        manner,
      )
      const { items, total_count } = parseAnswer(WireCredentials, text, operation)
      return {
        total: total_count ?? null,
        credentials: items.flatMap((item) => credentialFromWire(item) ?? []),
      }
    },
    create: async (name, login, password, signal) => {
      const form = new URLSearchParams({ login })
      if (password !== null) form.set('password', password)
      const { text, operation } = await call(
        {
          method: 'POST',
          path: `/v3/domains/${segment(name)}/credentials`,
          form,
          operation: {
            kind: 'add-part',
            name,
            part: credentialOf(login, 'login', 'Choose another login, and a password of 5 to 32 characters.'),
            secrets: secretForms(password),
          },
        },
        signal,
      )
      return writtenFromWire(parseAnswer(WireWritten, text, operation), login)
    },
    change: async (name, login, password, signal) => {
      const { text, operation } = await call(
        {
          method: 'PUT',
          path: `/v3/domains/${segment(name)}/credentials/${segment(login, 'login')}`,
          form: password === null ? new URLSearchParams() : new URLSearchParams({ password }),
          operation: {
            kind: 'change-part',
            name,
            part: credentialOf(login, 'password', 'Enter a password of 5 to 32 characters.'),
            secrets: secretForms(password),
          },
        },
        signal,
      )
      return writtenFromWire(parseAnswer(WireWritten, text, operation), login)
    },
    delete: async (name, login, signal) => {
      await call(
        {
          method: 'DELETE',
          path: `/v3/domains/${segment(name)}/credentials/${segment(login, 'login')}`,
          operation: {
            kind: 'remove-part',
            name,
            part: credentialOf(
              login,
              null,
              'The login of the provider itself stays as long as the domain does.',
            ),
          },
        },
        signal,
      )
    },
    deleteAll: async (name, signal) => {
      const { text, operation } = await call(
        {
          method: 'DELETE',
          path: `/v3/domains/${segment(name)}/credentials`,
          operation: { kind: 'remove-part', name, part: credentialsOf(name) },
        },
        signal,
      )
      return { count: parseAnswer(WireDeletedAll, text, operation).count ?? null }
    },
  }
}

function credentialsOf(name: string): OperationPart {
  return { words: `SMTP credentials of ${name}`, fix: 'Sync to bring the list up to date.' }
}

function credentialOf(login: string, field: string | null, fix: string): OperationPart {
  return { words: `SMTP credential ${login}`, ...(field !== null && { field }), fix }
}

function credentialFromWire(item: unknown): SmtpCredential | null {
  const parsed = v.safeParse(WireCredential, item)
  if (!parsed.success) return null
  const { login, mailbox, created_at } = parsed.output
  const named = login ?? mailbox ?? null
  return named === null ? null : { login: named, createdAt: created_at ?? null }
}

/** A generated password stands under the whole login; where there are several, under the one that was asked for. */
function writtenFromWire(
  { credentials }: v.InferOutput<typeof WireWritten>,
  login: string,
): WrittenCredential {
  const entries = Object.entries(credentials ?? {})
  const local = login.split('@')[0]?.toLowerCase()
  const own = entries.find(([key]) => key.split('@')[0]?.toLowerCase() === local) ?? entries[0]
  return { generatedPassword: own?.[1] ?? null }
}
