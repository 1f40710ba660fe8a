extension Help {
  static let scenarios = """
    List the scenarios that jobs can follow, each with a sentence and the page or fact that it is from.

    USAGE: stuntdouble scenarios [--provider NAME|DIR]… [--json]

    The same as JSON from a running server: GET /_stunt/scenarios. How to follow one: stuntdouble help serve.
    """
}
