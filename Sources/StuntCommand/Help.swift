/// The help texts. The one of a command is in a file of its own under Help/.
enum Help {
  static let overview = """
    stuntdouble: a test double for AI video providers

    USAGE: stuntdouble <command> [options]

      serve       Run a local server that imitates the providers.
      record      Record a session with the real provider, through a local proxy.
      replay      Answer clients from recorded sessions.
      verify      Run a client and judge it by a provider's rules.
      check       Check contracts, behaviors and scenarios.
      rules       List what clients owe their providers, or explain one rule.
      diff        Compare two versions of a contract: breaking and compatible changes.
      report      Render the journal of a server.
      explain     Explain how a request is read, routed, checked and answered.
      show        Show recordings as text.
      scan        Look for secrets in recordings and other files.
      redact      Write a recording without its secrets.
      import      Take over what a browser, a proxy or a test tool recorded.
      providers   List the providers and their operations.
      scenarios   List the scenarios that jobs can follow.
      help        Show the help of a command: stuntdouble help serve.

      --version   Print the version.

    EXIT CODES
      0   all went well; a server was stopped by Ctrl-C, SIGTERM or SIGHUP
      1   the documents are wrong, rules are broken, or the address cannot be listened on
      2   a client could not be run
      64  the command line cannot be understood
    """
}
