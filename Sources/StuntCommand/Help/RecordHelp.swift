extension Help {
  static let record = """
    Record a session with the real provider: a local proxy that hands requests on and writes all down.

    USAGE: stuntdouble record --provider NAME|DIR --to FILE.har [options] [-- COMMAND…]

    Clients come by the doors of `stuntdouble serve`, with their real key. Each request goes to the provider's own host,
    and its answer back as it comes; URLs in it lead through the proxy, and in the file they are the provider's again.
    The file is HAR 1.2, whole after each exchange, and without secrets: fields, members and parameters that the
    provider's recording.json does not list are replaced by stand-ins before anything is written.

      --provider NAME|DIR    The provider that is recorded.
      --to FILE.har          Where the recording goes. A file that is there already is not touched.
      --mode MODE            record (the default); record-missing: what FILE has is answered from it, and the rest goes to
                             the provider and is added; compare: all goes to the provider, FILE stays as it is, and what
                             has moved since it was recorded is told, member by member, judged by the contract.
      --overwrite            Replace a file that is there already.
      --allow-spend          Let requests pass that the provider may charge for: submits, and what it does not document.
                             STUNT_ALLOW_SPEND=1 in the environment does the same.
      --upstream URL         Ask this server in the provider's place, such as http://127.0.0.1:4010 of `stuntdouble
                             serve`. Over http requests keep the provider's Host; over https they name that server.
      --ca-file FILE         Trust the authorities in this file (PEM) rather than the system's.
      --stand-ins BYTES      Of pictures, sounds and videos from this size on, keep type, length and hash only.
      --public-url URL       The proxy as the provider reaches it, such as a tunnel's URL: webhooks that a submit asks for
                             come through it, are recorded, and go on to the client. Not needed for an upstream here.
      --webhook URL          Where messages go that come to /_stunt/webhook/0 of the proxy, for webhooks set up by hand.
      --listen HOST:PORT     Where to listen (default 127.0.0.1:4010; with a command a free port).
      --cors ORIGIN          Let pages of this origin (https://app.example.com) read answers, too. May be repeated;
                             * lets all pages, none lets none. Without it those of this machine may, on any port:
                             http://localhost:3000.
      --quiet                Print no line per exchange.
      --json                 Print one JSON object per exchange, and the summary as the last one.

    Without a command it records until Ctrl-C. With one, the command is started when the proxy is ready and finds in its
    environment, besides what it has anyway:

      STUNT_URL, STUNT_BASE_URL, STUNT_PROVIDER   the proxy, the provider's base URL on it, the provider
      and the provider's own variables for a base URL, as of `stuntdouble verify`; keys stay what they are

    Hosts that no contract knows, such as those of files, are led through /_stunt/host/<scheme>/<host>/; what clients
    prove themselves with is not handed on to them. HTTPS_PROXY and NO_PROXY are heeded.

    EXIT CODES
      0     recorded, and the command ended with 0
      1     the command failed, something in the file looks like a secret, or something has moved (compare)
      2     the file cannot be written, or the command not be started
      130   interrupted while the command ran; what was finished until then is in the file
    """
}
