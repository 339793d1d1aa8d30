import * as v from 'valibot'

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
