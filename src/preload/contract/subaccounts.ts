import * as v from 'valibot'
import { channel } from './channel'

export const SubaccountStatus = v.picklist(['open', 'disabled', 'closed'])
export type SubaccountStatus = v.InferOutput<typeof SubaccountStatus>

/** An account below another, which the other's key can act for. Source: API, `GET /v5/accounts/subaccounts`. */
export const Subaccount = v.object({
  id: v.string(),
  /** Equal to the id where the provider named none. */
  name: v.string(),
  /** Null where the provider did not say, or said what is not known. */
  status: v.nullable(SubaccountStatus),
})
export type Subaccount = v.InferOutput<typeof Subaccount>

/** A subaccount as the cache knows it. */
export const KnownSubaccount = v.object({
  /** The account above it. */
  accountId: v.string(),
  ...Subaccount.entries,
  /** How many of its domains are in the cache. */
  domains: v.number(),
})
export type KnownSubaccount = v.InferOutput<typeof KnownSubaccount>

export const subaccounts = {
  /** The accounts below an account, or below all for null, by name; from the cache. */
  list: channel(v.object({ accountId: v.nullable(v.string()) }), v.array(KnownSubaccount)),
}
