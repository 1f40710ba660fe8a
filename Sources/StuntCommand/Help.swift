/// The help texts.
enum Help {
  /// The help of a command, or the overview.
  static func text(of topic: String?) -> String {
    switch topic {
    case "serve": serve
    case "check": check
    case "providers": providers
    case "scenarios": scenarios
    default: overview
    }
  }

  private static let overview = """
    stuntdouble: a test double for AI video providers

    USAGE: stuntdouble <command> [options]

      serve       Run a local server that imitates the providers.
      check       Check contracts, behaviors and scenarios.
      providers   List the providers and their operations.
      scenarios   List the scenarios that jobs can follow.
      help        Show the help of a command: stuntdouble help serve.

      --version   Print the version.

    EXIT CODES
      0   all went well; a server was stopped by Ctrl-C, SIGTERM or SIGHUP
      1   the documents are wrong, or the address cannot be listened on
      64  the command line cannot be understood
    """

  private static let serve = """
    Run a local server that imitates the providers.

    USAGE: stuntdouble serve [options]

      --listen HOST:PORT         Where to listen (default 127.0.0.1:4010). Port 0 picks a free one.
      --provider NAME|DIR        Serve this provider only; DIR is a folder of documents. May be repeated.
      --scenario NAME            The scenario that jobs follow unless a request says otherwise.
      --scenario FILE            A scenario of your own, a path with a / or ending in .json; it joins those of the
                                 provider that its "provider" names, else of all served. May be repeated; give its
                                 name with a --scenario of its own to let jobs follow it. `check FILE` checks it.
      --clock real|manual|auto   How time passes: with the machine's, only by POST /_stunt/clock/advance, or by
                                 the provider's poll interval at each poll (default real).
      --speed N                  How much faster the real clock runs (default 1).
      --seed N                   What ids and pictures follow from (default 1).
      --loops N                  Event loops, one thread each (default 1).
      --no-webhooks              Send no webhooks.
      --quiet                    Print no line per request.
      --json                     Print one JSON object per request.

    The first line of output is "listening on http://HOST:PORT"; then each provider's base URLs; then one line per
    request: method, path, status, job, phase, and what is wrong with the request, if anything is.

    A job's scenario, first match wins: POST /_stunt/scenarios; the field "Stunt-Scenario: slow"; "[[stunt:slow]]" in the
    prompt; a key that ends in "-stunt-slow"; --scenario; the provider's default.

    Ctrl-C stops the server.
    """

  private static let check = """
    Check contracts, behaviors and scenarios.

    USAGE: stuntdouble check [--json] [PATH…]
           stuntdouble check --coverage [--holes] [--json] [PATH…]

    PATH is a provider's name, its folder, a folder of such folders, or a scenario file of your own; all that ship
    when there is none.
    What is wrong is printed as FILE:LINE:COLUMN: error: …; the exit code is then 1.

      --coverage   Play the documents' examples, their scenarios and the exercises/*.json beside them against the
                   double itself, and print what of the documents that shows: every operation and status, model,
                   listed value, parameter, member of a request or answer, error and step of a scenario, and who
                   shows it first. What nothing shows is a HOLE; the exit code is then 1. Exercises do not ship:
                   run it where Contracts/providers is, or give a PATH.
      --holes      List the holes only.
      --json       Print one JSON document.
    """

  private static let providers = """
    List the providers and their operations.

    USAGE: stuntdouble providers [--provider NAME|DIR]… [--json]
    """

  private static let scenarios = """
    List the scenarios that jobs can follow, each with a sentence and the page or fact that it is from.

    USAGE: stuntdouble scenarios [--provider NAME|DIR]… [--json]

    The same as JSON from a running server: GET /_stunt/scenarios. How to follow one: stuntdouble help serve.
    """
}
