extension Help {
  static let verify = """
    Run a client, in any language, and say whether it keeps the provider's rules and survives what the provider does.

    USAGE: stuntdouble verify --provider NAME|DIR [options] -- COMMAND…
           stuntdouble verify --attach URL [--provider NAME|DIR] [--key KEY] [options]

      --provider NAME|DIR   The provider that the client is for.
      --rules ID,…          Judge by these rules only, and do only the runs that show them.
      --scenario RUN,…      Do these runs only.
      --timeout S           Seconds that one run has (default 60).
      --jobs N              Runs side by side (default 4 a core, at most 16).
      --speed N             Let the sleeps of Python, node and shell programs pass N times as fast, and measure
                            their pace accordingly (default 1).
      --strict              Broken "should" rules count as broken "must" rules do.
      --report FORMAT=FILE  Write a report: text, junit, html, json, sarif or github; "-" is standard output. May be
                            repeated.
      --json                Print the JSON report instead of the text.
      --attach URL          Judge the traffic of a running `stuntdouble serve` instead; --key for one client's only.

    The command is started once for each run, with a server of its own, and does one job: it submits with the prompt
    in STUNT_PROMPT, waits, and fetches the result. It ends with 0 if, and only if, it has the result; otherwise with
    another code, and the reason on an output. It finds in its environment, besides the provider's own variables:

      STUNT_URL, STUNT_BASE_URL, STUNT_KEY, STUNT_PROMPT   the server, the base URL on it, the key, the prompt
      STUNT_SCENARIO, STUNT_PROVIDER, STUNT_SPEED          the run, the provider, what it may divide its sleeps by
      STUNT_SAVE                                           where it may save the video
      STUNT_WEBHOOK_PORT, _URL, _SECRET, _KEYS_URL         where it may listen for webhooks, and what proves them

    EXIT CODES
      0    no must rule is broken
      1    a must rule is broken
      2    the client could not be run, or nothing reached the server
      130  interrupted; all clients were stopped
    """
}
