extension Help {
  static let replay = """
    Answer clients from recorded sessions: the recorded jobs live again, at any pace of polling.

    USAGE: stuntdouble replay FILE.har|DIR… [options]

    The files are HAR 1.2: of `stuntdouble record`, of a browser's developer tools, of mitmproxy or other tools. Requests
    come by the doors of `stuntdouble serve`; what was recorded of hosts that no contract knows is under
    /_stunt/host/<scheme>/<host>/. Nothing is ever asked of the network.

    A submit that equals a recorded one makes that job anew, as often as it comes; its polls follow the recorded
    timeline, 3 or 300 of them, and its end is for ever. Requests are equal when operation, path, query and body are,
    JSON by value, forms by their parts. Other requests get their recorded answers in order, the last one for good.

      --listen HOST:PORT           Where to listen (default 127.0.0.1:4010). Port 0 picks a free one.
      --provider NAME|DIR          Know this provider's contract only. May be repeated.
      --pace instant|recorded|xN   What moves a job: each poll, time as recorded, or N times as fast (default instant).
      --ids recorded|fresh         The ids of jobs: the recorded one for the first job of a submit, or fresh ones for all
                                   (default recorded). Fresh ids have the recorded form.
      --seed N                     What fresh ids follow from (default 1).
      --on-miss fail|double        What answers a request that was not recorded: a problem document that says what came
                                   closest, or the provider's double (default fail).
      --webhooks loopback|anywhere|none
                                   Which servers are told what was recorded as told: the one that the live submit (or
                                   POST /_stunt/webhooks) names, if it is on this machine (default), wherever it is, or
                                   none. Nothing else that replay does connects to anybody.
      --allow-unused               Let what was recorded and never asked for pass.
      --max-age DAYS               Warn of recordings that are older: providers change.
      --cors ORIGIN                Let pages of this origin (https://app.example.com) read answers, too. May be repeated;
                                   * lets all pages, none lets none. Without it those of this machine may, on any port:
                                   http://localhost:3000.
      --quiet                      Print no line per request.
      --json                       Print one JSON object per request, and the verdict as the last one.

    Ctrl-C stops the server and prints the verdict; GET /_stunt/replay tells it any time, POST /_stunt/reset forgets:
      HIT       a recorded job was followed to its end, or an interaction was asked for
      PARTIAL   a job was made, but not all that was recorded of it was asked for
      UNUSED    nobody asked for it
      MISS      a request that nothing recorded answers

    EXIT CODES
      0   every request was answered, and everything recorded was used
      1   a request was missed, or something was not used
      2   a recording cannot be read
    """
}
