import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `keepsKey`: the key stands in its documented field at the provider's address, and nowhere else.
  func keepsKey() -> Verdict {
    let keys = knownKeys
    guard !keys.isEmpty else { return .notExercised("no key is known") }
    var findings = FindingList()
    for index in run.exchanges.indices {
      for key in keys { look(for: key, index, &findings) }
    }
    if let program = run.program {
      for (name, text) in [("standard output", program.output), ("standard error", program.errorOutput)]
      where keys.contains(where: { ByteSearch.contains($0[0], in: Array(text.utf8)) }) {
        findings.add(
          Finding(subject: "the program's output", place: name, expected: "no key in it", found: "the key"))
      }
    }
    return findings.verdict(
      isExercised: !run.exchanges.isEmpty || run.program != nil, otherwise: "no request reached the server")
  }

  /// The keys of the run, each as it is and as a URL has it: what the client was given, and what it sent as its key.
  private var knownKeys: [[[UInt8]]] {
    var keys = run.key.isEmpty ? [] : [Array(run.key.utf8)]
    if let rule = run.provider.authentication, keys.isEmpty {
      for exchange in run.exchanges where exchange.origin == .provider {
        guard case .key(let key) = rule.key(of: exchange.request), rule.isWellFormed(key) else { continue }
        if keys.last.map({ key.elementsEqual($0) }) ?? false { continue }
        if !keys.contains(where: { key.elementsEqual($0) }) { keys.append(Array(key)) }
      }
    }
    return keys.filter { $0.count >= Limits.keyBytesMin }.map { key in
      let escaped = Self.escaped(key)
      return escaped == key ? [key] : [key, escaped]
    }
  }

  /// A text as a URL's query has it: all but unreserved characters escaped. RFC 3986, 2.3.
  private static func escaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: return [byte]
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }

  /// Looks for a key in a request; it is in most of them once, in its field.
  private func look(for key: [[UInt8]], _ index: Int, _ findings: inout FindingList) {
    let request = run.exchanges[index].request
    for form in key {
      if ByteSearch.contains(form, in: request.body) {
        findings.add(leak(index, "body", "no key in a request's content"))
      }
      request.head.withUnsafeBufferPointer { head in
        let text = UnsafeBufferPointer(rebasing: head[..<request.headCount])
        var start = 0
        while let found = ByteSearch.first(form, in: text, from: start) {
          start = found + form.count
          if let finding = headLeak(of: key[0], at: found, index) { findings.add(finding) }
        }
      }
    }
  }

  /// What is wrong with a key at a place in a request's head; nil where it belongs.
  private func headLeak(of key: [UInt8], at position: Int, _ index: Int) -> Finding? {
    let request = run.exchanges[index].request
    let isResults = run.exchanges[index].origin == .results
    let address = isResults ? "no key at the address of results, which is somebody else's" : nil
    if request.target.indices.contains(position) {
      let query = run.exchanges[index].call?.query.first { $0.value.utf8.elementsEqual(key) }
      if !isResults, let query, run.provider.authentication?.takesKey(inQuery: query.name) == true {
        return nil
      }
      return leak(index, "path", address ?? "no key in a URL, which logs keep")
    }
    for number in 0..<request.fields.count {
      let line = request.fields[lineAt: number]
      guard line.value.indices.contains(position) else { continue }
      let name = String(decoding: line.name, as: UTF8.self).lowercased()
      if !isResults, run.provider.authentication?.takesKey(inField: name) == true { return nil }
      return leak(
        index, "header \(name)",
        address ?? "the key in \(run.provider.authentication?.field ?? "no field") only")
    }
    return nil
  }

  private func leak(_ index: Int, _ place: String, _ expected: String) -> Finding {
    Finding(
      exchange: run.exchanges[index].number, subject: subject(index), place: place, expected: expected,
      found: "the key")
  }
}
