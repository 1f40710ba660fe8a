extension Help {
  static let rules = """
    List what clients owe their providers, or explain one rule.

    USAGE: stuntdouble rules [--provider NAME|DIR]… [--json | --markdown]
           stuntdouble rules PROVIDER[/ID] [--json]

    ID is a rule's id or number. A rule is explained by its duty, the reason, how to mend a client, its source, the
    runs that show it, and what its detector looks at.

      --provider NAME|DIR   The rules of this provider only; DIR is a folder with a rules.json. May be repeated.
      --json                Print one JSON document.
      --markdown            Print the page Contracts/providers/NAME/RULES.md.
    """
}
