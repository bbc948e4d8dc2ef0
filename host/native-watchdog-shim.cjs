// Takes the place of the native @vscode/native-watchdog: an extension host leaves when the server that started it is gone.
const PARENT_GONE = 87;
const CHECK_EVERY_MS = 1000;

exports.start = (parent) => {
  const check = () => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(PARENT_GONE);
    }
  };
  setInterval(check, CHECK_EVERY_MS).unref();
};

exports.exit = (code) => process.exit(code ?? 0);
