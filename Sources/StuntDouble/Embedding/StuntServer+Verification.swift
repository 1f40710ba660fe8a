import StuntContract

extension StuntServer {
  /// What is wrong with what clients did, by the options' verification: one sentence each, each with a way out.
  ///
  /// Verifying changes nothing: it can be asked at any time, and again.
  public func complaints() -> [String] {
    complaints(about: options.verification)
  }

  /// What is wrong with what clients did, by this verification.
  public func complaints(about verification: Verification) -> [String] {
    var complaints: [String] = []
    let requests = requests.filter { !$0.isControl }
    if verification.contains(.use), requests.isEmpty {
      complaints.append(
        "no request reached the double of \(options.provider) at \(url.isEmpty ? "its session" : url);"
          + " give the client this base URL, or pass verify: .never")
    }
    if verification.contains(.contract) {
      for request in requests {
        for violation in request.violations { complaints.append("\(request): \(violation)") }
      }
    }
    if verification.contains(.ends) { complaints += openJobs(requests) }
    return complaints
  }

  /// What is wrong with the requests of a test that ended early: what it did not come to says nothing.
  package func complaintsOfUnfinishedTest() -> [String] {
    complaints(about: options.verification.subtracting([.use, .ends]))
  }

  private func openJobs(_ requests: [StuntRequest]) -> [String] {
    let ends: Set = ["succeeded", "failed", "canceled"]
    return jobs.compactMap { job in
      let seen = requests.last { $0.job == job.id && $0.phase != nil }
      guard let phase = seen?.phase, ends.contains(phase) else {
        return "the client stopped looking at job \(job.id) while it was \(seen?.phase ?? job.phase);"
          + " poll until it ends, cancel it, or leave .ends out of verify"
      }
      return nil
    }
  }
}
