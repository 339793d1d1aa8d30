/** Who waits for a request, the most urgent first: a person, what is on screen, nobody in particular. */
export const URGENCIES = ['user', 'seen', 'background'] as const
export type Urgency = (typeof URGENCIES)[number]
