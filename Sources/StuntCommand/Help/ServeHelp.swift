extension Help {
  static let serve = """
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
      --strict                   Refuse a request that breaks a rule that clients must keep, with a problem document
                                 that names it. Without it such requests are answered as the provider would, and
                                 told: in the line of the request, and by GET /_stunt/violations.
      --cors ORIGIN              Let pages of this origin (https://app.example.com) read answers, too. May be repeated;
                                 * lets all pages, none lets none. Without it those of this machine may, on any port:
                                 http://localhost:3000.
      --quiet                    Print no line per request.
      --json                     Print one JSON object per request.

    The first line of output is "listening on http://HOST:PORT"; then each provider's base URLs; then one line per
    request: method, path, status, job, phase, what is wrong with the request, if anything is, and the rules that it breaks.

    A job's scenario, first match wins: POST /_stunt/scenarios; the field "Stunt-Scenario: slow"; "[[stunt:slow]]" in the
    prompt; a key that ends in "-stunt-slow"; --scenario; the provider's default.

    Ctrl-C stops the server.
    """
}
