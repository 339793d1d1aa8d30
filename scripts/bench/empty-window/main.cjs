// What Electron itself costs: one window with one word in it, made as the app makes its own.
const { app, BrowserWindow } = require('electron')

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    webPreferences: { sandbox: true },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('data:text/html,<title>Empty</title><p>Empty</p>')
})
app.on('window-all-closed', () => app.quit())
