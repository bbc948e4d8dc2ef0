// Takes the place of the native @vscode/spdlog, which needs a C++ compiler: the same surface, written to the log file at once.
// Without it the server runs, but every Output channel stays empty and nothing can be read from the extension host's log.
const { closeSync, mkdirSync, openSync, writeSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
const INFO = LEVELS.indexOf('info');
const CLOSED = -1;
const STDOUT = 1;

class Logger {
  constructor(_kind, _name, file) {
    this.level = INFO;
    this.bare = false;
    this.fd = file ? openSync(file, 'a') : STDOUT;
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.bare = true;
  }

  flush() {}

  drop() {
    if (this.fd > 2) closeSync(this.fd);
    this.fd = CLOSED;
  }

  write(level, message) {
    if (level < this.level || this.fd === CLOSED) return;
    const line = this.bare ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`;
    try {
      writeSync(this.fd, line);
    } catch {
      // A log that cannot be written must not end the host.
    }
  }
}

LEVELS.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

const open = (kind) => (name, file) => {
  mkdirSync(dirname(file), { recursive: true });
  return Promise.resolve(new Logger(kind, name, file));
};

// One assignment a line: the server imports these by name from an ES module, which finds them without running this file.
exports.version = 'shim';
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = open('rotating');
exports.createAsyncRotatingLogger = open('rotating_async');
