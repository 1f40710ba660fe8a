extension Help {
  static let check = """
    Check contracts, behaviors and scenarios; recordings, and messages, against a contract.

    USAGE: stuntdouble check [--json] [PATH…]
           stuntdouble check --coverage [--holes] [--json] [PATH…]
           stuntdouble check FILE.har|DIR… [--provider NAME|DIR] [--max-age DAYS] [--json]
           stuntdouble check FILE… [--provider NAME|DIR] [--operation ID] [--request|--response] [--json]

    PATH is a provider's name, its folder, a folder of such folders, or a scenario file of your own; all that ship
    when there is none. Of a folder, the examples are held against their schemas, and sessions/*.json are played.
    What is wrong is printed as FILE:LINE:COLUMN: error: …; the exit code is then 1.

      --coverage   Play the documents' examples, their scenarios and the exercises/*.json beside them against the
                   double itself, and print what of the documents that shows: every operation and status, model,
                   listed value, parameter, member of a request or answer, error and step of a scenario, and who
                   shows it first. What nothing shows is a HOLE; the exit code is then 1. Exercises do not ship:
                   run it where Contracts/providers is, or give a PATH.
      --holes      List the holes only.
      --json       Print one JSON document.

    RECORDINGS
    FILE.har is a recording, DIR a folder with recordings in it. Each request, answer and webhook is held against its
    contract; a request that was refused may be wrong. No job may go back, the file's own timelines must tell the same,
    and the file must say where it is from. Exchanges with hosts that no contract knows are counted.

      --max-age DAYS        Warn of recordings that are older: providers change.

    MESSAGES
    FILE is a recorded or pasted message, - for standard input: a body as JSON, or a whole HTTP request or response
    with its head. A request finds its operation by its path, host or --provider; all else needs --operation ID.
    Each violation is printed as FILE:LINE:COLUMN: error: place: found …; expected …; closest is …, and each name that
    nobody documents as a note, since schemas let such names pass. See `stuntdouble providers` for the operations.

      --provider NAME|DIR   Whose message it is; all that ship when it is left out.
      --operation ID        The operation that it belongs to.
      --request             A body is what a client sends; the default.
      --response            A body is what comes back.
      --status N            The answer's status (default: of a whole response its own, else the first that is
                            documented below 300). Says --response as well.
      --content-type TYPE   The media type of a body (default: that of its head, else the first documented).

    EXIT CODES
      0   documents are in order; messages have no violation
      1   something is wrong with them
      2   a message cannot be read, or there is no such operation
    """
}
