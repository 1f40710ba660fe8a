extension Help {
  static let diff = """
    Compare two versions of a contract: what breaks clients of the old one, and whom it breaks.

    USAGE: stuntdouble diff OLD NEW [--all] [--json]

    OLD and NEW are each an OpenAPI 3 document as JSON, a folder with openapi*.json in it, or the name of a provider
    that ships. References are followed, `allOf` is put together, and alternatives are matched with each other.

    Each change is one of:
      breaking     clients that keep to OLD fail: what they send is refused, or what they count on does not come
      cannot tell  both versions say something, and which of them allows more cannot be decided
      risky        clients fail that count on more than they should: a new value in an answer, a status, a limit
      compatible   listed with --all only
    What a client sends and what it gets are opposites: a new required member breaks requests, a member that may be
    left out breaks answers.

      --all    List compatible changes as well.
      --json   Print one JSON document.

    EXIT CODES
      0   no change is breaking
      1   a change is breaking, or whether it is cannot be told
      2   a document cannot be read

    EXAMPLE
      stuntdouble diff yesterday/openapi.json today/openapi.json
    """
}
