// Before each file of window tests: its windows open on a display, with focus and clipboard, that no other file uses.
import { ownDisplay } from '../../scripts/testing/displays.mjs'

const display = ownDisplay(process.env)
if (display !== undefined) process.env['DISPLAY'] = display
