extension Help {
  static let providers = """
    List the providers and their operations.

    USAGE: stuntdouble providers [--provider NAME|DIR]… [--json]
    """
}
