/** The wire name of a channel. */
export function channelName(subject: string, channel: string): string {
  return `zonedesk:${subject}.${channel}`
}

/** The wire name of an event. */
export function eventChannel(name: string): string {
  return `zonedesk-event:${name}`
}
