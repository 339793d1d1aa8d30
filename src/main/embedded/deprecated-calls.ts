import type { Context } from './context'
import type { Parameters } from './forms'
import { MAILFROM_UPDATED, MESSAGE_TTL_UPDATED, WEB_PREFIX_UPDATED } from './messages'
import { updateOneSetting } from './update-domain'

/**
 * `PUT /v3/domains/{name}/message_ttl`. The path is inferred from its two siblings: the reference describes the call
 * without one that could be read.
 */
export async function setMessageTtl(context: Context, name: string, parameters: Parameters) {
  await updateOneSetting(context, name, 'message_ttl', parameters)
  return { message: MESSAGE_TTL_UPDATED }
}

/** `PUT /v3/domains/{name}/mailfrom_host`. */
export async function setMailfromHost(context: Context, name: string, parameters: Parameters) {
  await updateOneSetting(context, name, 'mailfrom_host', parameters)
  return { message: MAILFROM_UPDATED }
}

/** `PUT /v3/domains/{name}/web_prefix`. */
export async function setWebPrefix(context: Context, name: string, parameters: Parameters) {
  await updateOneSetting(context, name, 'web_prefix', parameters)
  return { message: WEB_PREFIX_UPDATED }
}
