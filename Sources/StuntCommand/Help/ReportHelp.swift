extension Help {
  static let report = """
    Render the journal of a server: what each client asked, what became of its jobs, and what was wrong.

    USAGE: stuntdouble report [URL|FILE|-] [options]

      URL                     A running server, such as http://127.0.0.1:4010, which is the default.
      FILE                    A journal that was saved: curl 'http://127.0.0.1:4010/_stunt/journal?form=runs' >FILE
      -                       The same from standard input.

      --format text|html|json
                              How to write it (default text). The page is one file that needs no network.
      --provider NAME|DIR     The providers that the server serves, if they are not those that ship. May be repeated.

    Each tenant (a provider and a key) has its jobs in the order of their making, and each job its requests: number,
    the double's time, status, phase that the answer showed, method and target, and violations of the contract.
    Keys are left out.

    EXIT CODES
      0   the journal was rendered
      2   there is no server, or what was read is no journal
    """
}
