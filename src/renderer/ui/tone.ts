/** How a state is coloured. Colour never stands alone: an icon and a word say the same. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'neutral'
