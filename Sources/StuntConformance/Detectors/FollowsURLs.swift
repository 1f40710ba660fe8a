import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

extension Observations {
  /// `followsURLs`: requests go to the URLs that answers gave.
  func followsURLs(_ links: [Detector.Link]) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    var given: [GivenURLs] = []
    for index in run.exchanges.indices {
      if let wrong = check(index, links, given, &isExercised) { findings.add(wrong) }
      guard facts[index].mayHaveArrived, run.exchanges[index].status < 300 else { continue }
      collect(index, links, &given)
    }
    return findings.verdict(
      isExercised: isExercised, otherwise: "no request went where an answer gave a URL for")
  }

  /// The URLs that answers about one job gave in one place.
  private struct GivenURLs {
    let trace: Int?
    let link: Int
    var urls: [String]
    /// The exchange whose answer gave the last of them.
    var index: Int
  }

  private func check(
    _ index: Int, _ links: [Detector.Link], _ given: [GivenURLs], _ isExercised: inout Bool
  ) -> Finding? {
    guard !given.isEmpty, let operation = run.exchanges[index].operation else { return nil }
    var offered: [(url: String, index: Int)] = []
    for entry in given where links[entry.link].operations.contains(operation) {
      guard entry.trace == facts[index].trace || facts[index].trace == nil else { continue }
      for url in entry.urls { offered.append((url, entry.index)) }
    }
    guard let last = offered.last else { return nil }
    isExercised = true
    let request = run.exchanges[index].request
    let target = run.provider.targetField.flatMap { request.fields[$0] }
    if offered.contains(where: { RequestedURL(request, target: target).isAt($0.url) }) { return nil }
    return Finding(
      exchange: run.exchanges[index].number, subject: subject(index), place: "path",
      expected: "a URL that an answer gave", found: clipped(target ?? request.targetText),
      closest: "\(clipped(last.url)), from exchange \(run.exchanges[last.index].number)")
  }

  private func collect(_ index: Int, _ links: [Detector.Link], _ given: inout [GivenURLs]) {
    var document: JSONDocument?
    var isRead = false
    for (link, place) in links.enumerated() {
      var urls: [String] = []
      if let pointer = place.pointer {
        if !isRead {
          document = answer(index)
          isRead = true
        }
        urls = document?.root.values(at: pointer).compactMap(\.node.string) ?? []
      } else if let url = field(place.field, of: index) {
        urls = [url]
      }
      guard !urls.isEmpty else { continue }
      let known = given.firstIndex { $0.link == link && $0.trace == facts[index].trace }
      guard let known else {
        given.append(GivenURLs(trace: facts[index].trace, link: link, urls: urls, index: index))
        continue
      }
      for url in urls where !given[known].urls.contains(url) {
        given[known].urls.append(url)
        given[known].index = index
      }
    }
  }
}

/// Where a request went, to be compared with a URL.
struct RequestedURL {
  private let authority: [UInt8]
  private let target: ArraySlice<UInt8>

  /// - Parameter target: The real URL, where a proxy of the client's own names it in a field.
  init(_ request: HTTPRequest, target: String?) {
    if let target {
      let url = URLParts(target)
      authority = url.authority
      self.target = url.target
    } else {
      authority = Array(request.authority ?? [])
      self.target = request.target
    }
  }

  /// Whether it is a URL's place: with its path and query, to which clients may add parameters of their own.
  func isAt(_ url: String) -> Bool {
    let other = URLParts(url)
    guard Self.name(authority) == Self.name(other.authority) || other.authority.isEmpty else { return false }
    guard target.starts(with: other.target) else { return false }
    let rest = target.dropFirst(other.target.count).first
    if rest == nil { return true }
    return rest == UInt8(ascii: other.target.contains(UInt8(ascii: "?")) ? "&" : "?")
  }

  /// An authority in small letters, in which this machine has one name.
  private static func name(_ authority: [UInt8]) -> [UInt8] {
    let small = authority.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    for other in ["127.0.0.1", "[::1]"] where small.starts(with: other.utf8) {
      return Array("localhost".utf8) + small.dropFirst(other.utf8.count)
    }
    return small
  }
}

/// The parts of a URL that a request has: authority, and path with query.
private struct URLParts {
  var authority: [UInt8] = []
  var target: ArraySlice<UInt8>

  init(_ url: String) {
    let bytes = Array(url.utf8)
    let fragment = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
    target = bytes[..<fragment]
    let marker = Array("://".utf8)
    let scheme = bytes.indices.first { bytes[$0...].starts(with: marker) }
    guard let scheme, scheme < 12 else { return }
    let start = scheme + marker.count
    let end =
      bytes[start..<fragment].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? fragment
    authority = Array(bytes[start..<end])
    target = end == fragment ? ArraySlice("/".utf8) : bytes[end..<fragment]
  }
}
