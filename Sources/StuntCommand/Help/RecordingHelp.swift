extension Help {
  static let show = """
    Show recordings as text: what was asked when, what was answered, and what became of each job.

    USAGE: stuntdouble show FILE… [--json]

    FILE is a HAR file of this program or any other; - is standard input. A file whose end is missing is shown as
    far as it is whole. The same file gives the same text, so that git can compare recordings by it:
      git config diff.har.textconv "stuntdouble show"
      echo "*.har diff=har" >> .gitattributes

      --json   Print one JSON document.

    EXIT CODES
      0   all files were shown
      2   a file cannot be read
    """

  static let scan = """
    Look for secrets in recordings and other files.

    USAGE: stuntdouble scan FILE|DIR… [--provider DIR]… [--json]

    Found are keys of the providers and of well-known services, bearer tokens, JSON Web Tokens, private keys, signed
    URLs, credentials in URLs, cookies, values under names such as "token" and "password", and texts that look random;
    also inside nested JSON, base64, forms, event streams and percent-encoding. Bytes that cannot be looked into count.
    Not found are plain words and hexadecimal digits under names that say nothing: `redact` works by a list of what
    may stay, and does not depend on finding. A secret is never printed whole.

      --provider DIR   Also look for keys as DIR/recording.json describes them.
      --json           Print one JSON document.

    EXIT CODES
      0   nothing was found
      1   something was found
      2   a file cannot be read

    EXAMPLE
      stuntdouble scan Recordings        as a line of .git/hooks/pre-commit
    """

  static let redact = """
    Write a recording without its secrets.

    USAGE: stuntdouble redact FILE --provider NAME|DIR --to FILE [--media-from BYTES]

    What the provider's recording.json does not list is replaced by stand-ins, and so is what looks like a secret in
    what it lists. Equal secrets get equal stand-ins, by a key that is kept nowhere. Members of other tools are left
    out. The file says what was replaced and where. If `scan` would find anything in it, it is not written.

      --provider NAME|DIR   Whose lists to follow.
      --to FILE             Where to write; FILE is replaced as a whole.
      --media-from BYTES    Keep only type, length and hash of pictures, sounds and videos of BYTES and more.

    EXIT CODES
      0   written
      1   not written, since a secret would be left
      2   a file cannot be read or written
    """

  static let takeOver = """
    Take over what a browser, a proxy or a test tool recorded: as a recording that replays, without secrets.

    USAGE: stuntdouble import FILE… --provider NAME|DIR --to FILE [--stand-ins BYTES]

    FILE is HAR 1.2, as browsers' developer tools, mitmproxy, Playwright and others write it. Taken over are the
    provider's calls, known by its contract, and what their answers lead to, such as the files of results; all else
    is left out and counted. Jobs are recognised and get their timelines. Always redacted, as by `redact`: if `scan`
    would find anything, nothing is written.

      --provider NAME|DIR   Whose calls to take over. A file of several providers is imported once for each.
      --to FILE             Where to write; FILE is replaced as a whole.
      --stand-ins BYTES     Keep only type, length and hash of pictures, sounds and videos of BYTES and more.

    EXIT CODES
      0   written
      1   not written: nothing is the provider's, or a secret would be left
      2   a file cannot be read or written, or there is no such provider
    """
}
