import * as v from 'valibot'

/** A login with which mail of a domain can be sent over SMTP. Its password cannot be read. */
export const SmtpCredential = v.object({
  /** The whole login, such as `alice@mg.example.com`. */
  login: v.string(),
  /** Milliseconds since the epoch; null where the provider did not say. */
  createdAt: v.nullable(v.number()),
})
export type SmtpCredential = v.InferOutput<typeof SmtpCredential>
