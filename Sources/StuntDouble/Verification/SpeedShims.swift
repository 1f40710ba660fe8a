/// Files that let the sleeps of unmodified programs pass faster: those of Python, of node, and of the shell.
///
/// Each divides its sleeps by STUNT_SHIM_SPEED. A Python or node program that they hurry finds 1 in STUNT_SPEED, so that one
/// that divides its own sleeps is not hurried twice. They stand in a folder that goes away with the verification.
enum SpeedShims {
  /// Writes the files, and gives the changes to a client's environment.
  ///
  /// - Parameters:
  ///   - speed: By what sleeps are divided.
  ///   - environment: What the client would have without them.
  static func install(
    in folder: String, speed: Double, environment: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    func value(_ name: String) -> String { environment.last { $0.name == name }?.value ?? "" }
    TemporaryFolder.write(python, to: folder + "/sitecustomize.py")
    TemporaryFolder.write(node, to: folder + "/stunt-speed.cjs")
    let programs = folder + "/bin"
    TemporaryFolder.makeFolder(programs)
    TemporaryFolder.write(shell, to: programs + "/sleep", isProgram: true)
    let path = value("PATH")
    return [
      ("PYTHONPATH", joined(folder, value("PYTHONPATH"), ":")),
      (
        "NODE_OPTIONS", joined(value("NODE_OPTIONS"), "--require=\(quoted(folder + "/stunt-speed.cjs"))", " ")
      ),
      ("PATH", joined(programs, path.isEmpty ? "/usr/bin:/bin" : path, ":")),
      ("STUNT_SHIM_PATH", programs), ("STUNT_SHIM_SPEED", RunSetting.text(of: speed)),
    ]
  }

  private static func joined(_ first: String, _ second: String, _ separator: String) -> String {
    first.isEmpty || second.isEmpty ? first + second : first + separator + second
  }

  /// As NODE_OPTIONS wants what has a space in it.
  private static func quoted(_ path: String) -> String {
    path.contains(" ") ? "\"\(path)\"" : path
  }

  /// Runs before a Python program; a `sitecustomize` of the user's own that it hides is run as well.
  private static let python = #"""
    import os, sys

    def _stunt():
        try:
            speed = float(os.environ.get("STUNT_SHIM_SPEED", "1"))
        except ValueError:
            return
        if not speed > 1:
            return
        os.environ["STUNT_SPEED"] = "1"
        import functools, time
        sleep = time.sleep

        @functools.wraps(sleep)
        def faster(seconds):
            # What is no number is refused by the function itself.
            return sleep(seconds / speed if isinstance(seconds, (int, float)) and seconds > 0 else seconds)

        time.sleep = faster

        class Finder:
            """Changes modules when they are first imported, so that programs without them start no slower."""

            def find_spec(self, name, path=None, target=None):
                change = CHANGES.get(name)
                if change is None:
                    return None
                sys.meta_path.remove(self)
                try:
                    import importlib.util

                    spec = importlib.util.find_spec(name)
                finally:
                    sys.meta_path.insert(0, self)
                if spec is None or spec.loader is None:
                    return spec
                run = spec.loader.exec_module

                def exec_module(module):
                    run(module)
                    change(module)

                spec.loader.exec_module = exec_module
                return spec

        def asyncio_tasks(module):
            original = module.sleep

            @functools.wraps(original)
            async def sleep(delay, result=None):
                return await original(delay / speed if delay > 0 else delay, result)

            module.sleep = sleep

        def threading(module):
            # A wait for an event that nobody sets is a sleep; for one that is set, it only ends earlier.
            event = module.Event.wait

            @functools.wraps(event)
            def wait(self, timeout=None):
                return event(self, timeout / speed if timeout and timeout > 0.05 else timeout)

            module.Event.wait = wait

        CHANGES = {"asyncio.tasks": asyncio_tasks, "threading": threading}
        for name, change in list(CHANGES.items()):
            if name in sys.modules:
                change(sys.modules[name])
                del CHANGES[name]
        sys.meta_path.insert(0, Finder())

    def _next():
        """Runs the sitecustomize that this one stands before."""
        import importlib.machinery

        own = os.path.dirname(os.path.abspath(__file__))
        paths = [path for path in sys.path if os.path.abspath(path or ".") != own]
        spec = importlib.machinery.PathFinder.find_spec("sitecustomize", paths)
        if spec and spec.loader:
            import importlib.util

            module = importlib.util.module_from_spec(spec)
            sys.modules["sitecustomize"] = module
            spec.loader.exec_module(module)

    try:
        _stunt()
    finally:
        _next()
    """#

  /// Runs before a program of node's.
  private static let node = #"""
    "use strict";
    const speed = Number(process.env.STUNT_SHIM_SPEED || "1");
    if (speed > 1) {
      process.env.STUNT_SPEED = "1";
      const shorter = (delay) => (typeof delay === "number" && delay > 1 ? Math.max(1, delay / speed) : delay);
      const wrap = (object, name) => {
        const original = object[name];
        if (typeof original !== "function") return;
        const faster = function (callback, delay, ...rest) { return original.call(this, callback, shorter(delay), ...rest); };
        // `util.promisify(setTimeout)` looks for this.
        for (const symbol of Object.getOwnPropertySymbols(original)) {
          const descriptor = Object.getOwnPropertyDescriptor(original, symbol);
          if (typeof descriptor.value === "function" && symbol.description === "nodejs.util.promisify.custom") {
            const promised = descriptor.value;
            descriptor.value = (delay, ...rest) => promised(shorter(delay), ...rest);
          }
          Object.defineProperty(faster, symbol, descriptor);
        }
        object[name] = faster;
      };
      const timers = require("timers");
      for (const object of [globalThis, timers]) for (const name of ["setTimeout", "setInterval"]) wrap(object, name);
      const promises = require("timers/promises");
      const { setTimeout: later, setInterval: repeated } = promises;
      promises.setTimeout = (delay, ...rest) => later(shorter(delay), ...rest);
      promises.setInterval = (delay, ...rest) => repeated(shorter(delay), ...rest);
      if (promises.scheduler) {
        const wait = promises.scheduler.wait.bind(promises.scheduler);
        promises.scheduler.wait = (delay, ...rest) => wait(shorter(delay), ...rest);
      }
      const { syncBuiltinESMExports } = require("module");
      if (syncBuiltinESMExports) syncBuiltinESMExports();
    }
    """#

  /// `sleep` of a shell: the real one is found where this one is not.
  private static let shell = #"""
    #!/bin/sh
    PATH=$(printf %s "$PATH" | tr : '\n' | grep -vxF "$STUNT_SHIM_PATH" | tr '\n' :)
    export PATH
    case ${STUNT_SHIM_SPEED:-1} in 1) exec sleep "$@" ;; esac
    total=$(printf '%s\n' "$@" | awk -v speed="$STUNT_SHIM_SPEED" '
      /^[0-9.]+[smhd]?$/ {
        unit = 1
        if (/m$/) unit = 60
        if (/h$/) unit = 3600
        if (/d$/) unit = 86400
        total += $1 * unit
        next
      }
      { bad = 1 }
      END { if (bad || NR == 0) print "bad"; else printf "%.6f\n", total / speed }')
    case $total in bad) exec sleep "$@" ;; esac
    exec sleep "$total"

    """#
}
