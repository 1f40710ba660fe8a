extension Help {
  static let explain = """
    Explain how a request is read, routed, checked and answered.

    USAGE: stuntdouble explain [--provider NAME|DIR]… [--json] [METHOD] URL [curl's -X -H -d -F …]
           stuntdouble explain [--provider NAME|DIR]… [--json] FILE
           stuntdouble explain [--provider NAME|DIR]… [--json] -- curl …

    The request is a URL or a path with curl's options; a FILE, or - for standard input, that holds a raw HTTP request
    or a curl command; or, after --, a curl command as it stands. URLs of the double and of the real providers work.
    Nothing is sent anywhere: the answers are those of a fresh double in the same process.

    Printed are the door, provider and operation; path parameters and query; how the body was read; whether the key is
    where it belongs; each violation with the nearest valid form, and the rules that it breaks; and what the double
    answers, of an operation on a job in each phase. A request that reaches nothing gets the nearest operations, and
    what differs.

      --provider NAME|DIR   The providers that are asked; all that ship when it is left out. With one, a path may
                            begin after its base URL.
      --json                Print one JSON document. (curl's own --json DATA works after --.)

    EXIT CODES
      0   the request is good
      1   it reaches no operation, has a violation, or lacks its key
      2   it cannot be read

    EXAMPLES
      stuntdouble explain POST http://localhost:4010/NAME/v1/videos -H 'Authorization: Bearer sk-x' -F prompt=clouds
      stuntdouble explain -- curl https://api.example.com/v1/videos --json @body.json
    """
}
