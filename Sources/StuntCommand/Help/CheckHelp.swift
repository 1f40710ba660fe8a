extension Help {
  static let check = """
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
}
